package import QuireModel
package import QuirePlugin

/// One report, as its file says.
package struct ReportDefinition: DefinitionObject {
    package var title: String?
    package var description: String?
    package var parameters: Named<ParameterDefinition>
    package var source: SourceDefinition
    package var enrichments: Named<EnrichmentDefinition>
    package var columns: [ColumnDefinition]
    package var output: OutputDefinition

    static let titleField = Field<String?>.optional("title", "Shown in lists, and the name of the sheet.")
    static let descriptionField = Field<String?>.optional("description", "What the report is for.")
    static let parametersField = Field.defaulted(
        "parameters", Named<ParameterDefinition>(), shown: "none", "What the report is asked for when it is run.")
    static let sourceField = Field<SourceDefinition>.required("source", "Where the rows come from.")
    static let enrichField = Field.defaulted(
        "enrich", Named<EnrichmentDefinition>(), shown: "none", "What services add to the rows.")
    static let columnsField = Field<[ColumnDefinition]>.required("columns", "What the sheet shows, in order.")
    static let outputField = Field.defaulted(
        "output", OutputDefinition(), shown: "an xlsx file", "The file's name and format.")

    package static let subject = "a report"
    package static let fields = FieldTable([
        AnyField(titleField), AnyField(descriptionField), AnyField(parametersField), AnyField(sourceField),
        AnyField(enrichField), AnyField(columnsField), AnyField(outputField),
        .planned("sheets", "Several sheets, summaries and charts."),
        .planned("schedule", "When the report runs by itself."),
        .planned("deliver", "Where the file is sent."),
        .planned("access", "Who may see the report on the server."),
    ])

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        title = values[Self.titleField]
        description = values[Self.descriptionField]
        parameters = values[Self.parametersField]
        source = values[Self.sourceField]
        enrichments = values[Self.enrichField]
        columns = values[Self.columnsField]
        output = values[Self.outputField]
        parameters.checkNames(of: "a parameter", &reading)
        enrichments.checkNames(of: "an enrichment", &reading)
        if columns.isEmpty {
            reading.error(
                "missing-value", "a report needs at least one column", at: values.place(of: Self.columnsField))
        }
    }
}

extension ReportDefinition {
    /// The values of secret parameters in one run.
    package func secretTexts(_ values: [String: ParameterValue]) -> [String] {
        parameters.entries.filter(\.value.isSecret).flatMap { entry -> [String] in
            switch values[entry.name] {
            case .single(let value)?: [value.text].compactMap(\.self)
            case .list(let list)?: list.compactMap(\.text)
            case nil: []
            }
        }
    }
}
