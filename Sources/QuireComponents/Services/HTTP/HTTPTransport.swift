import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import QuireModel

/// Sends requests to one site over connections that it keeps.
struct HTTPTransport: Sendable {
    /// The most bytes of an answer.
    static let bodyLimit = 10 << 20
    static let redirectLimit = 3

    struct Answer: Sendable {
        var status: HTTPResponseStatus
        var headers: HTTPHeaders
        var body: ByteBuffer

        /// `503 Service Unavailable`
        var statusLine: String {
            status.reasonPhrase.isEmpty ? "\(status.code)" : "\(status.code) \(status.reasonPhrase)"
        }

        /// - Parameter now: seconds since 1970.
        func retryAfter(now: Int64) -> Duration? {
            headers.first(name: "Retry-After").flatMap { RetryAfter.parse($0, now: now) }
        }
    }

    struct Failure: Error, Hashable {
        var message: String
        var mayRetry: Bool
        var retryAfter: Duration?
    }

    private let connections: ConnectionShares
    private let route: Route
    private let faults: ConnectionFaults

    init(_ configuration: HTTPServiceConfiguration, to site: ServiceURL) throws(DefinitionProblem) {
        OpenFileLimit.raise()
        let route = Route(
            site: site, proxy: try ProxySettings.proxy(for: site, environment: configuration.environment))
        var settings = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(connect: TimeAmount(configuration.connectTimeout)),
            connectionPool: HTTPClient.Configuration.ConnectionPool(idleTimeout: .seconds(60)))
        // A second attempt is the engine's to make, which counts it.
        settings.connectionPool.retryConnectionEstablishment = false
        // Nobody would see its spans, and each request would pay for them.
        settings.tracing.tracer = nil
        settings.httpVersion = site.scheme == "https" ? .automatic : .http1Only
        settings.http1_1ConnectionDebugInitializer = { route.addHandlers(to: $0) }
        settings.proxy = route.tunnel
        if site.scheme == "https" { settings.tlsConfiguration = try configuration.tls.settings() }
        connections = ConnectionShares(settings, connections: configuration.maxConcurrency)
        faults = ConnectionFaults(route, tls: configuration.tls)
        self.route = route
    }

    /// Sends once, and follows redirects that stay with the service.
    func send(_ request: RequestWriter.Request, followingRedirects: Bool = true) async throws(Failure) -> Answer {
        var request = request
        var redirects = 0
        while true {
            let answer = try await exchange(request)
            guard followingRedirects, Self.isRedirect(answer.status),
                let location = answer.headers.first(name: "Location")
            else { return answer }
            redirects += 1
            guard redirects <= Self.redirectLimit else {
                throw Failure(
                    message: "more than \(Self.redirectLimit) redirects, the last to \(location)", mayRetry: false)
            }
            request = try redirected(request, answer.status, to: location)
        }
    }

    func close() { connections.close() }

    private func exchange(_ request: RequestWriter.Request) async throws(Failure) -> Answer {
        let message = route.message(request)
        let answer: Answer
        do {
            answer = try await connections.withClient { try await Self.exchange(message, by: $0) }
        } catch  where StaleConnection.isReason(for: error) {
            // The service did not see the request, or gave up on it at once: this is no attempt of its own.
            do { answer = try await Self.exchange(message, by: connections.fresh) } catch {
                throw faults.failure(error)
            }
        } catch {
            throw faults.failure(error)
        }
        if route.isRefused(answer.status) { throw faults.refusedByProxy }
        return answer
    }

    private static func exchange(_ message: HTTPClientRequest, by client: HTTPClient) async throws -> Answer {
        let response = try await client.execute(message, deadline: .distantFuture)
        let body = try await response.body.collect(upTo: bodyLimit)
        // A cancelled task sees the body end early.
        try Task.checkCancellation()
        return Answer(status: response.status, headers: response.headers, body: body)
    }

    /// Somewhere that is not asked.
    enum Elsewhere: Error {
        case noURL(String)
        case otherSite(String, than: String)

        /// - Parameter way: what leads there: 'a redirect', 'a link'.
        func message(_ way: String) -> String {
            switch self {
            case .noURL(let text): "\(way) to '\(text)', which is no URL"
            case .otherSite(let url, let origin):
                "\(way) to \(url), which is another scheme, host or port than \(origin), is refused"
            }
        }
    }

    /// The URL that a redirect or a link from a URL leads to, which is one of the service's.
    func target(of location: String, from url: String) throws(Elsewhere) -> String {
        guard let target = URL(string: location, relativeTo: URL(string: url))?.absoluteURL,
            let start = target.absoluteString.firstRange(of: "://")
        else { throw .noURL(location) }
        let text = target.absoluteString
        let authority = text[start.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let site = try? ServiceURL(String(text[..<authority.endIndex])), site.origin == route.site.origin else {
            throw .otherSite(text, than: route.site.origin)
        }
        return route.site.origin + text[authority.endIndex...].prefix { $0 != "#" }
    }

    private static func isRedirect(_ status: HTTPResponseStatus) -> Bool {
        switch status.code {
        case 301, 302, 303, 307, 308: true
        default: false
        }
    }

    private func redirected(
        _ request: RequestWriter.Request, _ status: HTTPResponseStatus, to location: String
    ) throws(Failure) -> RequestWriter.Request {
        var next = request
        do throws(Elsewhere) { next.url = try target(of: location, from: request.url) } catch {
            throw Failure(message: error.message("a redirect"), mayRetry: false)
        }
        let keepsMethod = status.code == 307 || status.code == 308
        if !keepsMethod, status.code == 303 || request.method == .POST, request.method != .HEAD {
            next.method = .GET
            next.body = nil
            next.headers.remove(name: "Content-Type")
        }
        return next
    }
}
