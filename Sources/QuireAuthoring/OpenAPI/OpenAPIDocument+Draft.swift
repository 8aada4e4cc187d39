package import QuireModel
import QuireYAML

extension OpenAPIDocument {
    /// A service that asks one operation.
    ///
    /// - Parameter operation: its `operationId`, or method and path; nil where there is only one.
    /// - Throws: where there is no such operation, or nothing to ask it with.
    package func service(named name: StartingName, operation: String?) throws(DiagnosticError) -> ServiceDraft {
        let operation = try self.operation(operation)
        var draft = ServiceDraft(name: name, lookup: try lookup(operation))
        draft.title = root["info"]?.line("title")
        draft.description = operation.node.line("summary") ?? root["info"]?.line("description")
        if let url = serverURL(of: operation) { draft.url = url }
        draft.authenticator = authenticator(of: operation, variable: ServiceDraft.variable(name))
        return draft
    }

    private func lookup(_ operation: OpenAPIOperation) throws(DiagnosticError) -> LookupDraft {
        var request = OpenAPIRequest(operation)
        try request.take(try parameters(of: operation), schema: { schema($0["schema"] ?? firstContent($0)) })
        if let body = resolved(operation.node["requestBody"]) { request.take(body: schema(jsonContent(body))) }
        request.makeDoWithOptional()
        guard !request.inputs.isEmpty else {
            let others = operations.filter { $0.path.contains("{") && !$0.changesThings }.map(\.name)
            throw refused(
                "'\(operation.name)' takes nothing that could be a key", at: operation.node.position,
                hint: "a lookup asks about one thing at a time"
                    + (others.isEmpty ? "" : "; such are " + others.prefix(10).joined(separator: ", ")))
        }
        var names = DraftNames()
        var lookup = LookupDraft(
            name: names.name(operation.node.text("operationId") ?? lastWord(of: operation.path), fallback: "find"),
            inputs: request.inputs, method: operation.method, path: request.path, query: request.query, fields: [])
        lookup.headers = request.headers
        lookup.body = request.body
        lookup.comments = request.comments
        take(answer: schema(answer(of: operation)), into: &lookup)
        return lookup
    }

    private func lastWord(of path: String) -> String {
        path.split(separator: "/").last { !$0.contains("{") }.map(String.init) ?? "find"
    }

    /// The schema of a good answer in JSON.
    private func answer(of operation: OpenAPIOperation) -> Node? {
        let responses = operation.node["responses"]?.entries ?? []
        let codes = responses.compactMap(\.key.scalar?.text)
        let code = codes.first { $0 == "200" } ?? codes.first { $0.hasPrefix("2") } ?? codes.first { $0 == "default" }
        return resolved(responses.first { $0.key.scalar?.text == code }?.value).flatMap(jsonContent)
    }

    private func jsonContent(_ node: Node) -> Node? {
        let contents = node["content"]?.entries ?? []
        func content(_ fits: (String) -> Bool) -> Node? {
            contents.first { fits($0.key.scalar?.text.lowercased() ?? "") }?.value["schema"]
        }
        return content { $0.hasPrefix("application/json") }
            ?? content { $0.split(separator: ";").first?.hasSuffix("+json") == true } ?? content { $0 == "*/*" }
    }

    private func firstContent(_ node: Node) -> Node? { node["content"]?.entries.first?.value["schema"] }

    private func take(answer: OpenAPISchema, into lookup: inout LookupDraft) {
        var names = DraftNames()
        switch answer {
        case .object: lookup.fields = fields(of: answer, below: "$", prefix: "", levels: 3, &names)
        case .array(let element):
            lookup.item = "$[0]"
            lookup.comments += [
                "The answer is a list, and the first of it is taken: ask so that only one can come.",
                "To have a row for each, read it as a source: `lists` of a service does that.",
            ]
            lookup.fields = fields(of: element, below: "$", prefix: "", levels: 3, &names)
        case .scalar(let type): lookup.fields = [LookupDraft.Field("value", type, path: "$")]
        case .open: break
        }
        if lookup.fields.isEmpty {
            lookup.comments.append("The document does not say what the answer holds: write its fields below.")
            lookup.fields = [LookupDraft.Field("answer", .json, path: "$")]
        }
    }

    /// - Parameter levels: how deep objects are taken apart; what lies deeper is one field.
    private func fields(
        of schema: OpenAPISchema, below path: String, prefix: String, levels: Int, _ names: inout DraftNames
    ) -> [LookupDraft.Field] {
        guard case .object(let properties, _) = schema else {
            if case .scalar(let type) = schema { return [LookupDraft.Field("value", type, path: path)] }
            return []
        }
        var result: [LookupDraft.Field] = []
        for property in properties {
            let place = path + property.name.pathStep
            let written = prefix.isEmpty ? property.name : prefix + " " + property.name
            switch property.schema {
            case .object where levels > 1:
                result += fields(of: property.schema, below: place, prefix: written, levels: levels - 1, &names)
            case .scalar(let type):
                result.append(LookupDraft.Field(names.name(written, fallback: "field"), type, path: place))
            case .object, .array, .open:
                result.append(LookupDraft.Field(names.name(written, fallback: "field"), .json, path: place))
            }
        }
        return result
    }
}
