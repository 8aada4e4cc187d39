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
    /// One for each `?`.
    package private(set) var values: [Value] = []
    private var pieces: [Piece] = []

    /// Empty, to be filled piece by piece.
    package init(of query: SQLText) {
        self.query = query
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
        text += sql + " "
        values += more
    }

    /// Where a UTF-8 offset of `text` was written.
    package func position(of offset: Int) -> FilePosition? {
        guard let piece = pieces.last(where: { $0.start <= offset }) else { return query.position(of: offset) }
        return query.position(of: piece.isMade ? piece.written : piece.written + offset - piece.start)
    }
}
