/// Who a request comes from.
package struct Principal: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case user, token
        /// Whoever can reach a server that has neither users nor tokens.
        case anyone
    }

    package let kind: Kind
    package let name: String
    package let roles: Roles
    /// The reports that a token is for; nil for all.
    package let reports: ReportPattern?

    package init(_ kind: Kind, name: String, roles: Roles, reports: ReportPattern? = nil) {
        self.kind = kind
        self.name = name
        self.roles = roles
        self.reports = reports
    }

    /// May do all there is to do.
    package static let anyone = Principal(.anyone, name: "anyone", roles: Roles(.admin))

    /// As records name them: `ann`, `token:ci`, `anyone`. No user's name has a colon.
    package var who: String { kind == .token ? "token:\(name)" : name }

    package func may(_ action: Action) -> Bool { roles.role.map { $0 >= action.leastRole } ?? false }

    /// - Parameter owner: `who` of the one who started the run, nil where a schedule did.
    package func mayCancel(runOf owner: String?) -> Bool {
        may(.cancelAnyRun) || (owner == who && may(.cancelOwnRun))
    }

    /// - Parameter owner: `who` of the one who started the run, nil where a schedule did.
    package func mayResume(runOf owner: String?) -> Bool {
        may(.resumeAnyRun) || (owner == who && may(.resumeOwnRun))
    }

    /// Whether a report exists for them.
    ///
    /// - Parameter wanted: the roles that the report names under `access`, nil where it names none. An admin sees it too only
    ///   with one of them.
    package func maySee(report: String, roles wanted: [String]?) -> Bool {
        guard may(.seeReports), reports?.fits(report) ?? true else { return false }
        guard let wanted, kind != .anyone else { return true }
        return roles.holdsOne(of: wanted)
    }
}
