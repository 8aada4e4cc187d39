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
        StartingFile(path: name.text + ".yaml", text: lines.joined(separator: "\n") + "\n")
    }

    private var lines: [String] {
        let head = [
            "# `quire check \(name.text)` finds mistakes, `quire preview \(name.text)` shows the first rows, `quire run \(name.text)` makes",
            "# the file. `quire schema --help` says how your editor learns to complete the keys.",
            "title: \(ScalarText.written(name.readable))",
        ]
        return head + parameterLines + [""] + sourceLines + [""] + Self.enrichLines + [""] + columnLines
            + [
                "", "output:",
                "  file: \(ScalarText.written(name.lastPart + "-{today}.xlsx"))      # .csv, .ndjson and .html as well",
            ]
    }

    private var parameterLines: [String] {
        guard !parameters.isEmpty else { return [] }
        let width = parameters.map(\.name.count).max() ?? 0
        return [
            "",
            "# What the report is asked for when it is run: `quire run \(name.text)\(parameters.map(\.argument).joined())`.",
            "# The types are guessed from the names: text, integer, number, boolean, date, datetime, or a list such as [text].",
            "# Each can have a default, choices and a label.",
            "parameters:",
        ] + parameters.map { $0.line(width: width) }
    }

    private var sourceLines: [String] {
        switch source {
        case .query(let connection, let query):
            [
                "source:", "  connection: \(ScalarText.written(connection))            # one of quire.yaml's",
                "  query: " + ScalarText.block(query, indent: 4),
            ]
        case .file(let path, let delimiter, let types):
            [
                "source:",
                "  file: \(ScalarText.written(path))                # from the project folder on; a pattern such as data/*.csv reads all",
            ] + (delimiter.map { ["  delimiter: \($0 == "\t" ? "\"\\t\"" : "'\($0)'")"] } ?? []) + typeLines(types)
        }
    }

    private func typeLines(_ types: [(field: String, type: FieldType)]) -> [String] {
        guard !types.isEmpty else { return [] }
        return ["  fields:                               # all others are text"]
            + types.map { "    \(ScalarText.written($0.field, takesAnyScalar: true)): \($0.type.rawValue)" }
    }

    private static let enrichLines = [
        "# What services add to each row; the files in services/ say what they can be asked.",
        "# enrich:",
        "#   tether:",
        "#     lookup: tether.discount               # service.lookup",
        "#     input: { sn: sn }                     # each of the lookup's inputs: an expression over the row",
    ]

    private var columnLines: [String] {
        [
            "# What the sheet shows, in order. `value` is an SQL expression: a field, tether.ours, round(amount * 1.2, 2).",
            "# More keys: width, align, bold, empty, total, highlight, link, note.",
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
