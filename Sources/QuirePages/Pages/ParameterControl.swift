import QuireModel

/// One parameter as the template `parameter` shows it: its control with what was typed or its default.
struct ParameterControl {
    let field: ParameterField
    let entered: FormFields?
    let error: String?
    let language: Language

    var fields: Fields {
        var fields = ControlFields.base(
            name: field.fieldName, title: field.title, hint: hint, error: error, isRequired: field.isRequired)
        switch field.control {
        case .input(let type):
            fields["input"] = true
            let value = ControlFields.inputText(values.first ?? "", field.type)
            // A browser empties a field whose text does not fit its type; what was typed is to stay.
            let isShowable = value.isEmpty || field.type.reads(value)
            fields["type"] = isShowable ? type : "text"
            fields["value"] = value
            fields["minimum"] = field.minimum.map { ControlFields.inputText($0, field.type) }
            fields["maximum"] = field.maximum.map { ControlFields.inputText($0, field.type) }
            fields["pattern"] = type == "text" ? field.pattern : nil
            fields["step"] = step
            fields["inputMode"] = field.type == .integer ? "numeric" : field.type == .number ? "decimal" : nil
            fields["isWide"] = type == "text" && field.description != nil
        case .secret:
            fields["input"] = true
            fields["type"] = "password"
            fields["value"] = ""
        case .list:
            fields["list"] = true
            fields["value"] = entered.flatMap { $0.value(field.fieldName) } ?? ControlFields.listText(values)
            fields["isOffered"] = true
            fields["isWide"] = true
        case .checkbox:
            fields["isCheckbox"] = true
            fields["isOffered"] = true
            fields["isChecked"] = values.last == "true"
            fields["isRequired"] = false
        case .yesOrNo:
            fields["select"] = true
            fields["choices"] = choices([
                ("", language.text(.notGiven)), ("true", language.text(.yes)), ("false", language.text(.no)),
            ])
        case .select:
            fields["select"] = true
            let isOptional = field.defaultValues == nil
            fields["choices"] = choices(
                (isOptional ? [("", language.text(field.isRequired ? .choose : .notGiven))] : [])
                    + field.choices.map { ($0, $0) })
        case .checkboxes:
            fields["inFieldset"] = true
            fields["isOffered"] = true
            fields["isWide"] = true
            fields["choices"] = choices(field.choices.map { ($0, $0) })
        }
        return fields
    }

    /// What the control holds: what was entered, where the form was, otherwise the default.
    private var values: [String] {
        guard let entered, entered.has(field.fieldName) || entered.offers(field.fieldName) else {
            return field.isSecret ? [] : field.defaultValues ?? []
        }
        let texts = entered[field.fieldName]
        return field.isList ? texts.flatMap { field.choices.contains($0) ? [$0] : ListText.values($0) } : texts
    }

    private func choices(_ choices: [(value: String, text: String)]) -> [Fields] {
        let held = field.isList ? values : Array(values.suffix(1))
        return choices.map { ["value": $0.value, "text": $0.text, "isChosen": held.contains($0.value)] }
    }

    private var step: String? {
        switch field.type {
        case .integer: "1"
        case .number: "any"
        // To the minute unless a value needs more.
        case .datetime: values.allSatisfy { ControlFields.inputText($0, .datetime).hasSuffix(":00") } ? nil : "1"
        default: nil
        }
    }

    private var hint: String? {
        let usage: Phrase? =
            switch field.control {
            case .list: .listHint
            case .secret where field.defaultValues != nil: .defaultIsUsed
            default: nil
            }
        let parts = [field.description, usage.map { language.text($0) }].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}

/// One of the options of an export.
struct OptionControl {
    var name: String
    var label: Phrase
    var hint: Phrase?
    var type = "text"
    var choices: [(value: String, text: String)] = []

    func fields(_ value: String?, error: String?, in language: Language) -> Fields {
        var fields = ControlFields.base(
            name: name, title: language.text(label), hint: hint.map { language.text($0) }, error: error,
            isRequired: false)
        guard choices.isEmpty else {
            let held = value ?? choices[0].value
            fields["select"] = true
            fields["choices"] = choices.map { choice -> Fields in
                ["value": choice.value, "text": choice.text, "isChosen": choice.value == held]
            }
            return fields
        }
        fields["input"] = true
        fields["type"] = type
        fields["value"] = value ?? ""
        fields["isWide"] = type == "text"
        if type == "number" {
            fields["minimum"] = "1"
            fields["step"] = "1"
            fields["inputMode"] = "numeric"
        }
        return fields
    }
}

/// What every control has.
enum ControlFields {
    static func base(name: String, title: String, hint: String?, error: String?, isRequired: Bool) -> Fields {
        let described = (hint == nil ? [] : [name + "-hint"]) + (error == nil ? [] : [name + "-error"])
        return [
            "id": name, "name": name, "title": title, "hint": hint, "error": error, "isRequired": isRequired,
            "describedBy": described.isEmpty ? nil : described.joined(separator: " "), "inFieldset": false,
            "isCheckbox": false, "isOffered": false, "isWide": false, "isChecked": false, "input": false,
            "list": false, "select": false, "type": nil, "value": nil, "minimum": nil, "maximum": nil, "step": nil,
            "pattern": nil, "inputMode": nil, "choices": nil,
        ]
    }

    /// As `<input>` wants it: a datetime with `T` and to the second.
    static func inputText(_ text: String, _ type: FieldType) -> String {
        guard type == .datetime, let (moment, offset) = LocalDateTime.parse(text), offset == nil else { return text }
        return "\(moment.date)T\(moment.time.description.prefix(8))"
    }

    /// As a person would type it, where that gives the same values back.
    static func listText(_ values: [String]) -> String {
        guard !values.isEmpty else { return "" }
        let text = ListText.text(values)
        return text.hasPrefix("[") ? text : values.joined(separator: ", ")
    }
}

extension FieldType {
    /// A control of this type can show the text.
    fileprivate func reads(_ text: String) -> Bool {
        switch self {
        case .date: CalendarDate(text) != nil
        case .datetime: LocalDateTime.parse(text).map { $0.offset == nil && text.contains("T") } ?? false
        case .integer, .number: Double(text).map(\.isFinite) ?? false
        default: true
        }
    }
}
