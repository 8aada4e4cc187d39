package import QuireModel
import QuireYAML

/// A service to be, as far as it is known.
package struct ServiceDraft: Sendable {
    package var name: StartingName
    package var title: String?
    package var description: String?
    /// Where it is, unless a variable says otherwise.
    package var url: String
    /// One line of YAML behind `authenticator:`; nil where nothing is known of it.
    package var authenticator: String?
    package var lookup: LookupDraft

    package init(name: StartingName, url: String = "http://localhost:8080", lookup: LookupDraft = .example) {
        self.name = name
        self.url = url
        self.lookup = lookup
    }

    /// Whether a text can stand in the definition as a service's address.
    package static func isAddress(_ url: String) -> Bool {
        let rest = ["http://", "https://"].lazy.filter(url.hasPrefix).map { url.dropFirst($0.count) }.first
        return rest.map { rest in
            !rest.isEmpty
                && rest.unicodeScalars.allSatisfy { ("!"..."~").contains($0) && !"{}?#\"'".unicodeScalars.contains($0) }
        } ?? false
    }

    /// A text as it stands in a service's file, where `${NAME}` would be a variable.
    static func written(_ text: String, inFlow: Bool = true) -> String {
        ScalarText.written(text.replacing("${", with: "$${"), inFlow: inFlow)
    }

    /// What names of variables begin with: `FX_RATES` for `fx-rates`.
    package static func variable(_ name: StartingName) -> String {
        let letters = name.text.uppercased().unicodeScalars.map { scalar -> Character in
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                ? Character(scalar) : "_"
        }
        let text = String(letters)
        guard text.contains(where: { $0 != "_" }) else { return "SERVICE" }
        return text.first?.isNumber == true ? "SERVICE_" + text : text
    }

    /// The service's file, with comments that say how to go on.
    package var file: StartingFile {
        StartingFile(path: "services/\(name.text).yaml", text: lines.joined(separator: "\n") + "\n")
    }

    private var lines: [String] {
        let variable = Self.variable(name)
        var lines = [
            "# `quire check services/\(name.text)` finds mistakes; editors complete the keys: `quire schema --help`. In a report:",
            "#   enrich:",
            "#     \(lookup.name): { lookup: \(name.text).\(lookup.name), input: { \(lookup.inputExample) } }",
            "# and then \(lookup.fieldExample) is a value that columns can show.",
            "title: \(ServiceDraft.written(title ?? name.readable, inFlow: false))",
        ]
        if let description { lines.append("description: \(ServiceDraft.written(description, inFlow: false))") }
        lines.append("url: ${\(variable)_URL:-\(url)}    # the variable, or else what stands behind :-")
        if let authenticator {
            lines.append("authenticator: \(authenticator)")
        } else {
            lines.append(
                "# authenticator: { type: token, token: \"${\(variable)_TOKEN}\" }    # or api_key, basic, oauth2_client_credentials"
            )
        }
        lines += [
            noted("timeout: 10s", "one attempt"),
            noted("limits: { max_concurrency: 32 }", "calls at once; rate: 100/s limits them in time"),
            noted("# cache: { ttl: 1h }", "keeps answers for later runs"),
            "", "lookups:",
        ]
        return lines + lookup.lines
    }
}

/// A line with a comment behind it, in a column of its own.
func noted(_ line: String, _ comment: String) -> String {
    line + String(repeating: " ", count: max(4, 40 - line.count)) + "# " + comment
}

/// One lookup of a service to be.
package struct LookupDraft: Sendable {
    /// A value with a name and a type: what the lookup is asked with, or gives.
    package struct Field: Sendable, Equatable {
        package var name: String
        package var type: FieldType
        /// Where it is in the answer.
        package var path: String?

        package init(_ name: String, _ type: FieldType, path: String? = nil) {
            self.name = name
            self.type = type
            self.path = path
        }
    }

    package var name: String
    package var comments: [String] = []
    package var inputs: [Field]
    package var method: String
    /// With `{input}` in the place of each input.
    package var path: String
    package var query: [(name: String, input: String)]
    package var headers: [(name: String, input: String)] = []
    /// What a body holds, by the name it has there.
    package var body: [(name: String, input: String)] = []
    package var item: String?
    package var fields: [Field]

    package init(
        name: String, inputs: [Field], method: String, path: String, query: [(name: String, input: String)],
        fields: [Field]
    ) {
        self.name = name
        self.inputs = inputs
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
    }

    /// What a service with nothing else to show is begun with.
    package static let example = LookupDraft(
        name: "find", inputs: [Field("id", .text)], method: "GET", path: "/items/{id}", query: [],
        fields: [Field("name", .text, path: "$.name"), Field("price", .number, path: "$.price.amount")])

    /// It is sent as something that changes what it asks about: once for each key, and again after a failure.
    package var changesThings: Bool { Self.changesThings(method) }

    static func changesThings(_ method: String) -> Bool { ["PUT", "PATCH", "DELETE"].contains(method) }

    var inputExample: String { inputs.map { "\($0.name): \($0.name)" }.joined(separator: ", ") }
    var fieldExample: String { "\(name).\(fields.first?.name ?? "field")" }

    var lines: [String] {
        var lines =
            ["  \(name):"] + comments.map { "    # " + $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
        let inputs = inputs.map { "\($0.name): \($0.type.rawValue)" }.joined(separator: ", ")
        lines.append(noted("    input: { \(inputs) }", "what it is asked with"))
        lines.append("    request: { \(request) }")
        lines.append("    # A 404 or 410 says that there is no such key; `responses` can say otherwise:")
        lines.append("    # responses: [ { http_codes: [204], action: missing } ]")
        if let item { lines.append("    item: \(ServiceDraft.written(item, inFlow: false))") }
        lines.append(noted("    fields:", "what it gives, and where that is in the answer"))
        let width = fields.map(\.name.count).max() ?? 0
        for field in fields {
            let padding = String(repeating: " ", count: width - field.name.count)
            let path = field.path.map { "path: \(ServiceDraft.written($0)), " } ?? ""
            lines.append("      \(field.name): \(padding){ \(path)type: \(field.type.rawValue) }")
        }
        lines.append("    # Where the service can be asked for many keys at once, `bulk` does that.")
        return lines
    }

    private var request: String {
        var parts = ["method: \(method)", "path: \(ServiceDraft.written(path))"]
        if !query.isEmpty { parts.append("query: { \(pairs(query)) }") }
        if !headers.isEmpty { parts.append("headers: { \(pairs(headers)) }") }
        if !body.isEmpty { parts.append("json: { \(pairs(body)) }") }
        return parts.joined(separator: ", ")
    }

    private func pairs(_ pairs: [(name: String, input: String)]) -> String {
        pairs.map { "\(ScalarText.written($0.name, takesAnyScalar: true)): '{\($0.input)}'" }.joined(separator: ", ")
    }
}
