import QuireModel
import Testing

@testable import QuireAccess

@Suite("Roles")
struct RoleTests {
    /// The table as the documentation has it.
    private static let table: [(role: Role, may: [Action])] = [
        (.viewer, [.seeReports, .seeRuns, .seeSchedules, .download]),
        (.analyst, [.run, .preview, .cancelOwnRun, .resumeOwnRun]),
        (
            .editor,
            [
                .pauseSchedule, .resumeSchedule, .fireSchedule, .cancelAnyRun, .resumeAnyRun, .retryDelivery,
                .seeServices,
            ]
        ),
        (.admin, [.manageUsers, .manageTokens, .seeAudit]),
    ]

    @Test("each may what the table says, and what those below may, and nothing else", arguments: Role.allCases)
    func table(_ role: Role) {
        let principal = Principal(.user, name: "ann", roles: Roles(role))
        let expected = Self.table.filter { $0.role <= role }.flatMap(\.may)
        #expect(Set(Action.allCases.filter(principal.may)) == Set(expected))
    }

    @Test("every action is in the table once")
    func complete() { #expect(Self.table.flatMap(\.may).count == Action.allCases.count) }

    @Test("whoever only has groups may nothing")
    func groupsAlone() {
        let principal = Principal(.user, name: "ann", roles: Roles(stored: "finance"))
        #expect(!Action.allCases.contains(where: principal.may))
        #expect(!principal.maySee(report: "aging", roles: ["finance"]))
    }

    @Test(
        "are read with the highest first and groups behind",
        arguments: [
            ("analyst,finance", ["analyst", "finance"]),
            ("finance, audit ,viewer,admin", ["admin", "viewer", "audit", "finance"]),
            ("viewer,viewer", ["viewer"]), ("viewer,财务", ["viewer", "财务"]),
        ])
    func read(_ text: String, names: [String]) throws { #expect(try Roles(text).names == names) }

    @Test(
        "that are none are refused, with the nearest name",
        arguments: [
            ("analist", "did you mean 'analyst'?"), ("finance", "analyst,finance"), ("", "letters"),
            ("viewer,", "letters"), ("viewer,a b", "letters"), ("viewer;admin", "letters"),
        ])
    func refuse(_ text: String, hint: String) {
        let error = #expect(throws: DiagnosticError.self) { try Roles(text) }
        #expect(error?.description.contains(hint) == true, "\(error?.description ?? "")")
    }

    @Test(
        "own runs are theirs to cancel and resume, those of others the editors'",
        arguments: [
            (Role.viewer, "ann", false), (.analyst, "ann", true), (.analyst, "ben", false), (.analyst, nil, false),
            (.editor, "ben", true), (.editor, nil, true), (.admin, "ben", true),
        ] as [(Role, String?, Bool)])
    func runs(_ role: Role, owner: String?, may: Bool) {
        let principal = Principal(.user, name: "ann", roles: Roles(role))
        #expect(principal.mayCancel(runOf: owner) == may)
        #expect(principal.mayResume(runOf: owner) == may)
    }

    @Test("a token is nobody's namesake: the runs of user ann are not those of token ann")
    func namesake() {
        let token = Principal(.token, name: "ann", roles: Roles(.analyst))
        #expect(token.who == "token:ann")
        #expect(!token.mayCancel(runOf: "ann"))
    }

    @Test(
        "a report that names roles exists for those who have one of them",
        arguments: [
            ("analyst", nil, true), ("analyst,finance", ["finance"], true), ("analyst", ["finance"], false),
            ("admin", ["finance"], false), ("admin,finance", ["finance", "audit"], true), ("admin", ["editor"], true),
            ("viewer", ["editor"], false), ("viewer", [], false),
        ] as [(String, [String]?, Bool)])
    func access(_ roles: String, wanted: [String]?, sees: Bool) throws {
        let principal = Principal(.user, name: "ann", roles: try Roles(roles))
        #expect(principal.maySee(report: "aging", roles: wanted) == sees)
    }

    @Test("where nobody signs in, anyone sees all")
    func anyone() {
        #expect(Principal.anyone.maySee(report: "aging", roles: ["finance"]))
        #expect(Action.allCases.allSatisfy(Principal.anyone.may))
    }

    @Test("a token sees only the reports it is for")
    func tokenReports() throws {
        let reports = try ReportPattern("finance/*")
        let token = Principal(.token, name: "ci", roles: Roles(.admin), reports: reports)
        #expect(token.maySee(report: "finance/aging", roles: nil))
        #expect(!token.maySee(report: "sales", roles: nil))
    }

    @Test(
        "patterns of reports",
        arguments: [
            ("aging", "aging", true), ("aging", "ageing", false), ("*", "aging", true), ("*", "finance/aging", false),
            ("**", "finance/aging", true), ("finance/*", "finance/aging", true), ("finance/*", "finance/a/b", false),
            ("finance/**", "finance/a/b", true), ("finance/**", "finances", false), ("a?c", "abc", true),
            ("a?c", "a/c", false), ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXc", false), ("*", "", true),
            ("a", "", false),
            ("[a]", "a", false), ("***/x", "a/b/x", true),
            ("*a*a*a*a*a*a*a*a*b", String(repeating: "a", count: 150), false),
        ])
    func pattern(_ pattern: String, name: String, fits: Bool) throws {
        #expect(try ReportPattern(pattern).fits(name) == fits)
    }

    @Test(
        "an empty pattern, and one longer than names are, is refused",
        arguments: ["", String(repeating: "a", count: 201)])
    func refusedPattern(_ pattern: String) {
        #expect(throws: DiagnosticError.self) { try ReportPattern(pattern) }
    }
}
