import HTTPTypes
package import Hummingbird
package import QuireAccess
package import QuireModel
package import QuirePages

/// What went wrong with a request, as RFC 9457 has it: `{type, title, status, detail, errors: {parameter: message}}`.
package struct Problem: Error, Sendable, Hashable {
    package var status: HTTPResponse.Status
    /// `about:blank` where the status says it all.
    package var type: String
    package var title: String
    package var detail: String?
    /// By parameter.
    package var errors: [String: String]
    /// What the errors were made of, for pages, which say it in other words.
    package var diagnostics: [String: [Diagnostic]] = [:]
    /// What pages say in place of the detail.
    package var reason: ErrorPage.Reason?
    /// Sent beside it.
    package var headers: HTTPFields

    package init(
        _ status: HTTPResponse.Status, type: String = "about:blank", title: String? = nil, _ detail: String? = nil,
        errors: [String: String] = [:], headers: HTTPFields = [:]
    ) {
        self.status = status
        self.type = type
        self.title = title ?? status.reasonPhrase
        self.detail = detail
        self.errors = errors
        self.headers = headers
    }

    package var json: JSON {
        var members = [
            JSON.Member("type", .string(type)), JSON.Member("title", .string(title)),
            JSON.Member("status", .integer(Int64(status.code))),
        ]
        if let detail { members.append(JSON.Member("detail", .string(detail))) }
        if !errors.isEmpty {
            let sorted = errors.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
            members.append(JSON.Member("errors", .object(sorted)))
        }
        return .object(members)
    }
}

extension Problem: HTTPResponseError {
    package static let contentType = "application/problem+json"

    package var response: Response {
        var headers = headers
        headers[.contentType] = Problem.contentType
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: json.text)))
    }

    package func response(from request: Request, context: some RequestContext) -> Response { response }
}

extension Problem {
    // One function for each.

    /// - Parameter what: `report 'aging'`.
    package static func notFound(_ what: String? = nil) -> Problem {
        Problem(.notFound, what.map { "there is no \($0)" } ?? "there is nothing here")
    }

    package static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> Problem {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        return Problem(.methodNotAllowed, "it takes \(names)", headers: [.allow: names])
    }

    package static func badRequest(_ detail: String) -> Problem { Problem(.badRequest, detail) }

    /// - Parameter errors: by parameter.
    package static func invalidParameters(_ errors: [String: String]) -> Problem {
        let names = errors.keys.sorted().joined(separator: ", ")
        return Problem(.unprocessableContent, "not as it must be: \(names)", errors: errors)
    }

    /// - Parameter diagnostics: by parameter.
    package static func invalidParameters(_ diagnostics: [String: [Diagnostic]]) -> Problem {
        var problem = invalidParameters(diagnostics.mapValues { $0.map(\.text).joined(separator: "; ") })
        problem.diagnostics = diagnostics
        return problem
    }

    package static func unprocessable(_ detail: String) -> Problem { Problem(.unprocessableContent, detail) }

    package static func conflict(_ detail: String, _ reason: ErrorPage.Reason?) -> Problem {
        var problem = Problem(.conflict, detail)
        problem.reason = reason
        return problem
    }

    package static func unsupportedContent(_ wanted: String) -> Problem {
        Problem(.unsupportedMediaType, "the body must be \(wanted), and its Content-Type say so")
    }

    /// - Parameter isTokenWrong: it came with one.
    package static func unauthorised(isTokenWrong: Bool) -> Problem {
        let detail =
            isTokenWrong
            ? "the token is unknown, revoked or expired"
            : "sign in, or send a token as 'Authorization: Bearer …'"
        let challenge = "Bearer realm=\"quire\"" + (isTokenWrong ? ", error=\"invalid_token\"" : "")
        return Problem(.unauthorized, detail, headers: [.wwwAuthenticate: challenge])
    }

    package static func forbidden(_ action: Action) -> Problem {
        Problem(.forbidden, "your roles may not \(action.words)")
    }

    package static var crossSite: Problem {
        Problem(.forbidden, "the request comes from a page of another site")
    }

    package static var staleForm: Problem {
        Problem(.forbidden, "the form is from an earlier session, or X-CSRF-Token is missing: load the page again")
    }

    package static func tooManyLogins(secondsToWait: Int) -> Problem {
        Problem(
            .tooManyRequests, "too many failed logins: wait \(secondsToWait) s",
            headers: [.retryAfter: String(secondsToWait)])
    }

    package static var wrongHost: Problem {
        var problem = Problem(
            .misdirectedRequest,
            "the server is not known by the host that was asked for: see --host-name and --public-url")
        problem.reason = .unknownHost
        return problem
    }

    package static var bodyTooLarge: Problem {
        Problem(.contentTooLarge, "a request's body is at most \(ServerContext.bodyLimit >> 20) MiB")
    }

    package static var headersTooLarge: Problem {
        Problem(.requestHeaderFieldsTooLarge, "a request's headers are at most \(RequestLimits.headerLimit >> 10) KiB")
    }

    package static var tooSlow: Problem { Problem(.requestTimeout, "the request took too long to arrive") }

    package static var malformed: Problem { Problem(.badRequest, "it is no HTTP request") }

    package static var unavailable: Problem { Problem(.serviceUnavailable, "the server is about to stop") }

    package static var internalError: Problem {
        Problem(.internalServerError, "the server could not do it; its log says why")
    }
}

extension Problem {
    /// What an author or a caller has to put right: 422, each message with its remedy.
    package init(_ error: DiagnosticError) {
        self.init(.unprocessableContent, error.diagnostics.map(\.text).joined(separator: "\n"))
    }
}

extension HTTPField.Name {
    package static let csrfToken = HTTPField.Name("X-CSRF-Token")!
    static let host = HTTPField.Name("Host")!
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let forwardedProto = HTTPField.Name("X-Forwarded-Proto")!
    static let forwarded = HTTPField.Name("Forwarded")!
}
