import QuireModel
import QuirePlugin

/// How cassettes write the values of fields: `{"sn":"C1","ours":0.25}`.
enum CassetteValues {
    /// Why values say nothing.
    struct Problem: Error {
        var message: String
    }

    /// - Parameter redact: takes out what must not be kept.
    static func members(
        _ values: some Sequence<Value>, _ names: some Sequence<String>, _ redact: (String) -> String
    ) -> (members: [JSON.Member], isMasked: Bool) {
        var isMasked = false
        let members = zip(names, values).map { name, value in
            let kept = json(value, redact)
            if kept != json(value, { $0 }) { isMasked = true }
            return JSON.Member(name, kept)
        }
        return (members, isMasked)
    }

    /// A decimal goes as text, which keeps its digits whoever reads and writes the file.
    private static func json(_ value: Value, _ redact: (String) -> String) -> JSON {
        let json: JSON = if case .decimal(let digits) = value { .string(digits) } else { JSON(value) }
        switch json {
        case .string(let text): return .string(redact(text))
        case .integer, .number, .decimal:
            let text = json.text
            let shown = redact(text)
            return shown == text ? json : .string(shown)
        case .null, .boolean, .array, .object: return json
        }
    }

    /// The same for the same values, in whatever order their names are written.
    static func text(of members: [JSON.Member]) -> String {
        JSON.object(members.sorted { $0.name < $1.name }).text
    }

    /// - Parameter owner: whose fields they are, such as 'the lookup'.
    /// - Returns: nil where secrets were taken out of them.
    static func read(
        _ json: JSON, _ fields: [FieldShape], _ name: String, of owner: String
    ) throws(Problem) -> [Value]? {
        guard case .object(let members) = json else { throw Problem(message: "'\(name)' is no object") }
        if let unknown = members.first(where: { member in !fields.contains { $0.name == member.name } }) {
            throw Problem(message: "\(owner) has no '\(unknown.name)', which stands under '\(name)'")
        }
        var values: [Value] = []
        for field in fields {
            guard let member = json[field.name] else {
                throw Problem(message: "'\(name)' lacks '\(field.name)', which \(owner) has")
            }
            guard let value = value(member, field.type) else {
                if case .string(let text) = member, text.contains(Redactor.mask) { return nil }
                throw Problem(
                    message: "'\(field.name)' is \(field.type?.phrase ?? "a plain value"), not \(member.text)")
            }
            values.append(value)
        }
        return values
    }

    private static func value(_ json: JSON, _ type: FieldType?) -> Value? {
        switch (json, type) {
        // JSON in a field is kept as its text.
        case (.string(let text), .json), (.string(let text), nil): return .text(text)
        case (.integer(let integer), nil): return .integer(integer)
        case (.array, nil), (.object, nil): return nil
        default: return (type ?? (json.isTruth ? .boolean : .number)).convert(json)
        }
    }
}

extension JSON {
    fileprivate var isTruth: Bool {
        if case .boolean = self { true } else { false }
    }
}
