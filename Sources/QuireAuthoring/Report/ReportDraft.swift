package import QuireModel
import QuireYAML

/// A report to be, as far as it is known.
package struct ReportDraft: Sendable {
    package enum Source: Sendable {
        case query(connection: String, String)
        /// Of a file: its path as the definition writes it, and the types of its fields that are not text.
        case file(String, delimiter: String?, types: [(field: String, type: FieldType)])
    }

    package var name: StartingName
    package var source: Source
    package var parameters: [DraftParameter] = []
    package var columns: [DraftColumn]

    package init(name: StartingName, source: Source, columns: [DraftColumn]) {
        self.name = name
        self.source = source
        self.columns = columns
    }

    /// The report's file, with comments that say how to go on.
    package var file: StartingFile {
        StartingFile(path: name.text + ".yaml", text: text)
    }

    private var text: String {
        let head = [
            "# `quire check \(name.text)` finds mistakes, `quire preview \(name.text)` shows the first rows,",
            "# `quire run \(name.text)` makes the file. Editors complete the keys: `quire schema --help`.",
            "title: \(ScalarText.written(name.readable, inFlow: false))",
        ]
        let output = ["output:", noted("  file: \(name.lastPart)-{today}.xlsx", "or .csv, .ndjson, .html")]
        return [head, parameterLines, sourceLines, enrichLines, columnLines, output].filter { !$0.isEmpty }
            .map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var parameterLines: [String] {
        guard !parameters.isEmpty else { return [] }
        let width = parameters.map(\.name.count).max() ?? 0
        return [
            "# Asked for at each run: `quire run \(name.text)\(parameters.map(\.argument).joined())`",
            "# The types are guessed: text, integer, number, boolean, date, datetime, or [text] for a list. A parameter may also have",
            "# a default, choices and a label; required: false lets it be left out.",
            "parameters:",
        ] + parameters.map { $0.line(width: width) }
    }

    private var sourceLines: [String] {
        switch source {
        case .query(let connection, let query):
            return [
                "source:",
                noted("  connection: \(ScalarText.written(connection, inFlow: false))", "named in quire.yaml"),
                "  query: " + ScalarText.block(query, indent: 4),
            ]
        case .file(let path, let delimiter, let types):
            let written = noted(
                "  file: \(ScalarText.written(path, inFlow: false))", "from the project folder on; data/*.csv reads all"
            )
            return ["source:", written] + (delimiter.map { ["  delimiter: \"\($0 == "\t" ? "\\t" : $0)\""] } ?? [])
                + typeLines(types)
        }
    }

    private func typeLines(_ types: [(field: String, type: FieldType)]) -> [String] {
        guard !types.isEmpty else { return [] }
        return [noted("  fields:", "types, guessed from the first rows; other fields are text")]
            + types.map {
                "    \(ScalarText.written($0.field, inFlow: false, takesAnyScalar: true)): \($0.type.rawValue)"
            }
    }

    private var enrichLines: [String] {
        [
            "# What services add to each row, for example the service of services/tether.yaml:",
            "# enrich:",
            "#   tether:",
            "#     lookup: tether.discount",
            "#     input: { sn: \(columns.first?.expression ?? "sn") }",
        ]
    }

    private var columnLines: [String] {
        [
            "# What the sheet shows, in order. A value is an SQL expression over the row, such as tether.ours or round(amount * 1.2, 2).",
            "# More keys are width, align, bold, color, total, empty, link, note, highlight.",
            "columns:",
        ] + columns.map(\.line)
    }
}

extension ReportDraft {
    /// What a report with nothing else to show is begun with.
    package static func example(_ name: StartingName) -> ReportDraft {
        ReportDraft(
            name: name,
            source: .file(
                "data/\(name.lastPart).csv", delimiter: nil, types: [("amount", .number), ("signed_on", .date)]),
            columns: [
                DraftColumn(field: "sn"), DraftColumn(FieldShape("signed_on", .date)),
                DraftColumn(FieldShape("amount", .number)),
            ])
    }
}
