import NIOCore
import NIOHTTP1
import QuireModel
import QuirePlugin

/// What a webhook answered.
struct WebhookAnswer: Sendable {
    private let answer: HTTPTransport.Answer

    /// Sends once.
    ///
    /// - Throws: `AttemptFailure` where nothing was answered in time.
    static func of(
        _ transport: HTTPTransport, _ request: RequestWriter.Request, within timeout: Duration
    ) async throws -> WebhookAnswer {
        try await withThrowingTaskGroup(of: HTTPTransport.Answer?.self) { group in
            group.addTask {
                do throws(HTTPTransport.Failure) {
                    return try await transport.send(request, followingRedirects: false)
                } catch {
                    try Task.checkCancellation()
                    throw AttemptFailure(error.message, mayRetry: error.mayRetry, retryAfter: error.retryAfter)
                }
            }
            group.addTask {
                try await Task.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() ?? nil else {
                throw AttemptFailure("the webhook gave no answer within \(timeout.plainText)", mayRetry: true)
            }
            return WebhookAnswer(answer: answer)
        }
    }

    /// 2xx is delivered; 5xx and 429 may pass.
    ///
    /// - Parameter now: seconds since 1970, for a `Retry-After` that is a date.
    func check(now: Int64, _ redactor: Redactor) throws(AttemptFailure) {
        let code = answer.status.code
        guard !(200...299).contains(code) else { return }
        let body = redactor.line(
            String(decoding: answer.body.readableBytesView.prefix(1 << 16), as: UTF8.self), limit: 200)
        var message = "the webhook answered \(answer.statusLine)" + (body.isEmpty ? "" : ": \(body)")
        if (300...399).contains(code), let location = answer.headers.first(name: "Location") {
            message += "; it leads to \(location), and redirects are not followed"
        }
        let mayPass = code >= 500 || code == 429
        throw AttemptFailure(
            redactor.redact(message), mayRetry: mayPass, retryAfter: mayPass ? answer.retryAfter(now: now) : nil)
    }
}
