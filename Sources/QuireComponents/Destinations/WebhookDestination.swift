import NIOHTTP1
import QuireModel
package import QuirePlugin

/// A URL that is told of finished files.
package struct WebhookDestination: DestinationBlueprint {
    package static let component = Component<any DestinationBlueprint>(
        "webhook",
        summary: "A URL that is told of the run and its file, or of its failure: signed JSON, sent with POST.",
        fields: [AnyField(url), AnyField(secret), AnyField(headers), AnyField(timeout), AnyField(tls)],
        example: "{ url: \"https://hooks.example.com/quire\", secret: \"${HOOK_SECRET}\" }"
    ) { values, reading in WebhookDestination(values, &reading) }

    static let url = Field<String>.required("url", "Where it is, http or https; redirects are not followed.")
        .shaped(
            .formatted(
                name: "a URL", pattern: "^[hH][tT][tT][pP][sS]?://[^#]+$",
                examples: ["https://hooks.example.com/quire"]))
    static let secret = Field<String>.required(
        "secret", "What `Quire-Signature` is made with, so that the receiver knows who sends."
    ).secret
    static let headers = Field.defaulted("headers", Named<String>(), shown: "none", "Sent with every attempt.")
        .shaped(.named(.text, names: .fitting(HeaderText.namePattern)))
    static let timeout = Field.defaulted(
        "timeout", Duration.seconds(30), shown: "30s", "How long one attempt may take."
    ).shaped(Duration.positive)
    static let tls = Field.defaulted(
        "tls", TLSDefinition(), shown: "the system's authorities", "Own authorities and a client certificate.")

    /// As HTTP services have it, without the query of the URL.
    private let site: HTTPServiceConfiguration
    /// With its `?`.
    private let query: String
    private let secret: String
    private let timeout: Duration

    init?(_ values: FieldValues, _ reading: inout Reading) {
        let text = values[Self.url]
        query = String(text.drop { $0 != "?" })
        secret = values[Self.secret]
        timeout = values[Self.timeout]
        let tls = values[Self.tls]
        site = HTTPServiceConfiguration(
            name: "", url: String(text.prefix { $0 != "?" }),
            headers: values[Self.headers].entries.map { HTTPServiceConfiguration.Header($0.name, $0.value) },
            tls: HTTPServiceConfiguration.TLSFiles(ca: tls.ca, certificate: tls.certificate, key: tls.key),
            maxConcurrency: 1)
        for secret in site.secretTexts + Self.secrets(inQuery: query) { reading.keepSecret(secret) }
        // What waits for a variable is known when that is there.
        let isUnresolved = values.node[Self.url.name]?.isUnresolved == true
        var isFit = true
        func refuse(_ message: String, at place: FilePosition, hint: String? = nil) {
            reading.error("invalid-value", message, at: place, hint: hint)
            isFit = false
        }
        for problem in site.validate() {
            let isOfURL = problem.location == Self.url.name
            if isOfURL, isUnresolved { continue }
            refuse(
                problem.message, at: isOfURL ? values.valuePlace(of: Self.url) : Self.place(of: problem, values),
                hint: problem.hint)
        }
        if !isUnresolved, query.contains("#") || !query.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
            refuse(
                "the query of the url has characters that URLs do not have", at: values.valuePlace(of: Self.url),
                hint: "percent-encode them")
        }
        if timeout <= .zero { refuse("'timeout' is more than nothing", at: values.valuePlace(of: Self.timeout)) }
        if secret.isEmpty { refuse("'secret' is empty", at: values.valuePlace(of: Self.secret)) }
        if !isFit { return nil }
    }

    /// Under the key that its location begins with.
    private static func place(of problem: DefinitionProblem, _ values: FieldValues) -> FilePosition {
        let steps = problem.location.split(separator: ".", maxSplits: 1).map(String.init)
        let node = steps.first.flatMap { values.node[$0] }
        return (steps.count > 1 ? node?[steps[1]]?.position : nil) ?? node?.position ?? values.position
    }

    /// Values of the query that are secret by their names, as sent and decoded.
    private static func secrets(inQuery query: String) -> [String] {
        query.dropFirst().split(separator: "&").flatMap { pair -> [String] in
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, SecretName.isSecret(PercentEncoding.decode(parts[0])) else { return [] }
            return [String(parts[1]), PercentEncoding.decode(parts[1])]
        }
    }

    package func deliver(_ file: DeliveredFile, _ context: DestinationContext) async throws -> String? {
        try await send(WebhookMessage(file), context, now: SystemClock.secondsSinceEpoch)
        return nil
    }

    package var takesFailures: Bool { true }

    package func tell(of run: FailedRun, _ context: DestinationContext) async throws {
        try await send(WebhookMessage(run), context, now: SystemClock.secondsSinceEpoch)
    }

    /// - Parameter now: seconds since 1970.
    func send(
        _ message: WebhookMessage, _ context: DestinationContext, now: @escaping @Sendable () -> Int64
    ) async throws {
        var configuration = site
        configuration.environment = context.environment
        configuration.secrets = context.secrets + [secret] + Self.secrets(inQuery: query)
        configuration.connectTimeout = min(timeout, .seconds(10))
        configuration.now = now
        configuration.tls = HTTPServiceConfiguration.TLSFiles(
            ca: site.tls.ca.map(context.resolve), certificate: site.tls.certificate.map(context.resolve),
            key: site.tls.key.map(context.resolve))
        let url: ServiceURL
        let transport: HTTPTransport
        do {
            url = try ServiceURL(configuration.url)
            transport = try HTTPTransport(configuration, to: url)
        } catch {
            throw RunFailure("the webhook cannot be used: \(error)")
        }
        defer { transport.close() }
        let request = RequestWriter.Request(
            method: .POST, url: url.origin + (url.path.isEmpty ? "/" : url.path) + query,
            headers: headers(of: message, url, now: now()), body: message.body)
        let answer = try await WebhookAnswer.of(transport, request, within: timeout)
        try answer.check(now: now(), configuration.redactor)
    }

    private func headers(of message: WebhookMessage, _ url: ServiceURL, now: Int64) -> HTTPHeaders {
        var headers: HTTPHeaders = ["Accept": "*/*", "User-Agent": "quire"]
        if let user = url.credentials { headers.replaceOrAdd(name: "Authorization", value: user.basicAuthorization) }
        for header in site.headers { headers.replaceOrAdd(name: header.name, value: header.value) }
        headers.replaceOrAdd(name: "Content-Type", value: "application/json")
        headers.replaceOrAdd(name: "Quire-Signature", value: message.signature(secret: secret, at: now))
        return headers
    }
}
