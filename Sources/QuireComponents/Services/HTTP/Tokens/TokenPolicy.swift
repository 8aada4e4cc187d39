/// Which token a call goes with, and when one is asked for: deciding only.
struct TokenPolicy: Sendable {
    enum Decision: Sendable {
        case use(AccessToken)
        case fail(HTTPTransport.Failure)
        /// Ask the server; `ended` is told what came of it.
        case fetch
        /// Another call is asking.
        case wait
    }

    /// Seconds for which a refusal holds: asked with the wrong secret over and over, servers lock clients out.
    static let refusalHolds: Int64 = 10

    private var token: AccessToken?
    private var refusal: (failure: HTTPTransport.Failure, until: Int64)?
    private var isFetching = false

    /// - Parameter refused: a token with which the service did not answer.
    mutating func decide(inPlaceOf refused: AccessToken?, now: Int64) -> Decision {
        if let token, token == refused { self.token = nil }
        if isFetching { return .wait }
        if let token, token.isFresh(now: now) { return .use(token) }
        if let refusal, now < refusal.until { return .fail(refusal.failure) }
        isFetching = true
        return .fetch
    }

    mutating func ended(_ result: Result<AccessToken, HTTPTransport.Failure>, now: Int64) {
        isFetching = false
        switch result {
        case .success(let token): self.token = token
        case .failure(let failure) where !failure.mayRetry: refusal = (failure, now + Self.refusalHolds)
        case .failure: break
        }
    }

    /// Whoever asked was cancelled.
    mutating func droppedFetch() { isFetching = false }
}
