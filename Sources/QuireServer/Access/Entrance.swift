import QuireAccess

/// Who comes in to what.
struct Entrance: Sendable, Hashable {
    enum Decision: Sendable, Hashable {
        /// - Parameter principal: nil where the place is open to those who have not signed in.
        case enter(Principal?, Session?)
        /// - Parameter isTokenWrong: they came with one.
        case unauthorised(isTokenWrong: Bool)
        /// To the login page.
        case signIn
    }

    /// Whether it is enough to reach the server as long as there are neither users nor tokens: on loopback, or by
    /// `--no-auth`.
    let isOpen: Bool

    /// - Parameter isDirectFromHere: the request comes from this machine itself.
    func decide(_ path: RequestPath, _ visitor: Visitor, isDirectFromHere: Bool) -> Decision {
        switch (visitor, path) {
        case (.known(let principal, let session), _): .enter(principal, session)
        case (.noAccounts, _) where isOpen: .enter(.anyone, nil)
        case (_, .health), (_, .login), (_, .asset): .enter(nil, nil)
        case (_, .metrics) where isDirectFromHere: .enter(nil, nil)
        case (.wrongToken, _): .unauthorised(isTokenWrong: true)
        case (_, .api), (_, .metrics): .unauthorised(isTokenWrong: false)
        case (_, .page): .signIn
        }
    }
}
