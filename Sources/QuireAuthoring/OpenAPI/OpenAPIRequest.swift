import QuireModel

/// An operation's request, its parameters as inputs.
struct OpenAPIRequest {
    var inputs: [LookupDraft.Field] = []
    var path: String
    var query: [(name: String, input: String)] = []
    var headers: [(name: String, input: String)] = []
    var body: [(name: String, input: String)] = []
    private var names = DraftNames(besides: ["keys"])
    /// What may be left out.
    private var optional: [(name: String, place: String, type: FieldType)] = []

    init(_ operation: OpenAPIOperation) { path = operation.path }

    /// - Parameter schema: of a parameter.
    mutating func take(
        _ parameters: [OpenAPIOperation.Parameter], schema: (Node) -> OpenAPISchema
    ) throws(DiagnosticError) {
        for parameter in parameters {
            let type = if case .scalar(let type) = schema(parameter.node) { type } else { FieldType.text }
            if parameter.isRequired {
                add(parameter.name, parameter.place, type)
            } else {
                optional.append((parameter.name, parameter.place, type))
            }
        }
    }

    mutating func take(body schema: OpenAPISchema) {
        guard case .object(let properties, let required) = schema else { return }
        for property in properties {
            guard case .scalar(let type) = property.schema else { continue }
            if required.contains(property.name) {
                add(property.name, "body", type)
            } else {
                optional.append((property.name, "body", type))
            }
        }
    }

    private mutating func add(_ written: String, _ place: String, _ type: FieldType) {
        let name = names.name(written, fallback: "input")
        switch place {
        case "path": path = path.replacing("{\(written)}", with: "{\(name)}")
        case "query": query.append((written, name))
        case "header": headers.append((written, name))
        case "body": body.append((written, name))
        default: return
        }
        inputs.append(LookupDraft.Field(name, type))
    }

    private static let paging: Set<String> = [
        "limit", "offset", "page", "size", "cursor", "sort", "order", "count", "per", "skip", "take", "start", "fields",
        "expand", "token", "after", "before", "include",
    ]

    /// Where nothing has to be given, what may be given is the key; not what only says how much is wanted.
    mutating func makeDoWithOptional() {
        guard inputs.isEmpty,
            let index = optional.firstIndex(where: { option in
                ["query", "body"].contains(option.place) && !option.name.words.contains(where: Self.paging.contains)
            })
        else { return }
        let option = optional.remove(at: index)
        add(option.name, option.place, option.type)
    }

    /// What may be added by hand.
    var comments: [String] {
        let shown = optional.filter { $0.place != "cookie" }
        guard !shown.isEmpty else { return [] }
        return [
            "May be given as well: "
                + shown.map {
                    "\($0.name) (\($0.type.rawValue), in \($0.place == "body" ? "the json" : "the \($0.place)"))"
                }
                .joined(separator: ", ")
        ]
    }
}
