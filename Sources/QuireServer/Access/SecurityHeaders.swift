import HTTPTypes
package import Hummingbird

/// What browsers are told to refuse, with every answer.
package struct SecurityHeaders: RouterMiddleware {
    package typealias Context = ServerContext

    /// One that a route has set itself stays.
    static let fields: HTTPFields = [
        .contentSecurityPolicy: [
            "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self' data:", "connect-src 'self'",
            "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
        ].joined(separator: "; "),
        .xContentTypeOptions: "nosniff",
        // With 'no-referrer' browsers would hide where forms come from, and the check for other sites refuse them.
        HTTPField.Name("Referrer-Policy")!: "same-origin",
        HTTPField.Name("Cross-Origin-Opener-Policy")!: "same-origin",
        HTTPField.Name("Cross-Origin-Resource-Policy")!: "same-origin",
        HTTPField.Name("Cross-Origin-Embedder-Policy")!: "require-corp",
        HTTPField.Name("X-Frame-Options")!: "DENY",
        .cacheControl: "no-store",
    ]

    /// Holds for a year.
    private static let onlyTLS = "max-age=31536000"

    package init() {}

    package func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for field in SecurityHeaders.fields where !response.headers.contains(field.name) {
            response.headers.append(field)
        }
        if context.isSecure { response.headers[.strictTransportSecurity] = SecurityHeaders.onlyTLS }
        // Whoever asks for the head alone takes a body for the next answer.
        return request.method == .head ? response.createHeadResponse() : response
    }
}
