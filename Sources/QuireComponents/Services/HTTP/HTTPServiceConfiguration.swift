package import QuireModel

/// A service of kind `http`, as it is defined.
package struct HTTPServiceConfiguration: Sendable {
    /// How the service knows who asks. Every value is secret, but for where tokens come from and what they allow.
    package enum Authenticator: Sendable, Hashable {
        package enum Place: String, Sendable, Hashable, CaseIterable {
            case header, query
        }

        case none
        /// `Authorization: SCHEME TOKEN`
        case token(scheme: String, token: String)
        case apiKey(injectInto: Place, name: String, value: String)
        case basic(username: String, password: String)
        /// `Authorization: Bearer TOKEN`, with a token that an OAuth 2 server gives out.
        case clientCredentials(ClientCredentials)
    }

    /// Files in PEM, by paths that can be opened.
    package struct TLSFiles: Sendable, Hashable {
        /// Trusted in place of the system's authorities, or beside them.
        package var ca: String?
        package var trustsSystem = false
        package var certificate: String?
        package var key: String?

        package init(ca: String? = nil, certificate: String? = nil, key: String? = nil) {
            self.ca = ca
            self.certificate = certificate
            self.key = key
        }
    }

    package struct Header: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// For messages: `tether`.
    package var name: String
    package var url: String
    package var authenticator: Authenticator
    package var headers: [Header]
    package var tls: TLSFiles
    package var lookups: [String: LookupConfiguration]
    package var lists: [String: ListConfiguration]
    /// Connections kept, and the most calls at once.
    package var maxConcurrency: Int
    package var connectTimeout: Duration
    /// For a request for a token: less than an attempt has, so that this can still say what it waited for.
    package var tokenTimeout: Duration
    /// Values that must never be shown, beside those that are known to be secret by where they stand.
    package var secrets: [String]
    /// Where datetimes with an offset are shown.
    package var zone: LocalZone
    /// For `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.
    package var environment: [String: String]
    /// Seconds since 1970, for a `Retry-After` that is a date and the life of tokens.
    package var now: @Sendable () -> Int64

    package init(
        name: String, url: String, authenticator: Authenticator = .none, headers: [Header] = [],
        tls: TLSFiles = TLSFiles(), lookups: [String: LookupConfiguration] = [:],
        lists: [String: ListConfiguration] = [:], maxConcurrency: Int = 32,
        connectTimeout: Duration = .seconds(10), tokenTimeout: Duration = .seconds(9), secrets: [String] = [],
        zone: @escaping LocalZone = { $0 },
        environment: [String: String] = [:], now: @escaping @Sendable () -> Int64 = SystemClock.secondsSinceEpoch
    ) {
        self.name = name
        self.url = url
        self.authenticator = authenticator
        self.headers = headers
        self.tls = tls
        self.lookups = lookups
        self.lists = lists
        self.maxConcurrency = maxConcurrency
        self.connectTimeout = connectTimeout
        self.tokenTimeout = tokenTimeout
        self.secrets = secrets
        self.zone = zone
        self.environment = environment
        self.now = now
    }

    /// Everything that is wrong with it, by place.
    package func validate() -> [DefinitionProblem] {
        var problems: [DefinitionProblem] = []
        do { _ = try ServiceURL(url) } catch { problems.append(error.under("url")) }
        for header in headers {
            if !HeaderText.isName(header.name) {
                problems.append(DefinitionProblem("'\(header.name)' is no header", at: "headers.\(header.name)"))
            }
            if !HeaderText.isValue(header.value) {
                problems.append(DefinitionProblem("a header is one line", at: "headers.\(header.name)"))
            }
        }
        switch authenticator {
        case .none: break
        case .token(let scheme, let token):
            if !HeaderText.isValue(scheme + token) { problems.append(oneLine("token")) }
        case .apiKey(.header, let name, let value):
            if !HeaderText.isName(name) {
                problems.append(DefinitionProblem("'\(name)' is no header", at: "authenticator.name"))
            }
            if !HeaderText.isValue(value) { problems.append(oneLine("value")) }
        case .apiKey(.query, _, _): break
        case .basic(let username, _):
            if username.contains(":") {
                problems.append(DefinitionProblem("a username cannot hold ':'", at: "authenticator.username"))
            }
        case .clientCredentials(let credentials):
            problems += credentials.validate().map { $0.under("authenticator") }
        }
        if maxConcurrency < 1 {
            problems.append(DefinitionProblem("at least one call must go at once", at: "limits.max_concurrency"))
        }
        if tls.certificate != nil, tls.key == nil {
            problems.append(DefinitionProblem("'certificate' needs its 'key'", at: "tls"))
        }
        if tls.key != nil, tls.certificate == nil {
            problems.append(DefinitionProblem("'key' needs its 'certificate'", at: "tls"))
        }
        for (name, lookup) in lookups.sorted(by: { $0.key < $1.key }) {
            problems += lookup.validate().map { $0.under(name).under("lookups") }
        }
        for (name, list) in lists.sorted(by: { $0.key < $1.key }) {
            problems += list.validate(taken: queryName).map { $0.under(name).under("lists") }
        }
        return problems
    }

    /// The name in queries under which the service is told who asks.
    private var queryName: String? {
        if case .apiKey(.query, let name, _) = authenticator { name } else { nil }
    }

    private func oneLine(_ key: String) -> DefinitionProblem {
        DefinitionProblem("it is sent in a header, which is one line", at: "authenticator.\(key)")
    }
}
