import HTTPTypes
package import Hummingbird

/// Refuses requests for another host, such as those of a page whose name was made to point here.
package struct HostCheck: RouterMiddleware {
    package typealias Context = ServerContext

    private let hosts: AllowedHosts

    package init(_ hosts: AllowedHosts) { self.hosts = hosts }

    package func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        // A second one is left among the headers; who sends two means different ones.
        guard request.headers[.host] == nil, hosts.allow(request.head.authority) else { throw Problem.wrongHost }
        return try await next(request, context)
    }
}
