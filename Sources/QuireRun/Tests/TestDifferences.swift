import QuireDefinition
import QuireModel
import QuirePlugin

/// Holds the rows of a report against those that a test expects.
struct TestDifferences {
    let test: CheckedTest
    let zone: LocalZone

    /// - Parameter rows: the values of the test's columns.
    func find(in rows: [[Value]]) -> [TestDifference] {
        var differences: [TestDifference] = []
        for (index, pair) in zip(test.expected, rows).enumerated() {
            differences += cells(row: index + 1, wanted: pair.0, got: pair.1)
        }
        for (index, row) in test.expected.enumerated().dropFirst(rows.count) {
            var difference = TestDifference(
                "row \(index + 1) is not there: the report has \(rows.count.counted("row"))", at: row.position)
            difference.row = index + 1
            differences.append(difference)
        }
        for (index, row) in rows.enumerated().dropFirst(test.expected.count) {
            let shown = zip(test.columns, row).map { "\($0) \($1.asWritten)" }.joined(separator: ", ")
            var difference = TestDifference(
                "row \(index + 1) is not expected" + (shown.isEmpty ? "" : ": \(shown)"), at: test.position)
            difference.row = index + 1
            differences.append(difference)
        }
        return differences
    }

    private func cells(row: Int, wanted: GivenRow, got: [Value]) -> [TestDifference] {
        wanted.values.entries.compactMap { entry in
            guard let place = test.columns.firstIndex(of: entry.name), let value = entry.value.plain,
                !entry.value.isMet(by: got[place], zone: zone)
            else { return nil }
            var difference = TestDifference(
                "row \(row), \(entry.name): wanted \(value.asWritten), got \(got[place].asWritten)",
                at: entry.valuePosition, hint: Self.hint(entry.value, got[place]))
            difference.row = row
            difference.column = entry.name
            difference.wanted = value
            difference.got = got[place]
            return difference
        }
    }

    /// What looks the same and is not.
    private static func hint(_ wanted: GivenValue, _ got: Value) -> String? {
        switch (wanted.plain, got) {
        case (.text(let text)?, .integer), (.text(let text)?, .number), (.text(let text)?, .decimal):
            text == got.text ? "it is a number: write it without quotes" : nil
        case (.integer?, .text(let text)), (.number?, .text(let text)), (.decimal?, .text(let text)):
            text == wanted.node.scalar?.text
                ? "it is text: write it in quotes, or give the field a type under 'fields' of the source" : nil
        default: nil
        }
    }
}

extension Int {
    /// '1 row', '2 rows'.
    fileprivate func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
