package import QuireModel

/// A service of kind `http`, as it is defined.
package struct HTTPServiceConfiguration: Sendable {
    /// How the service knows who asks. Every value is secret.
    package enum Authenticator: Sendable, Hashable {
        package enum Place: String, Sendable, Hashable, CaseIterable {
            case header, query
        }

        case none
        /// `Authorization: SCHEME TOKEN`
        case token(scheme: String, token: String)
        case apiKey(injectInto: Place, name: String, value: String)
        case basic(username: String, password: String)
    }

    /// Files in PEM, by paths that can be opened.
    package struct TLSFiles: Sendable, Hashable {
        /// Trusted in place of the system's authorities.
        package var ca: String?
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
    /// Connections kept, and the most calls at once.
    package var maxConcurrency: Int
    package var connectTimeout: Duration
    /// Values that must never be shown, beside those that are known to be secret by where they stand.
    package var secrets: [String]
    /// Where datetimes with an offset are shown.
    package var zone: LocalZone
    /// For `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.
    package var environment: [String: String]
    /// Seconds since 1970, for a `Retry-After` that is a date.
    package var now: @Sendable () -> Int64

    package init(
        name: String, url: String, authenticator: Authenticator = .none, headers: [Header] = [],
        tls: TLSFiles = TLSFiles(), lookups: [String: LookupConfiguration], maxConcurrency: Int = 32,
        connectTimeout: Duration = .seconds(10), secrets: [String] = [], zone: @escaping LocalZone = { $0 },
        environment: [String: String] = [:], now: @escaping @Sendable () -> Int64 = SystemClock.secondsSinceEpoch
    ) {
        self.name = name
        self.url = url
        self.authenticator = authenticator
        self.headers = headers
        self.tls = tls
        self.lookups = lookups
        self.maxConcurrency = maxConcurrency
        self.connectTimeout = connectTimeout
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
        }
        if maxConcurrency < 1 {
            problems.append(DefinitionProblem("at least one call must go at once", at: "limits.max_concurrency"))
        }
        if tls.certificate != nil, tls.key == nil {
            problems.append(DefinitionProblem("'certificate' needs its 'key'", at: "tls"))
        }
        for (name, lookup) in lookups.sorted(by: { $0.key < $1.key }) {
            problems += lookup.validate().map { $0.under(name).under("lookups") }
        }
        return problems
    }

    private func oneLine(_ key: String) -> DefinitionProblem {
        DefinitionProblem("it is sent in a header, which is one line", at: "authenticator.\(key)")
    }

    /// Hides everything in it that is secret.
    package var redactor: Redactor {
        var secrets = secrets
        var credentials: [Redactor.Credentials] = []
        switch authenticator {
        case .none: break
        case .token(_, let token): secrets.append(token)
        case .apiKey(_, _, let value): secrets.append(value)
        case .basic(let username, let password):
            secrets.append(username)
            credentials.append(Redactor.Credentials(username: username, password: password))
        }
        if let user = (try? ServiceURL(url))?.credentials {
            secrets.append(user.username)
            credentials.append(user)
        }
        for header in headers where HeaderText.isSecret(header.name) {
            secrets.append(header.value)
            if let space = header.value.firstIndex(of: " ") {
                secrets.append(String(header.value[header.value.index(after: space)...]))
            }
        }
        for lookup in lookups.values {
            for request in [lookup.request, lookup.bulk?.request].compactMap({ $0 }) {
                for item in request.headers where HeaderText.isSecret(item.name) {
                    if let text = item.value.literal { secrets.append(text) }
                }
            }
        }
        return Redactor(secrets, credentials: credentials)
    }
}
