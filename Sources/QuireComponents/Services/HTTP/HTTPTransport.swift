import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import QuireModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Sends requests to one service over connections that it keeps.
struct HTTPTransport: Sendable {
    /// The most bytes of an answer.
    static let bodyLimit = 10 << 20
    static let redirectLimit = 3

    struct Answer: Sendable {
        var status: HTTPResponseStatus
        var headers: HTTPHeaders
        var body: ByteBuffer
    }

    struct Failure: Error {
        var message: String
        var mayRetry: Bool
    }

    private let connections: ConnectionShares
    private let origin: String
    private let address: String

    init(_ configuration: HTTPServiceConfiguration, url: ServiceURL) throws(DefinitionProblem) {
        OpenFileLimit.raise()
        origin = url.origin
        address = "\(url.host):\(url.port)"
        var settings = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(connect: TimeAmount(configuration.connectTimeout)),
            connectionPool: HTTPClient.Configuration.ConnectionPool(idleTimeout: .seconds(60)))
        // A second attempt is the engine's to make, which counts it.
        settings.connectionPool.retryConnectionEstablishment = false
        settings.httpVersion = url.scheme == "https" ? .automatic : .http1Only
        settings.http1_1ConnectionDebugInitializer = ImpossibleStatusHandler.add
        settings.proxy = try ProxySettings.proxy(for: url, environment: configuration.environment)
            .map(Self.proxy)
        if url.scheme == "https" { settings.tlsConfiguration = try Self.tls(configuration.tls) }
        connections = ConnectionShares(settings, connections: configuration.maxConcurrency)
    }

    private static func proxy(_ settings: ProxySettings) -> HTTPClient.Configuration.Proxy {
        switch (settings.kind, settings.credentials) {
        case (.socks5, _): .socksServer(host: settings.host, port: settings.port)
        case (.http, nil): .server(host: settings.host, port: settings.port)
        case (.http, let user?):
            .server(
                host: settings.host, port: settings.port,
                authorization: .basic(username: user.username, password: user.password))
        }
    }

    private static func tls(_ files: HTTPServiceConfiguration.TLSFiles) throws(DefinitionProblem) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let ca = files.ca {
            do { tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(ca)) } catch {
                throw DefinitionProblem("'\(ca)' cannot be read as certificates in PEM: \(error)", at: "tls.ca")
            }
        }
        if let file = files.certificate {
            do {
                tls.certificateChain = try NIOSSLCertificate.fromPEMFile(file).map { .certificate($0) }
            } catch {
                throw DefinitionProblem(
                    "'\(file)' cannot be read as a certificate in PEM: \(error)", at: "tls.certificate")
            }
        }
        if let file = files.key {
            do { tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: file, format: .pem)) } catch {
                throw DefinitionProblem("'\(file)' cannot be read as a private key in PEM: \(error)", at: "tls.key")
            }
        }
        return tls
    }

    /// Sends once, and follows redirects that stay with the service.
    func send(_ request: RequestWriter.Request) async throws(Failure) -> Answer {
        var request = request
        var redirects = 0
        while true {
            let answer = try await exchange(request)
            guard Self.isRedirect(answer.status), let location = answer.headers.first(name: "Location") else {
                return answer
            }
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
        var message = HTTPClientRequest(url: request.url)
        message.method = request.method
        message.headers = request.headers
        if let body = request.body { message.body = .bytes(ByteBuffer(bytes: body)) }
        do {
            return try await connections.withClient { [message] client in
                let response = try await client.execute(message, deadline: .distantFuture)
                let body = try await response.body.collect(upTo: Self.bodyLimit)
                // A cancelled task sees the body end early.
                try Task.checkCancellation()
                return Answer(status: response.status, headers: response.headers, body: body)
            }
        } catch {
            throw failure(error)
        }
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
        guard let target = URL(string: location, relativeTo: URL(string: request.url))?.absoluteURL,
            let start = target.absoluteString.firstRange(of: "://")
        else { throw Failure(message: "a redirect to '\(location)', which is no URL", mayRetry: false) }
        let text = target.absoluteString
        let authority = text[start.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let site = try? ServiceURL(String(text[..<authority.endIndex])), site.origin == origin else {
            throw Failure(
                message: "a redirect to \(text), which is another scheme, host or port than \(origin), is refused",
                mayRetry: false)
        }
        var next = request
        next.url = origin + text[authority.endIndex...].prefix { $0 != "#" }
        let keepsMethod = status.code == 307 || status.code == 308
        if !keepsMethod, status.code == 303 || request.method == .POST, request.method != .HEAD {
            next.method = .GET
            next.body = nil
            next.headers.remove(name: "Content-Type")
        }
        return next
    }

    private func failure(_ error: any Error) -> Failure {
        switch error {
        case is CancellationError: Failure(message: "cancelled", mayRetry: false)
        case is NIOTooManyBytesError:
            Failure(message: "an answer of more than \(Self.bodyLimit >> 20) MiB is refused", mayRetry: false)
        case let error as HTTPClientError: failure(error)
        case let error as IOError where [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT].contains(error.errnoCode):
            Failure(message: "cannot connect to \(address): \(Self.reason(error))", mayRetry: true)
        case let error as NIOConnectionError:
            Failure(
                message: "cannot connect to \(address): "
                    + (error.connectionErrors.first.map { Self.reason($0.error) }
                        ?? (error.dnsAError ?? error.dnsAAAAError).map { Self.reason($0) } ?? "no address"),
                mayRetry: true)
        default: Failure(message: "the connection to \(address) failed: \(Self.reason(error))", mayRetry: true)
        }
    }

    private func failure(_ error: HTTPClientError) -> Failure {
        switch error {
        case .cancelled: Failure(message: "cancelled", mayRetry: false)
        case .connectTimeout: Failure(message: "no connection to \(address) in time", mayRetry: true)
        case .remoteConnectionClosed:
            Failure(message: "\(address) closed the connection before its answer was complete", mayRetry: true)
        case .tlsHandshakeTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            Failure(message: "no connection to \(address) in time", mayRetry: true)
        default: Failure(message: "the request to \(address) failed: \(Self.reason(error))", mayRetry: true)
        }
    }

    /// `Connection reset by peer`, without the names of system calls and types.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as IOError: String(cString: strerror(error.errnoCode))
        case let error as SocketAddressError.UnknownHost: error.errorDescription
        case let error as HTTPClientError: error.shortDescription
        default: "\(error)"
        }
    }
}
