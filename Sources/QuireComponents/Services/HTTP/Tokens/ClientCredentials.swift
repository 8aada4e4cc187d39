import QuireModel

/// What an OAuth 2 server gives a program tokens for (RFC 6749, 4.4).
package struct ClientCredentials: Sendable, Hashable {
    package var tokenURL: String
    package var clientID: String
    package var clientSecret: String
    package var scopes: [String]

    package init(tokenURL: String, clientID: String, clientSecret: String, scopes: [String] = []) {
        self.tokenURL = tokenURL
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.scopes = scopes
    }

    /// User and password of basic authentication (RFC 6749, 2.3.1: each as in a form).
    var basic: Redactor.Credentials {
        Redactor.Credentials(
            username: PercentEncoding.form(clientID), password: PercentEncoding.form(clientSecret))
    }

    /// The body of the request for a token.
    var form: String {
        "grant_type=client_credentials"
            + (scopes.isEmpty ? "" : "&scope=" + PercentEncoding.form(scopes.joined(separator: " ")))
    }

    func validate() -> [DefinitionProblem] {
        var problems: [DefinitionProblem] = []
        do { _ = try TokenURL(tokenURL) } catch { problems.append(error.under("token_url")) }
        for scope in scopes where scope.isEmpty || !scope.utf8.allSatisfy(Self.isScopeByte) {
            problems.append(
                DefinitionProblem(
                    "'\(scope)' is no scope", at: "scopes",
                    hint: "scopes are a list, or a text with spaces between them"))
        }
        return problems
    }

    private static func isScopeByte(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}

/// Where tokens are asked for. Unlike a service's url it is asked as it stands, with a slash at its end or a query.
struct TokenURL: Sendable, Hashable {
    let site: ServiceURL
    private let query: Substring

    init(_ text: String) throws(DefinitionProblem) {
        let mark = text.firstIndex(of: "?") ?? text.endIndex
        site = try ServiceURL(String(text[..<mark]))
        query = text[mark...]
        guard query.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
            throw DefinitionProblem("the query of the url has characters that URLs do not have")
        }
    }

    /// Without the user part, and without the query, which may hold secrets.
    var shown: String { site.origin + (site.path.isEmpty ? "/" : site.path) }
    var request: String { shown + query }
}
