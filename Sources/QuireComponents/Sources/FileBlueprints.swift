package import QuireModel
package import QuirePlugin

/// Rows of csv files.
package struct CSVBlueprint: FileBlueprint {
    package static let component = Component<any FileBlueprint>(
        "csv", summary: "Comma-separated values.",
        fields: [AnyField(delimiter), AnyField(encoding), AnyField(header), AnyField(ragged)],
        example: "{ file: data/contracts.csv, delimiter: ';', fields: { amount: number } }"
    ) { values, reading in
        guard values[delimiter].utf8.count == 1, !["\"", "\n", "\r"].contains(values[delimiter]) else {
            reading.error(
                "invalid-value",
                "'delimiter' is one ASCII character, no quote and no line break, not '\(values[delimiter])'",
                at: values.valuePlace(of: delimiter), hint: "a tab is \"\\t\", in double quotes")
            return nil
        }
        return CSVBlueprint(
            delimiter: Character(values[delimiter]), encoding: values[encoding], hasHeader: values[header],
            ragged: values[ragged])
    }

    static let delimiter = Field.defaulted(
        "delimiter", ",", shown: "','", "What stands between cells."
    ).shaped(
        .formatted(name: "a character", pattern: #"^[\x01-\x09\x0b\x0c\x0e-!#-\x7f]$"#, examples: [";", "|"]))
    static let encoding = Field.defaulted(
        "encoding", TextEncoding.utf8, shown: "utf-8", "A byte order mark wins over it.")
    static let header = Field.defaulted(
        "header", true, shown: "true", "The first line names the fields; otherwise they are column_1, ….")
    static let ragged = Field.defaulted(
        "ragged", CSVSource.RaggedLines.fail, shown: "fail",
        "A line with too few or too many cells: fail, or pad to fill and cut it.")

    let delimiter: Character
    let encoding: TextEncoding
    let hasHeader: Bool
    let ragged: CSVSource.RaggedLines

    package func source(
        _ path: String, at place: FilePosition, in context: SourceContext
    ) throws -> any RowSource {
        CSVSource(
            FileLocation(path, in: context.folder, at: place), fields: context.fieldTypes, delimiter: delimiter,
            encoding: encoding, hasHeader: hasHeader, ragged: ragged, invalid: context.invalidValues,
            zone: context.zone)
    }

    package func check(
        _ path: String, at place: FilePosition, parameters: [String: ParameterValue]
    ) -> [Diagnostic] {
        FileLocation(path, in: "", at: place).check(parameters)
    }
}

extension TextEncoding: DefinitionChoice {}
extension CSVSource.RaggedLines: DefinitionChoice {}

/// Rows of files with a JSON object on each line.
package struct NDJSONBlueprint: FileBlueprint {
    package static let component = Component<any FileBlueprint>(
        "ndjson", summary: "A JSON object on each line.", fields: [], example: "{ file: data/events.ndjson }"
    ) { _, _ in NDJSONBlueprint() }

    package func source(
        _ path: String, at place: FilePosition, in context: SourceContext
    ) throws -> any RowSource {
        NDJSONSource(
            FileLocation(path, in: context.folder, at: place), fields: context.fieldTypes,
            invalid: context.invalidValues, zone: context.zone)
    }

    package func check(
        _ path: String, at place: FilePosition, parameters: [String: ParameterValue]
    ) -> [Diagnostic] {
        FileLocation(path, in: "", at: place).check(parameters)
    }
}
