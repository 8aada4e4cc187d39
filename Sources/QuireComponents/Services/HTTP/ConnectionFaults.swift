import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Says in words why a request had no answer, and whether it may have one when it is sent again.
struct ConnectionFaults: Sendable {
    /// Of the site: `host:port`.
    private let address: String
    private let proxy: String?
    private let tls: HTTPServiceConfiguration.TLSFiles

    init(_ route: Route, tls: HTTPServiceConfiguration.TLSFiles) {
        address = "\(route.site.host):\(route.site.port)"
        proxy = route.proxy.map { "the proxy \($0.host):\($0.port)" }
        self.tls = tls
    }

    /// What a connection is first made to.
    private var nearest: String { proxy ?? address }

    func failure(_ error: any Error) -> HTTPTransport.Failure {
        switch error {
        case is CancellationError: lasting("cancelled")
        case is NIOTooManyBytesError: lasting("an answer of more than \(HTTPTransport.bodyLimit >> 20) MiB is refused")
        case let error as HTTPClientError: failure(error)
        case let error as IOError where [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT].contains(error.errnoCode):
            passing("cannot connect to \(nearest): \(Self.reason(error))")
        case let error as NIOConnectionError:
            passing(
                "cannot connect to \(nearest): "
                    + (error.connectionErrors.first.map { Self.reason($0.error) }
                        ?? (error.dnsAError ?? error.dnsAAAAError).map { Self.reason($0) } ?? "no address"))
        case is StaleConnection, NIOSSLError.uncleanShutdown, HTTPParserError.invalidEOFState: closed
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            lasting("the certificate of \(address) is for another host: it must be asked by a name that is in there")
        case is NIOSSLError, is BoringSSLError: tlsFailure(Self.reason(error))
        default: passing("the connection to \(address) failed: \(Self.reason(error))")
        }
    }

    /// The proxy wants to know who asks.
    var refusedByProxy: HTTPTransport.Failure {
        lasting("\(nearest) wants a user and a password, or others: they go before its host, http://user:password@host")
    }

    private var closed: HTTPTransport.Failure {
        passing("\(address) closed the connection before its answer was complete")
    }

    private func lasting(_ message: String) -> HTTPTransport.Failure { .init(message: message, mayRetry: false) }

    private func passing(_ message: String) -> HTTPTransport.Failure { .init(message: message, mayRetry: true) }

    private func failure(_ error: HTTPClientError) -> HTTPTransport.Failure {
        switch error {
        case .cancelled: lasting("cancelled")
        case .connectTimeout: passing("no connection to \(nearest) in time")
        case .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            passing("\(nearest) made no connection to \(address) in time")
        case .tlsHandshakeTimeout: passing("no connection to \(address) in time")
        case .remoteConnectionClosed: closed
        case .proxyAuthenticationRequired: refusedByProxy
        case .invalidProxyResponse: passing("\(nearest) refuses to connect to \(address), or cannot")
        default: passing("the request to \(address) failed: \(Self.reason(error))")
        }
    }

    private func tlsFailure(_ reason: String) -> HTTPTransport.Failure {
        switch reason {
        case "certificate verify failed":
            lasting(
                "the certificate of \(address) is not trusted: it has expired, or "
                    + (tls.ca == nil || tls.trustsSystem
                        ? "no authority known to this machine signed it; 'tls.ca' names one of your own"
                        : "no authority in 'tls.ca' signed it"))
        case "wrong version number": lasting("\(address) does not speak TLS: its address begins with http://, it seems")
        case let reason where reason.contains("alert certificate required"):
            lasting("\(address) wants a client certificate, which 'tls.certificate' and 'tls.key' name")
        case let reason where tls.certificate != nil && reason.contains("alert") && reason.contains(/certificate|ca$/):
            lasting("\(address) does not accept the certificate in 'tls.certificate': \(reason)")
        default: passing("no TLS connection to \(address): \(reason)")
        }
    }

    /// `Connection reset by peer`, without the names of system calls and types.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as IOError: String(cString: strerror(error.errnoCode))
        case let error as SocketAddressError.UnknownHost: error.errorDescription
        case let error as HTTPClientError: error.shortDescription
        case is NIOSSLError, is BoringSSLError: tlsReason("\(error)")
        default: "\(error)"
        }
    }

    /// BoringSSL's word for it, in small letters: `certificate verify failed`.
    private static func tlsReason(_ text: String) -> String {
        guard let mark = text.firstRange(of: "OPENSSL_internal:") else { return "it ended before it was set up" }
        let word = text[mark.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return word.replacing("_", with: " ").lowercased()
    }
}
