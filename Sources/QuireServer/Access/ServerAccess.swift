package import Hummingbird
package import QuireAccess
package import QuireModel
package import QuireRun

/// Who may reach the server, and how.
package struct ServerAccess: Sendable {
    package let address: ListeningAddress
    package let publicURL: PublicURL?
    package let visitors: Visitors
    package let logins: Logins
    package let audit: AuditLog
    private let hosts: AllowedHosts
    private let isOpenAskedFor: Bool

    /// - Parameters:
    ///   - hostNames: of `--host-name`.
    ///   - isOpenAskedFor: by `--no-auth`.
    /// - Throws: where a name is none.
    package init(
        _ state: StateDatabase, at address: ListeningAddress, hostNames: [String] = [], publicURL: PublicURL? = nil,
        isOpenAskedFor: Bool = false, hasher: PasswordHasher = PasswordHasher(),
        now: @escaping @Sendable () -> LocalDateTime = { .now }
    ) throws(DiagnosticError) {
        self.address = address
        self.publicURL = publicURL
        self.isOpenAskedFor = isOpenAskedFor
        hosts = try AllowedHosts(address, names: hostNames, publicURL: publicURL)
        visitors = Visitors(state, now: now)
        logins = Logins(state, hasher: hasher, now: now)
        audit = AuditLog(state, now: now)
    }

    /// Before the server listens.
    ///
    /// - Returns: what is to be said of an open server; nil where one has to sign in.
    /// - Throws: where it would be open to other machines unasked.
    package func check() async throws -> String? {
        let haveAccounts = try await visitors.haveAccounts()
        if let refusal = address.refusal(haveAccounts: haveAccounts, isAskedFor: isOpenAskedFor) {
            throw DiagnosticError(refusal)
        }
        return address.notice(haveAccounts: haveAccounts)
    }

    /// Puts it before all routes that are added to the router after it.
    ///
    /// - Parameters:
    ///   - redactor: takes out of errors the secrets that the definitions hold now.
    ///   - errorPage: draws errors for readers of pages.
    package func guardRoutes(
        of router: Router<ServerContext>, redactor: @escaping @Sendable () -> Redactor,
        errorPage: @escaping ErrorResponses.Page
    ) {
        let errors = ErrorResponses(redactor: redactor, page: errorPage)
        router.add(middleware: RequestFacts(publicURL: publicURL))
        router.add(middleware: SecurityHeaders())
        router.add(middleware: errors)
        router.add(middleware: HostCheck(hosts))
        router.add(middleware: Gate(visitors, Entrance(isOpen: address.isLoopback || isOpenAskedFor)))
        router.add(middleware: ForgeryCheck(publicURL: publicURL))
        // Once more, where it is known for whom an error is drawn.
        router.add(middleware: errors)
    }
}
