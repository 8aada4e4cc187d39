package import Hummingbird
import Logging
import NIOHTTP1
package import QuireModel

/// Answers what was thrown as a `Problem`; nothing of the program's insides goes out, what nobody expected into the log.
package struct ErrorResponses: RouterMiddleware {
    package typealias Context = ServerContext

    /// Draws a problem for a reader of pages; nil where it is to be sent as JSON.
    package typealias Page = @Sendable (Problem, Request, ServerContext) async -> Response?

    private let page: Page
    private let redactor: @Sendable () -> Redactor

    /// - Parameters:
    ///   - redactor: takes out the secrets that the definitions hold now.
    package init(
        redactor: @escaping @Sendable () -> Redactor = { Redactor([]) }, page: @escaping Page = { _, _, _ in nil }
    ) {
        self.page = page
        self.redactor = redactor
    }

    package func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let problem: Problem
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            // The connection's business.
            throw error
        } catch let error as Problem {
            problem = error
        } catch let error as DiagnosticError {
            problem = self.problem(error, context)
        } catch is RequestRefused {
            problem = .malformed
        } catch is CancellationError {
            problem = .unavailable
        } catch let error as any HTTPResponseError {
            problem = error.status == .notFound ? .notFound() : ErrorResponses.plain(error.status)
        } catch {
            context.logger.error("a request failed: \(redactor().line("\(error)", limit: 1000))")
            problem = .internalError
        }
        if RequestPath(request.uri.path).isPage, request.isForReader,
            var response = await page(problem, request, context)
        {
            for field in problem.headers where !response.headers.contains(field.name) { response.headers.append(field) }
            return response
        }
        return problem.response
    }

    private func problem(_ error: DiagnosticError, _ context: ServerContext) -> Problem {
        guard error.isOfServer else {
            var problem = Problem(error)
            problem.detail = problem.detail.map(redactor().redact)
            return problem
        }
        context.logger.error("\(redactor().redact(error.description))")
        return .internalError
    }

    private static func plain(_ status: HTTPResponse.Status) -> Problem {
        status == .contentTooLarge ? .bodyTooLarge : Problem(status)
    }
}

extension DiagnosticError {
    /// Not the caller's: of the server's own folder or disk.
    var isOfServer: Bool { diagnostics.contains { $0.code == "state" } }
}

extension Request {
    /// A browser shows what comes.
    var isForReader: Bool { headers[.accept]?.contains("text/html") == true }
}
