import QuireExpression
import QuireModel

/// Turns what is given for one parameter into a value that its definition allows.
struct ParameterValueCheck {
    let name: String
    let definition: ParameterDefinition
    let zone: Zone
    /// What stands between a parameter's name and its value where it is given.
    var sign = "="

    private var type: FieldType { definition.type.element }

    /// A value of the type, for hints.
    var example: String {
        if let choice = definition.choices.first?.text { return choice }
        let one =
            switch type {
            case .integer, .number: "10"
            case .boolean: "true"
            case .date: "2026-01-31"
            case .datetime: "2026-01-31T08:00:00"
            default: "text"
            }
        return definition.type.isList ? "\(one),…" : one
    }

    /// A text from a command line or a form; a list is `a,b`, or JSON where a value holds a comma.
    func value(_ text: String) throws(DiagnosticError) -> ParameterValue {
        guard definition.type.isList else { return .single(try checked(.text(text))) }
        var items: [Value] = []
        if text.hasPrefix("[") {
            guard case .array(let parsed)? = try? JSON.parse(text) else {
                throw problem(
                    "'\(name)' takes a list, not '\(shown(text))'",
                    hint: "write \(name)=a,b or \(name)='[\"a,b\",\"c\"]'")
            }
            for item in parsed {
                guard let value = type.convert(item, zone: zone.local) else { throw unfit(item.text) }
                items.append(try checked(value))
            }
        } else {
            for item in text.split(separator: ",", omittingEmptySubsequences: false) {
                items.append(try checked(.text(String(item))))
            }
        }
        return .list(items)
    }

    /// A value as a test writes it; a list also as on a command line.
    func value(_ given: GivenParameter) throws(DiagnosticError) -> ParameterValue {
        if !given.isList, definition.type.isList, let text = given.values.first?.node.scalar?.text {
            return try value(text)
        }
        guard given.isList == definition.type.isList else {
            throw problem(
                "'\(name)' takes \(definition.type.isList ? "a list" : type.phrase), not \(given.isList ? "a list" : "a mapping")"
            )
        }
        var items: [Value] = []
        for item in given.values {
            guard let value = item.value(as: type, zone: zone.local) else {
                throw unfit(item.node.scalar?.text ?? item.node.kindName)
            }
            items.append(try checked(value))
        }
        return given.isList ? .list(items) : .single(items[0])
    }

    /// The default: a plain value, or for dates and datetimes an expression over what every run knows.
    func value(
        _ written: DefaultValue, builtIn: [String: ParameterValue]
    ) throws(DiagnosticError) -> ParameterValue {
        if definition.type.isList {
            var items: [Value] = []
            for value in written.values { items.append(try checked(value)) }
            return .list(items)
        }
        guard !written.isList, let value = written.values.first else {
            throw problem("the default of a \(definition.type.name) is no list", at: definition.place(of: "default"))
        }
        if let converted = type.convert(value, zone: zone.local) { return .single(try checked(converted)) }
        // A day that the calendar does not have is no subtraction.
        let isDay = value.text?.firstMatch(of: /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}/) != nil
        guard type == .date || type == .datetime, !isDay, let expression = written.expression else {
            throw unfit(value.text ?? "", at: definition.place(of: "default"))
        }
        let result = try CompiledExpression.evaluateConstant(expression, parameters: builtIn)
        guard let converted = type.convert(result, zone: zone.local), !converted.isNull else {
            throw problem(
                "the default gives '\(shown(result.text ?? "null"))', which is no \(type.rawValue)",
                at: expression.position)
        }
        return .single(try checked(converted))
    }

    private func checked(_ value: Value) throws(DiagnosticError) -> Value {
        guard let converted = type.convert(value, zone: zone.local), !converted.isNull else {
            throw unfit(value.text ?? "null")
        }
        if type == .integer {
            guard case .integer = converted else {
                throw problem(
                    "'\(name)' is an integer from \(Int64.min) to \(Int64.max), not \(shown(converted.text ?? ""))",
                    .outsideIntegers)
            }
        }
        let text = converted.text ?? ""
        let choices = definition.choices.compactMap { type.convert($0, zone: zone.local) }
        if !choices.isEmpty, !choices.contains(converted) {
            let names = choices.compactMap(\.text)
            throw problem(
                "'\(name)' cannot be '\(shown(text))'",
                hint: NearestName.hint(text, among: names) ?? "it is one of " + names.joined(separator: ", "),
                .notAmong(names, given: shown(text)))
        }
        if let minimum = definition.minimum.flatMap({ type.convert($0, zone: zone.local) }),
            Self.isLess(converted, minimum)
        {
            let limit = minimum.text ?? ""
            throw problem("'\(name)' is at least \(limit), not \(shown(text))", .below(limit, given: shown(text)))
        }
        if let maximum = definition.maximum.flatMap({ type.convert($0, zone: zone.local) }),
            Self.isLess(maximum, converted)
        {
            let limit = maximum.text ?? ""
            throw problem("'\(name)' is at most \(limit), not \(shown(text))", .above(limit, given: shown(text)))
        }
        if let pattern = definition.pattern, let expression = TextPattern(pattern) {
            switch expression.outcome(for: text) {
            case .matches: break
            case .differs:
                throw problem(
                    "'\(shown(text))' does not match the pattern \(pattern) of '\(name)'",
                    .differs(pattern: pattern, given: shown(text)))
            case .overdue:
                throw problem(
                    "it takes too long to see whether '\(shown(text))' matches the pattern \(pattern) of '\(name)'",
                    hint: "a repetition inside a repetition, such as (a+)*, tries too many ways: write it without",
                    .overdue(pattern: pattern, given: shown(text)))
            }
        }
        return converted
    }

    /// No value is between `min` and `max`.
    var hasEmptyRange: Bool {
        guard let minimum = definition.minimum.flatMap({ type.convert($0, zone: zone.local) }),
            let maximum = definition.maximum.flatMap({ type.convert($0, zone: zone.local) })
        else { return false }
        return Self.isLess(maximum, minimum)
    }

    private static func isLess(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.text(let a), .text(let b)): a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars)
        case (.date(let a), .date(let b)): a < b
        case (.datetime(let a), .datetime(let b)): a < b
        default: (left.number ?? 0) < (right.number ?? 0)
        }
    }

    private func shown(_ text: String) -> String { definition.isSecret ? "***" : text }

    private func unfit(_ text: String, at position: FilePosition? = nil) -> DiagnosticError {
        problem(
            "'\(name)' takes \(type.phrase), not '\(shown(text))'", hint: "such as \(name)\(sign)\(example)",
            at: position, .unfit(type, given: shown(text)))
    }

    private func problem(
        _ message: String, hint: String? = nil, at position: FilePosition? = nil, _ input: InputProblem? = nil
    ) -> DiagnosticError {
        DiagnosticError(Diagnostic("invalid-parameter", message, at: position, hint: hint, input))
    }
}
