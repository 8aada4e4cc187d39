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
            while index < bytes.count, !bytes[index...].starts(with: [UInt8(ascii: "*"), UInt8(ascii: "/")]) {
                index += 1
            }
            index += 2
            return .comment
        // A cast, as in 'day::text'.
        case UInt8(ascii: ":") where next == byte:
            index += 1
            return .symbol
        case UInt8(ascii: ":") where Self.isNamePart(next):
            passName()
            return .parameter
        case _ where Self.isNamePart(byte):
            passName()
            return .word
        default: return byte <= 0x20 ? .space : .symbol
        }
    }

    private mutating func passThrough(_ end: UInt8) { index = (bytes[index...].firstIndex(of: end) ?? bytes.count) + 1 }

    private mutating func passName() { index = bytes[index...].firstIndex { !Self.isNamePart($0) } ?? bytes.count }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
