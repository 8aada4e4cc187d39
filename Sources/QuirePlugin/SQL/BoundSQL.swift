package import QuireModel

/// A query as a database takes it, and where each part of it was written.
package struct BoundSQL {
    private struct Piece {
        /// UTF-8 offset in `text`.
        var start: Int
        /// UTF-8 offset in the query as it is written.
        var written: Int
        /// Stands for a placeholder.
        var isMade = false
    }

    package let query: SQLText
    /// Its parameters still have their names, and no values.
    package let isAsWritten: Bool
    package private(set) var text = ""
    /// One for each `?`, or in PostgreSQL for each of `$1`, `$2`, ….
    package private(set) var values: [Value] = []
    /// For each value the name of its placeholder.
    package private(set) var names: [String] = []
    private struct Numbered: Hashable {
        var name: String
        var sql: String
    }

    /// What stands for a name in PostgreSQL's text: the same numbers in all its places.
    private var numbered: [Numbered: String] = [:]
    private var pieces: [Piece] = []

    /// A name that has a number for each of its places.
    private var apart: String?

    /// Empty, to be filled piece by piece.
    init(of query: SQLText, apart: String?) {
        self.query = query
        self.apart = apart
        isAsWritten = false
    }

    package init(asWritten query: SQLText) {
        self.query = query
        isAsWritten = true
        text = query.text
    }

    mutating func append(_ bytes: ArraySlice<UInt8>, from offset: Int) {
        pieces.append(Piece(start: text.utf8.count, written: offset))
        text += String(decoding: bytes, as: UTF8.self)
    }

    mutating func append(_ sql: String, _ more: [Value], for placeholder: SQLText.Placeholder) {
        pieces.append(Piece(start: text.utf8.count, written: placeholder.range.lowerBound, isMade: true))
        // A number or name right behind must not become part of the '?'.
        defer { text += " " }
        guard query.dialect == .postgres else {
            text += sql
            return append(more, for: placeholder.name)
        }
        let replaced = Numbered(name: placeholder.name, sql: sql)
        let known = placeholder.name == apart ? nil : numbered[replaced]
        let made = known ?? numbering(sql)
        numbered[replaced] = made
        text += made
        if known == nil { append(more, for: placeholder.name) }
    }

    private mutating func append(_ more: [Value], for name: String) {
        values += more
        names += [String](repeating: name, count: more.count)
    }

    /// The text with `$1`, `$2`, … for each `?`.
    private func numbering(_ sql: String) -> String {
        var result = ""
        var number = values.count
        for character in sql {
            if character == "?" {
                number += 1
                result += "$\(number)"
            } else {
                result.append(character)
            }
        }
        return result
    }

    /// Where a UTF-8 offset of `text` was written.
    package func position(of offset: Int) -> FilePosition? {
        guard let piece = pieces.last(where: { $0.start <= offset }) else { return query.position(of: offset) }
        return query.position(of: piece.isMade ? piece.written : piece.written + offset - piece.start)
    }
}
