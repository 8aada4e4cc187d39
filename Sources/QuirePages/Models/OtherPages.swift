package import QuireModel

/// Asks for name and password.
package struct SignInPage: Sendable {
    package enum Failure: Sendable {
        case wrongNameOrPassword
        case tooManyAttempts(retryAfterSeconds: Int)
        case expired
    }

    /// Where to go then: a path of this server.
    package var next: String?
    /// What was typed.
    package var name: String
    package var failure: Failure?

    package init(next: String? = nil, name: String = "", failure: Failure? = nil) {
        self.next = next
        self.name = name
        self.failure = failure
    }
}

/// Says that something could not be done or shown.
package struct ErrorPage: Sendable {
    package enum Kind: Sendable, Hashable {
        /// 400
        case badRequest
        /// 403: the role does not allow it.
        case forbidden
        /// 403: the form is too old.
        case staleForm
        /// 404
        case notFound
        /// 409
        case conflict
        /// 413
        case tooLarge
        /// 429
        case tooManyRequests
        /// 500
        case failed
        /// 503: stopping, or the definitions cannot be used.
        case unavailable
    }

    /// What more is known than the kind says.
    package enum Reason: Sendable, Hashable, CaseIterable {
        case runEnded, runWaits, runUnderWay, runSucceeded, runMadeElsewhere, runHadSecret, reportGone, reportBroken,
            notDeliverable, unknownHost
    }

    package var kind: Kind
    package var reason: Reason?
    package var hint: String?
    /// A word that the log has as well.
    package var reference: String?
    /// Problems of the definitions that are the cause.
    package var diagnostics: [Diagnostic]

    package init(_ kind: Kind, _ reason: Reason? = nil, hint: String? = nil, diagnostics: [Diagnostic] = []) {
        self.kind = kind
        self.reason = reason
        self.hint = hint
        self.diagnostics = diagnostics
    }
}

extension ErrorPage.Kind {
    package var status: Int {
        switch self {
        case .badRequest: 400
        case .forbidden, .staleForm: 403
        case .notFound: 404
        case .conflict: 409
        case .tooLarge: 413
        case .tooManyRequests: 429
        case .failed: 500
        case .unavailable: 503
        }
    }
}

/// Every problem of the definitions.
package struct ProblemsPage: Sendable {
    package var diagnostics: [Diagnostic]
    /// ISO 8601 with offset: when the definitions were last read.
    package var readAt: String?

    package init(diagnostics: [Diagnostic], readAt: String? = nil) {
        self.diagnostics = diagnostics
        self.readAt = readAt
    }
}
