import QuireDefinition
import QuireModel
import QuirePages
import QuirePlugin
import QuireRun

extension ReportForm {
    /// The form of a report, its defaults as they are now.
    init(_ loaded: LoadedReport, at moment: LocalDateTime) {
        let definition = loaded.report.definition
        let zone = loaded.project.zone
        let defaults = ParameterResolver(definition, zone: zone, now: zone.wallTime(ofUTC: moment)).placeholders
        let sheets = loaded.report.sheets.compactMap { sheet -> SheetColumns? in
            guard let columns = sheet.columns else { return nil }
            return SheetColumns(
                sheet: loaded.report.shownName(of: sheet),
                columns: columns.map { SheetColumns.Column(id: $0.layout.id, title: $0.layout.title) })
        }
        self.init(
            parameters: definition.parameters.entries.map { entry in
                ParameterField(entry.name, entry.value, fallback: defaults[entry.name])
            }, sheets: sheets, formats: OutputFormat.allCases.map(\.rawValue),
            format: (definition.output.format ?? .xlsx).rawValue)
    }
}

extension ParameterField {
    /// - Parameter fallback: what the parameter is where nothing is given.
    fileprivate init(_ name: String, _ definition: ParameterDefinition, fallback: ParameterValue?) {
        self.init(name: name, type: definition.type.element)
        isList = definition.type.isList
        isRequired = definition.isRequired
        label = definition.label
        description = definition.description
        choices = definition.choices.compactMap(\.text)
        minimum = definition.minimum?.text
        maximum = definition.maximum?.text
        pattern = definition.pattern
        isSecret = definition.isSecret
        guard definition.defaultValue != nil, !isSecret else { return }
        switch fallback {
        case .single(let value)?: defaultValues = value.text.map { [$0] }
        case .list(let values)?: defaultValues = values.compactMap(\.text)
        case nil: break
        }
    }
}

extension RunOrder {
    /// - Parameter form: what was posted, as a run takes it.
    init(_ form: RunForm) {
        self.init()
        parameters = form.parameterTexts.map { RunInstructions.Assignment(name: $0.name, text: $0.text) }
        columns = form.columns
        filter = form.filter
        sort = form.sort
        limit = form.limit
        format = form.format
    }
}

extension Problem {
    /// As errors of a form, each beside its field.
    ///
    /// - Parameter form: what it has fields for.
    func errors(of form: ReportForm, in language: Language) -> [FormError] {
        guard !diagnostics.isEmpty else {
            return [FormError(field: nil, message: language.text(.refused, ["message": detail ?? title]))]
        }
        let parameters = Dictionary(form.parameters.map { ($0.name, $0.fieldName) }) { first, _ in first }
        return diagnostics.sorted { $0.key < $1.key }.map {
            FormError(field: parameters[$0.key] ?? $0.key, $0.value, in: language)
        }
    }
}

extension DiagnosticError {
    /// As errors of a form: what shows only once the source is open.
    func formErrors(in language: Language) -> [FormError] {
        let fields = Dictionary(grouping: diagnostics) { problem -> String? in
            if problem.position?.file == RunRequest.filterPlace.file { return "where" }
            guard case .unknownColumn? = problem.input else { return nil }
            return "columns"
        }
        return fields.sorted { $0.key ?? "" < $1.key ?? "" }.map { FormError(field: $0.key, $0.value, in: language) }
    }
}
