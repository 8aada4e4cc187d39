package import Hummingbird
import QuireAccess

/// Finds out who a request comes from, and lets in who may come in.
package struct Gate: RouterMiddleware {
    package typealias Context = ServerContext

    private let visitors: Visitors
    private let entrance: Entrance

    init(_ visitors: Visitors, _ entrance: Entrance) {
        self.visitors = visitors
        self.entrance = entrance
    }

    package func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let path = RequestPath(request.uri.path)
        // Even where the state cannot be read: that is what is asked for.
        if path == .health || path == .asset { return try await next(request, context) }
        let visitor = try await visitors.visitor(
            token: BearerToken.value(in: request.headers),
            cookie: SessionCookie.value(in: request.headers, isSecure: context.isSecure))
        let isDirectFromHere = ForwardedRoute.isDirectFromHere(
            request.headers, peer: context.remoteAddress, host: request.head.authority)
        switch entrance.decide(path, visitor, isDirectFromHere: isDirectFromHere) {
        case .enter(let principal, let session):
            var context = context
            context.principal = principal
            context.session = session
            return try await next(request, context)
        case .unauthorised(let isTokenWrong):
            guard !isTokenWrong, RequestPath.isFile(request.uri.path), request.method == .get, request.isForReader
            else { throw Problem.unauthorised(isTokenWrong: isTokenWrong) }
            return .redirect(to: LocalPath.login(backTo: request.uri.string))
        case .signIn:
            let isLooking = request.method == .get || request.method == .head
            return .redirect(to: LocalPath.login(backTo: isLooking ? request.uri.string : nil))
        }
    }
}
