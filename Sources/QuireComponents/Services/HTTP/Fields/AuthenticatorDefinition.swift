import QuireModel
import QuirePlugin

/// The key `authenticator`: its `type` says which keys go with it.
struct AuthenticatorDefinition: DefinitionValue {
    var authenticator: HTTPServiceConfiguration.Authenticator

    static let none = AuthenticatorDefinition(authenticator: .none)

    static let type = Field<String>.required("type", "token, api_key, basic or none.")
    static let scheme = Field.defaulted("scheme", "Bearer", shown: "Bearer", "What stands before the token.")
    static let token = Field<String>.required("token", "The token.").secret
    static let injectInto = Field.defaulted(
        "inject_into", HTTPServiceConfiguration.Authenticator.Place.header, shown: "header", "header or query.")
    static let name = Field<String>.required("name", "The header's or the query's name.")
    static let value = Field<String>.required("value", "The key.").secret
    static let username = Field<String>.required("username", "The user.").secret
    static let password = Field<String>.required("password", "The password.").secret

    private static let tables: [(type: String, fields: [AnyField])] = [
        ("token", [AnyField(scheme), AnyField(token)]),
        ("api_key", [AnyField(injectInto), AnyField(name), AnyField(value)]),
        ("basic", [AnyField(username), AnyField(password)]), ("none", []),
    ]

    static var shape: Shape {
        .anyOf(
            tables.map { table in
                let type = Field<String>.required("type", "`\(table.type)`")
                return .object(FieldTable([AnyField(type)] + table.fields))
            })
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
        if written == "oauth2_client_credentials" {
            reading.error(
                "not-supported", "an authenticator of type '\(written)' is not supported yet", at: typeNode.position)
            return nil
        }
        guard let table = tables.first(where: { $0.type == written }) else {
            reading.error(
                "invalid-value", "there is no authenticator of type '\(written)'", at: typeNode.position,
                hint: NearestName.hint(written, among: types) ?? "it is one of " + types.joined(separator: ", "))
            return nil
        }
        guard
            let values = FieldTable([AnyField(type)] + table.fields)
                .read(node, subject: "an authenticator", &reading)
        else { return nil }
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
        default: return AuthenticatorDefinition.none
        }
    }
}

extension HTTPServiceConfiguration.Authenticator.Place: DefinitionChoice {}

/// The key `tls`.
struct TLSDefinition: DefinitionObject {
    var ca: String?
    var certificate: String?
    var key: String?

    static let caField = Field<String?>.optional("ca", "Authorities to trust in place of the system's, a PEM file.")
    static let certificateField = Field<String?>.optional("certificate", "A client certificate, a PEM file.")
    static let keyField = Field<String?>.optional("key", "The certificate's key, a PEM file.")

    static let subject = "'tls'"
    static let fields = FieldTable([AnyField(caField), AnyField(certificateField), AnyField(keyField)])

    init() {}

    init?(_ values: FieldValues, _ reading: inout Reading) {
        ca = values[Self.caField]
        certificate = values[Self.certificateField]
        key = values[Self.keyField]
    }
}
