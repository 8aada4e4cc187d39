/// Whose SQL a query is written in.
package enum SQLDialect: Sendable, Hashable {
    case sqlite, postgres
    /// Of whatever database is behind a driver.
    case odbc
}

/// Cuts a query where the database's tokenizer does, as far as it takes to know what is a name and what a parameter.
struct SQLPieces: Sequence, IteratorProtocol {
    struct Piece {
        enum Kind {
            /// A number, a keyword, or a name without quotes.
            case word
            /// With its quotes or brackets.
            case quotedName
            case string
            /// `:name`
            case parameter
            /// PostgreSQL's own `$1`.
            case numberedParameter
            case comment
            case space
            /// One byte of what is nothing else.
            case symbol
        }

        var kind: Kind
        /// UTF-8 offsets.
        var range: Range<Int>
    }

    private let bytes: [UInt8]
    private let dialect: SQLDialect
    private var index = 0

    init(_ bytes: [UInt8], _ dialect: SQLDialect) {
        self.bytes = bytes
        self.dialect = dialect
    }

    mutating func next() -> Piece? {
        guard index < bytes.count else { return nil }
        let start = index
        let kind = pass()
        index = Swift.min(index, bytes.count)
        return Piece(kind: kind, range: start..<index)
    }

    private mutating func pass() -> Piece.Kind {
        let byte = bytes[index]
        let next = index + 1 < bytes.count ? bytes[index + 1] : 0
        index += 1
        switch byte {
        case UInt8(ascii: "'"):
            passThrough(byte)
            return .string
        case UInt8(ascii: "E"), UInt8(ascii: "e"):
            guard dialect == .postgres, next == UInt8(ascii: "'") else { break }
            passEscapedString()
            return .string
        case UInt8(ascii: "$") where dialect == .postgres:
            if isDigit(next) {
                passName()
                return .numberedParameter
            }
            return passDollarQuoted() ? .string : .symbol
        case UInt8(ascii: "\""):
            passThrough(byte)
            return .quotedName
        case UInt8(ascii: "`") where dialect != .postgres:
            passThrough(byte)
            return .quotedName
        case UInt8(ascii: "[") where dialect != .postgres:
            passThrough(UInt8(ascii: "]"))
            return .quotedName
        case UInt8(ascii: "-") where next == byte:
            passThrough(UInt8(ascii: "\n"))
            return .comment
        case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
            index += 1
            passComment()
            return .comment
        // A cast, as in 'day::text'.
        case UInt8(ascii: ":") where next == byte:
            index += 1
            return .symbol
        // In PostgreSQL ':2' is the end of a slice, as in 'days[1:2]'.
        case UInt8(ascii: ":") where isNamePart(next) && !(dialect == .postgres && isDigit(next)):
            passName()
            return .parameter
        default: break
        }
        guard isNamePart(byte) else { return byte <= 0x20 ? .space : .symbol }
        passName()
        // Inside a name of PostgreSQL a '$' begins no text.
        while dialect == .postgres, index < bytes.count, bytes[index] == UInt8(ascii: "$") {
            index += 1
            passName()
        }
        return .word
    }

    private mutating func passThrough(_ end: UInt8) { index = (bytes[index...].firstIndex(of: end) ?? bytes.count) + 1 }

    private mutating func passName() { index = bytes[index...].firstIndex { !isNamePart($0) } ?? bytes.count }

    /// Passes a comment's rest; in PostgreSQL comments stand inside comments.
    private mutating func passComment() {
        var depth = 1
        while depth > 0, index < bytes.count {
            if has("*/") {
                depth -= 1
                index += 2
            } else if dialect == .postgres, has("/*") {
                depth += 1
                index += 2
            } else {
                index += 1
            }
        }
    }

    /// Passes what is left of `E'it\'s'`.
    private mutating func passEscapedString() {
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "'") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        index += 1
    }

    /// Passes what is left of `$$…$$` or `$tag$…$tag$`.
    ///
    /// - Returns: false where none begins.
    private mutating func passDollarQuoted() -> Bool {
        let start = index - 1
        let end = bytes[index...].firstIndex { !isNamePart($0) } ?? bytes.count
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else { return false }
        let tag = bytes[start...end]
        index = end + 1
        while index < bytes.count, !bytes[index...].starts(with: tag) { index += 1 }
        index += tag.count
        return true
    }

    private func has(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[index...].starts(with: $0) }
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
