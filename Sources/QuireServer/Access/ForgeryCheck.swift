import HTTPTypes
package import Hummingbird
import QuireAccess

/// Refuses what a page of another site has a browser send.
package struct ForgeryCheck: RouterMiddleware {
    package typealias Context = ServerContext

    /// The field of forms that brings the session's token.
    package static let formField = "csrf"

    private let publicURL: PublicURL?

    package init(publicURL: PublicURL?) { self.publicURL = publicURL }

    package func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let isSafe = [.get, .head, .options].contains(request.method)
        // No browser sends a token of its own accord.
        guard !isSafe, context.principal?.kind != .token else { return try await next(request, context) }
        guard
            ForgeryCheck.isOwn(
                fetchSite: request.headers[.secFetchSite], origin: request.headers[.origin],
                host: request.head.authority, publicURL: publicURL)
        else { throw Problem.crossSite }
        guard let session = context.session, RequestPath(request.uri.path) != .login else {
            return try await next(request, context)
        }
        var request = request
        var given = request.headers[.csrfToken]
        if given == nil, request.isForm { given = try await request.form()[ForgeryCheck.formField] }
        guard let given, RandomSecret.areEqual(given, session.formToken) else { throw Problem.staleForm }
        return try await next(request, context)
    }

    /// Whether a request comes from a page of this server, or from no page.
    ///
    /// - Parameters:
    ///   - fetchSite: the header `Sec-Fetch-Site`, which browsers send through TLS and on loopback.
    ///   - origin: the header `Origin`, which browsers send with every form.
    static func isOwn(fetchSite: String?, origin: String?, host: String?, publicURL: PublicURL?) -> Bool {
        if let fetchSite { return ["same-origin", "none"].contains(fetchSite) }
        guard let origin else { return true }
        guard let from = Origin(origin) else { return false }
        if from == publicURL?.origin { return true }
        return host.flatMap { Authority($0) }.map { Origin(isSecure: from.isSecure, $0) == from } ?? false
    }
}
