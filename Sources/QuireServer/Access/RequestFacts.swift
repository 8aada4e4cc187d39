import HTTPTypes
package import Hummingbird
import QuireAccess
import QuirePages

/// Finds out from its headers where a request comes from, and what its reader speaks.
package struct RequestFacts: RouterMiddleware {
    package typealias Context = ServerContext

    private let publicURL: PublicURL?

    package init(publicURL: PublicURL?) { self.publicURL = publicURL }

    package func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let route = ForwardedRoute(request.headers, peer: context.remoteAddress, publicURL: publicURL)
        context.remoteAddress = route.address
        context.isSecure = route.isSecure
        let asked = LanguageChoice.asked(in: request.uri)
        context.language = Language.choose(
            chosen: (asked ?? LanguageChoice.kept(in: request.headers))?.rawValue,
            accepted: request.headers[.acceptLanguage])
        var response = try await next(request, context)
        if let asked {
            // Beside what signing in sets.
            let kept = LanguageChoice.setting(asked, isSecure: context.isSecure)
            response.headers.append(HTTPField(name: .setCookie, value: kept))
        }
        return response
    }
}

/// The way of a request through a proxy before the server.
struct ForwardedRoute: Sendable, Hashable {
    /// Where it comes from. A proxy is believed where it is on this machine and `--public-url` says that there is one.
    var address: String
    /// Whether it came through TLS. Anyone may claim that: it makes only their own cookies stricter.
    var isSecure: Bool

    /// - Parameter peer: who the connection is with.
    init(_ headers: HTTPFields, peer: String, publicURL: PublicURL?) {
        address = peer
        isSecure = publicURL?.isSecure == true || headers[.forwardedProto] == "https"
        guard publicURL != nil, IPAddress(peer)?.isLoopback == true else { return }
        // The last is the one that the proxy itself has added; those before may say anything.
        let last = headers[values: .forwardedFor].last?.split(separator: ",").last?.filter { !$0.isWhitespace }
        if let last, IPAddress(last) != nil { address = last }
    }

    /// Whether a request comes from this machine itself, not through a proxy on it.
    static func isDirectFromHere(_ headers: HTTPFields, peer: String, host: String?) -> Bool {
        let name = host.flatMap { Authority($0) }?.host ?? ""
        let isForHere = name == "localhost" || IPAddress(name)?.isLoopback == true
        return IPAddress(peer)?.isLoopback == true && isForHere && headers[.forwardedFor] == nil
            && headers[.forwarded] == nil
    }
}
