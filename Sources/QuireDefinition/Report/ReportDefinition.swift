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
    package var sheets: [SheetDefinition]
    package var output: OutputDefinition
    package var deliveries: [DeliveryDefinition]
    package var schedules: [ScheduleDefinition]
    /// Nil: everyone who is signed in.
    package var access: AccessDefinition?
    /// False where a part could not be read, which has been reported.
    var isComplete: Bool

    static let titleField = Field<String?>.optional("title", "Shown in lists, and the name of the sheet.")
    static let descriptionField = Field<String?>.optional("description", "What the report is for.")
    static let parametersField = Field.defaulted(
        "parameters", Named<ParameterDefinition>(), shown: "none", "What the report is asked for when it is run."
    ).shaped(.named(ParameterDefinition.shape, names: .identifiers))
    static let sourceField = Field<SourceDefinition?>.needed("source", "Where the rows come from.")
    static let enrichField = Field.defaulted(
        "enrich", Named<EnrichmentDefinition>(), shown: "none", "What services add to the rows."
    ).shaped(.named(EnrichmentDefinition.shape, names: .identifiers))
    static let columnsField = Field<ColumnList?>.optional(
        "columns", "What the sheet shows, in order; needed where a sheet has no columns of its own.")
    static let sheetsField = Field<SheetList?>.optional("sheets", "Several sheets, summaries and charts.")
    static let outputField = Field.defaulted(
        "output", OutputDefinition(), shown: "an xlsx file", "The file's name and format.")

    static let deliverField = Field.defaulted(
        "deliver", [DeliveryDefinition](), shown: "nowhere", "Where the file is sent, with `quire run --deliver`.")

    static let scheduleField = Field<ScheduleList?>.optional(
        "schedule", "When the report runs by itself, on the server: one schedule, or a list of them.")
    static let accessField = Field<AccessDefinition?>.optional(
        "access", "Who may see the report on the server; everyone who is signed in otherwise.")

    package static let subject = "a report"
    package static let fields = FieldTable([
        AnyField(titleField), AnyField(descriptionField), AnyField(parametersField), AnyField(sourceField),
        AnyField(enrichField), AnyField(columnsField), AnyField(sheetsField), AnyField(outputField),
        AnyField(deliverField), AnyField(scheduleField), AnyField(accessField),
    ]).following(
        .any([
            .has("columns"),
            .all([.has("sheets"), .each("sheets", .any([.has("columns"), .has("query")]))]),
        ]))

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        title = values[Self.titleField]
        description = values[Self.descriptionField]
        parameters = values[Self.parametersField]
        source = values[Self.sourceField] ?? .unreadable(at: values.position)
        enrichments = values[Self.enrichField]
        let list = values[Self.columnsField]
        columns = list?.columns ?? []
        let sheetList = values[Self.sheetsField]
        sheets = sheetList?.sheets ?? []
        output = values[Self.outputField]
        deliveries = values[Self.deliverField]
        let scheduleList = values[Self.scheduleField]
        schedules = scheduleList?.schedules ?? []
        access = values[Self.accessField]
        parameters.checkNames(of: "a parameter", &reading)
        enrichments.checkNames(of: "an enrichment", &reading)
        isComplete =
            values[Self.sourceField] != nil && !values.isUnreadable(Self.columnsField)
            && !values.isUnreadable(Self.sheetsField) && !values.isUnreadable(Self.scheduleField)
            && !values.isUnreadable(Self.accessField) && scheduleList?.isComplete != false && list?.isComplete != false
            && sheetList?.isComplete != false
            && sheets.allSatisfy { $0.columns?.isComplete != false } && enrichments.unreadable.isEmpty
        checkColumns(values, list, sheetList, &reading)
    }

    private mutating func checkColumns(
        _ values: FieldValues, _ list: ColumnList?, _ sheetList: SheetList?, _ reading: inout Reading
    ) {
        if let list, list.columns.isEmpty, list.isComplete {
            reading.error(
                "missing-value", "a report needs at least one column", at: values.valuePlace(of: Self.columnsField))
            isComplete = false
        }
        if let sheetList, sheetList.sheets.isEmpty, sheetList.isComplete {
            reading.error(
                "missing-value", "'sheets' has no sheet", at: values.valuePlace(of: Self.sheetsField),
                hint: "leave it out for one sheet of the report's columns")
            isComplete = false
        }
        guard list == nil, !values.isUnreadable(Self.columnsField), !values.isUnreadable(Self.sheetsField) else {
            return
        }
        if sheetList == nil {
            reading.error(
                "missing-key", "a report needs 'columns'", at: values.position, hint: "What the sheet shows, in order.")
            isComplete = false
        }
        for sheet in sheets where sheet.columns == nil && sheet.query == nil {
            reading.error(
                "missing-key", "a sheet needs 'columns' where the report has none", at: sheet.position,
                hint: "give them to the sheet, or to the report for all its sheets")
            isComplete = false
        }
    }
}

/// The sheets that could be read.
struct SheetList: DefinitionValue {
    var sheets: [SheetDefinition]
    /// All could be read.
    var isComplete: Bool

    static var shape: Shape { .list(SheetDefinition.shape, count: 1 ... .max) }

    static func read(_ node: Node, named name: String, _ reading: inout Reading) -> SheetList? {
        guard case .sequence(let items) = node.content else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        let sheets = items.compactMap { reading.read(SheetDefinition.self, from: $0, named: name) }
        return SheetList(sheets: sheets, isComplete: sheets.count == items.count)
    }
}

/// The columns that could be read.
package struct ColumnList: DefinitionValue {
    package var columns: [ColumnDefinition]
    /// All could be read.
    package var isComplete: Bool

    package static var shape: Shape { .list(ColumnDefinition.shape, count: 1 ... .max) }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> ColumnList? {
        guard case .sequence(let items) = node.content else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        let columns = items.compactMap { reading.read(ColumnDefinition.self, from: $0, named: name) }
        return ColumnList(columns: columns, isComplete: columns.count == items.count)
    }
}

extension ReportDefinition {
    /// The declared type of each parameter, those included that every run has; of a list that of its values.
    package var parameterTypes: [String: FieldType] {
        var types: [String: FieldType] = ["today": .date, "now": .datetime, "scheduled_at": .datetime]
        for entry in parameters.entries { types[entry.name] = entry.value.type.element }
        return types
    }

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
