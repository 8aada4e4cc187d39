import QuireModel

/// One operation of a document.
struct OpenAPIOperation {
    /// `operationId`, or `GET /pets/{id}` where it has none.
    var name: String
    var method: String
    var path: String
    var node: Node
    /// What its path says for all its operations.
    var pathNode: Node

    /// It says that something is to be written or deleted. POST may, and often only asks.
    var changesThings: Bool { LookupDraft.changesThings(method) }

    /// What a parameter of it is.
    struct Parameter {
        var name: String
        var place: String
        var isRequired: Bool
        var node: Node
    }
}

extension OpenAPIDocument {
    private static let methods = ["get", "post", "put", "patch", "delete", "head", "options", "trace"]

    var operations: [OpenAPIOperation] {
        (root["paths"]?.entries ?? []).flatMap { path -> [OpenAPIOperation] in
            guard let written = path.key.scalar?.text, let pathNode = resolved(path.value) else { return [] }
            return pathNode.entries.compactMap { entry in
                guard let method = entry.key.scalar?.text, Self.methods.contains(method) else { return nil }
                let place = "\(method.uppercased()) \(written)"
                return OpenAPIOperation(
                    name: entry.value.text("operationId") ?? place, method: method.uppercased(), path: written,
                    node: entry.value, pathNode: pathNode)
            }
        }
    }

    /// - Parameter name: an `operationId`, or method and path; nil where there is only one.
    func operation(_ name: String?) throws(DiagnosticError) -> OpenAPIOperation {
        let operations = operations
        guard !operations.isEmpty else {
            throw refused("the document has no operations", at: (root["paths"] ?? root).position, hint: nil)
        }
        let safe = operations.filter { !$0.changesThings }
        let asking = (safe.isEmpty ? operations : safe).map(\.name)
        let list = "it has " + asking.prefix(30).joined(separator: ", ") + (asking.count > 30 ? ", …" : "")
        guard let name else {
            if operations.count == 1 { return operations[0] }
            throw DiagnosticError(
                Diagnostic(.error, "invalid-option", "--openapi needs --operation", at: nil, hint: list))
        }
        if let found = operations.first(where: { $0.name == name || "\($0.method) \($0.path)" == name }) {
            return found
        }
        throw DiagnosticError(
            Diagnostic(
                .error, "unknown-operation", "the document has no operation '\(name)'", at: root.position,
                hint: (NearestName.hint(name, among: asking).map { $0 + " " } ?? "") + list))
    }

    /// Those of the path and of the operation, which win.
    func parameters(of operation: OpenAPIOperation) throws(DiagnosticError) -> [OpenAPIOperation.Parameter] {
        var result: [OpenAPIOperation.Parameter] = []
        for written in (operation.pathNode["parameters"]?.items ?? []) + (operation.node["parameters"]?.items ?? []) {
            guard let node = resolved(written), let name = node.text("name"), let place = node.text("in") else {
                throw refused(
                    "a parameter of '\(operation.name)' cannot be read: "
                        + (written.text("$ref").map { "'\($0)' leads nowhere in this document" }
                            ?? "it has no 'name' or no 'in'"),
                    at: written.position, hint: "a document of several files has to be bundled into one first")
            }
            result.removeAll { $0.name == name && $0.place == place }
            result.append(
                OpenAPIOperation.Parameter(
                    name: name, place: place, isRequired: place == "path" || node.text("required") == "true",
                    node: node))
        }
        return result
    }

    /// Where the operation's requests go.
    ///
    /// - Returns: nil where the document does not say.
    func serverURL(of operation: OpenAPIOperation) -> String? {
        let lists = [operation.node["servers"], operation.pathNode["servers"], root["servers"]]
        guard let server = lists.lazy.compactMap({ $0?.items.first }).first, var url = server.text("url") else {
            return nil
        }
        for variable in server["variables"]?.entries ?? [] {
            guard let name = variable.key.scalar?.text, let value = variable.value.text("default") else { continue }
            url = url.replacing("{\(name)}", with: value)
        }
        while url.hasSuffix("/") { url.removeLast() }
        // Relative to where the document is, which is not known.
        if url.hasPrefix("/") { url = "http://localhost:8080" + url }
        return ServiceDraft.isAddress(url) ? url : nil
    }

    /// What tells the service who asks, as YAML, with variables that begin with `variable`.
    ///
    /// - Returns: nil where the operation asks for nothing that Quire has.
    func authenticator(of operation: OpenAPIOperation, variable: String) -> String? {
        let requirements = (operation.node["security"] ?? root["security"])?.items ?? []
        // An empty one says that it works without, too.
        guard let name = requirements.lazy.compactMap({ $0.entries.first?.key.scalar?.text }).first,
            let scheme = resolved(root["components"]?["securitySchemes"]?[name])
        else { return nil }
        switch (scheme.text("type"), scheme.text("scheme")?.lowercased(), scheme.text("in")) {
        case ("http", "basic", _):
            return "{ type: basic, username: \"${\(variable)_USER}\", password: \"${\(variable)_PASSWORD}\" }"
        case ("apiKey", _, let place?) where place == "header" || place == "query":
            let key = ServiceDraft.written(scheme.text("name") ?? "X-Api-Key")
            let inject = place == "query" ? "inject_into: query, " : ""
            return "{ type: api_key, \(inject)name: \(key), value: \"${\(variable)_TOKEN}\" }"
        case ("oauth2", _, _):
            guard let flow = scheme["flows"]?["clientCredentials"], let url = flow.text("tokenUrl"),
                url.hasPrefix("http")
            else { return "{ type: token, token: \"${\(variable)_TOKEN}\" }" }
            let scopes = requirements.lazy.compactMap { $0[name]?.items }.first?.compactMap(\.text) ?? []
            let wanted =
                scopes.isEmpty ? "" : ", scopes: [\(scopes.map { ServiceDraft.written($0) }.joined(separator: ", "))]"
            return
                "{ type: oauth2_client_credentials, token_url: \(ServiceDraft.written(url)), client_id: \"${\(variable)_CLIENT_ID}\", "
                + "client_secret: \"${\(variable)_CLIENT_SECRET}\"\(wanted) }"
        case ("http", "bearer", _), ("openIdConnect", _, _):
            return "{ type: token, token: \"${\(variable)_TOKEN}\" }"
        default: return nil
        }
    }
}
