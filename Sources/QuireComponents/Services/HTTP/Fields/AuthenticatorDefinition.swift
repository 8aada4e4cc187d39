import QuireModel
import QuirePlugin

/// The key `authenticator`: its `type` says which keys go with it.
struct AuthenticatorDefinition: DefinitionValue {
    var authenticator: HTTPServiceConfiguration.Authenticator

    static let none = AuthenticatorDefinition(authenticator: .none)

    static let type = Field<String>.required("type", "token, api_key, basic, oauth2_client_credentials or none.")
    static let scheme = Field.defaulted("scheme", "Bearer", shown: "Bearer", "What stands before the token.")
    static let token = Field<String>.required("token", "The token.").secret
    static let injectInto = Field.defaulted(
        "inject_into", HTTPServiceConfiguration.Authenticator.Place.header, shown: "header", "header or query.")
    static let name = Field<String>.required("name", "The header's or the query's name.")
    static let value = Field<String>.required("value", "The key.").secret
    static let username = Field<String>.required("username", "The user.").secret
    static let password = Field<String>.required("password", "The password.").secret

    static let tokenURL = Field<String>.required(
        "token_url", "Where tokens are asked for."
    ).shaped(ServiceURL.shape)
    static let clientID = Field<String>.required("client_id", "Who asks for them.").secret
    static let clientSecret = Field<String>.required("client_secret", "The client's secret.").secret
    static let scopes = Field.defaulted(
        "scopes", Scopes(names: []), shown: "the server's own", "What they are to allow, a list or a text with spaces.")

    private static let tables: [(type: String, fields: FieldTable)] = [
        table("token", "A token in the header Authorization.", [AnyField(scheme), AnyField(token)]),
        table(
            "api_key", "A key in a header or the query.", [AnyField(injectInto), AnyField(name), AnyField(value)],
            rules: [
                .any([
                    .value(injectInto.name, ["query"]), .text(name.name, matches: HeaderText.namePattern + #"|\$\{"#),
                ])
            ]),
        table("basic", "A user and a password.", [AnyField(username), AnyField(password)]),
        table(
            "oauth2_client_credentials",
            "Tokens from an OAuth 2 server, one for all calls, renewed before it ends and once on a 401.",
            [AnyField(tokenURL), AnyField(clientID), AnyField(clientSecret), AnyField(scopes)]),
        table("none", "Nothing.", []),
    ]

    private static func table(
        _ type: String, _ summary: String, _ fields: [AnyField], rules: [Condition] = []
    ) -> (type: String, fields: FieldTable) {
        (type, FieldTable([AnyField(Field.fixed("type", type, summary))] + fields, rules: rules))
    }

    static var shape: Shape {
        .variants(Variants(by: AnyField(type), tables.map { ($0.type, $0.fields) }))
    }
    static var keepsUnresolvedText: Bool { false }

    private static func typeEntry(_ value: Node) -> Node.Entry {
        let name = Scalar(text: type.name, style: .plain, meaning: .text)
        return Node.Entry(key: Node(.scalar(name), at: value.position), value: value)
    }

    static func read(_ node: Node, named name: String, _ reading: inout Reading) -> AuthenticatorDefinition? {
        let types = tables.map(\.type)
        guard let typeNode = node["type"], !typeNode.isNull, let written = typeNode.scalar?.text else {
            let alone = node["type"].map { Node(.mapping([typeEntry($0)]), at: node.position) }
            let shown = if case .mapping = node.content { Node(.mapping([]), at: node.position) } else { node }
            _ = FieldTable([AnyField(type)]).read(alone ?? shown, subject: "an authenticator", &reading)
            return nil
        }
        if typeNode.isUnresolved { return nil }
        guard let table = tables.first(where: { $0.type == written }) else {
            reading.error(
                "invalid-value", "there is no authenticator of type '\(written)'", at: typeNode.position,
                hint: NearestName.hint(written, among: types) ?? "it is one of " + types.joined(separator: ", "))
            return nil
        }
        guard let values = table.fields.read(node, subject: "an authenticator", &reading) else { return nil }
        switch table.type {
        case "token":
            return AuthenticatorDefinition(
                authenticator: .token(scheme: values[scheme], token: values[token]))
        case "api_key":
            return AuthenticatorDefinition(
                authenticator: .apiKey(
                    injectInto: values[injectInto], name: values[self.name], value: values[value]))
        case "basic":
            return AuthenticatorDefinition(
                authenticator: .basic(username: values[username], password: values[password]))
        case "oauth2_client_credentials":
            return AuthenticatorDefinition(
                authenticator: .clientCredentials(
                    ClientCredentials(
                        tokenURL: values[tokenURL], clientID: values[clientID], clientSecret: values[clientSecret],
                        scopes: values[scopes].names)))
        default: return AuthenticatorDefinition.none
        }
    }
}

extension HTTPServiceConfiguration.Authenticator.Place: DefinitionChoice {}

/// A list of names, or a text of them with spaces between, as OAuth 2 writes it.
struct Scopes: DefinitionValue {
    var names: [String]

    static var shape: Shape { .anyOf([.list(.text), .text]) }

    static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Scopes? {
        if case .sequence = node.content {
            return reading.read([String].self, from: node, named: name).map(Scopes.init)
        }
        guard let text = node.scalar?.text, !node.isNull else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        return Scopes(names: text.split(separator: " ").map(String.init))
    }
}
