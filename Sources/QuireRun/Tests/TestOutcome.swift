package import QuireModel

/// What came of one test.
package struct TestOutcome: Sendable {
    package var report: String
    package var name: String
    /// None where the test passed.
    package var differences: [TestDifference]

    package var isPassed: Bool { differences.isEmpty }
}

/// Something that is not as the test wants it.
package struct TestDifference: Sendable {
    /// Where the test says what it wants.
    package var position: FilePosition
    /// Counted from 1.
    package var row: Int?
    /// Its id.
    package var column: String?
    package var wanted: Value?
    package var got: Value?
    /// The whole of it in words.
    package var message: String
    package var hint: String?

    init(_ message: String, at position: FilePosition, hint: String? = nil) {
        self.message = message
        self.position = position
        self.hint = hint
    }
}

extension TestOutcome {
    package var json: JSON {
        .members([
            "report": .string(report), "name": .string(name), "passed": .boolean(isPassed),
            "differences": .array(differences.map(\.json)),
        ])
    }
}

extension TestDifference {
    fileprivate var json: JSON {
        .members([
            "file": .string(position.file), "line": .integer(Int64(position.line)),
            "column": .integer(Int64(position.column)), "row": row.map { .integer(Int64($0)) } ?? .null,
            "id": column.map(JSON.string) ?? .null, "wanted": wanted.map { JSON($0) } ?? .null,
            "got": got.map { JSON($0) } ?? .null, "message": .string(message), "hint": hint.map(JSON.string) ?? .null,
        ])
    }
}
