/// What a posted form asks for, as a run takes it.
package struct RunForm: Sendable {
    package struct Parameter: Sendable, Hashable {
        package var name: String
        package var text: String
    }

    package var parameters: [Parameter] = []
    /// Ids with commas; nil for all.
    package var columns: String?
    package var filter: String?
    package var sort: String?
    package var limit: Int?
    /// Nil for the report's own.
    package var format: String?
    /// What cannot be read at all.
    package var errors: [FormError] = []

    package var parameterTexts: [(name: String, text: String)] { parameters.map { ($0.name, $0.text) } }

    private init() {}

    /// - Parameter language: of the errors.
    package static func read(_ fields: FormFields, _ form: ReportForm, in language: Language) -> RunForm {
        var read = RunForm()
        for parameter in form.parameters {
            guard let text = parameter.text(in: fields) else { continue }
            read.parameters.append(Parameter(name: parameter.name, text: text))
        }
        read.readColumns(fields, form, language)
        read.filter = fields.filled("where")
        read.sort = fields.filled("sort")
        read.format = fields.filled("format")
        if let limit = fields.filled("limit") {
            if let number = Int(limit), number > 0 {
                read.limit = number
            } else {
                read.errors.append(FormError(field: "limit", message: language.text(.limitIsNumber)))
            }
        }
        if let format = read.format, !form.formats.contains(format) {
            read.errors.append(
                FormError(field: "format", message: language.text(.formatIsUnknown, ["format": format])))
        }
        return read
    }

    private mutating func readColumns(_ fields: FormFields, _ form: ReportForm, _ language: Language) {
        // A link names them in one text.
        let chosen = fields["columns"].flatMap { ListText.values($0) }
        guard !chosen.isEmpty else {
            if fields.offers("columns") {
                errors.append(FormError(field: "columns", message: language.text(.chooseColumn)))
            }
            return
        }
        if Set(chosen) != Set(form.columnIDs) { columns = chosen.joined(separator: ",") }
    }
}

extension FormFields {
    /// The fields of a form filled in with what a run was asked for: `RunForm.read` gives that back.
    package init(
        parameters: [(name: String, text: String)], columns: String? = nil, filter: String? = nil, sort: String? = nil,
        limit: Int? = nil, format: String? = nil
    ) {
        self.init(parameters.map { ("p." + $0.name, $0.text) })
        for (name, value) in [
            ("columns", columns), ("where", filter), ("sort", sort), ("limit", limit.map { String($0) }),
            ("format", format),
        ] {
            if let value { append(name, value) }
        }
    }

    fileprivate func filled(_ name: String) -> String? {
        value(name).flatMap { text in text.allSatisfy(\.isWhitespace) ? nil : text }
    }
}

extension ParameterField {
    /// What the run is given for it; nil for nothing, so that the default is taken.
    fileprivate func text(in fields: FormFields) -> String? {
        let values = fields[fieldName]
        if isList {
            let items = values.flatMap { choices.contains($0) ? [$0] : ListText.values($0) }
            if !items.isEmpty { return ListText.text(items) }
            // None chosen where there was a choice is an empty list, unless there has to be one.
            let wasEmptied = fields.offers(fieldName) && !isSecret
            return wasEmptied && !(isRequired && defaultValues == nil) ? "[]" : nil
        }
        switch control {
        case .checkbox:
            if let value = values.last { return value }
            return fields.offers(fieldName) ? "false" : nil
        case .input("text"):
            guard let value = values.last else { return nil }
            // An empty field says 'no text' only where there was one before.
            return value.isEmpty && defaultValues == nil ? nil : value
        default:
            return values.last.flatMap { $0.isEmpty ? nil : $0 }
        }
    }
}
