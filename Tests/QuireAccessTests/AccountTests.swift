import GRDB
import QuireModel
import QuireRun
import QuireTesting
import Testing

@testable import QuireAccess

@Suite("Users and tokens")
struct AccountTests {
    @Test("a user is added, listed, given other roles, removed; each of it is in the audit log")
    func users() async throws {
        let fixture = try AccessFixture()
        try await fixture.add("ben", roles: "admin")
        try await fixture.add("ann", roles: "finance,analyst")
        #expect(
            try await fixture.users.list().map { "\($0.name) \($0.roles)" } == ["ann analyst,finance", "ben admin"])
        try await fixture.users.setRoles(try Roles("viewer"), of: "ann", by: AccessFixture.author)
        #expect(try await fixture.users.list()[0].roles.names == ["viewer"])
        try await fixture.users.setPassword("another one", of: "ann", by: AccessFixture.author)
        try await fixture.users.remove("ben", by: AccessFixture.author)
        #expect(try await fixture.users.list().map(\.name) == ["ann"])
        #expect(
            try await fixture.said == [
                "root add-user ben as admin command line", "root add-user ann as analyst,finance command line",
                "root change-roles ann to viewer command line", "root change-password ann command line",
                "root remove-user ben command line",
            ])
    }

    @Test("a user that is there, or is not, is refused with what to do")
    func refused() async throws {
        let fixture = try AccessFixture()
        try await fixture.add("annabel")
        let cases: [(String, @Sendable () async throws -> Void)] = [
            ("there is a user 'annabel' already", { try await fixture.add("annabel") }),
            ("there is a user 'annabel' already", { try await fixture.users.checkFree("annabel") }),
            ("did you mean 'annabel'?", { try await fixture.users.remove("anabel", by: AccessFixture.author) }),
            ("`quire user list` lists them", { try await fixture.users.require("zed") }),
            ("8 to 1000 characters", { try await fixture.add("ben", password: "1234567") }),
            ("8 to 1000 characters", { try await fixture.add("ben", password: String(repeating: "x", count: 1001)) }),
            ("no name for a user", { try await fixture.add("a b") }),
            ("no name for a user", { try await fixture.add("token:ci") }),
            ("no name for a user", { try await fixture.add("") }),
            ("no name for a user", { try await fixture.add(String(repeating: "a", count: 65)) }),
            ("no name for a user", { try await fixture.add("ann\u{202E}") }),
            ("there is no token 'ci'", { try await fixture.tokens.revoke("ci", by: AccessFixture.author) }),
        ]
        for (words, attempt) in cases {
            let error = await #expect(throws: DiagnosticError.self, "\(words)") { try await attempt() }
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        }
        #expect(try await fixture.said.count == 1)
    }

    @Test("a name is one name however its letters are composed")
    func composed() async throws {
        let fixture = try AccessFixture()
        try await fixture.add("ren\u{E9}")
        #expect(try await fixture.signIn("rene\u{301}") != nil)
        await #expect(throws: DiagnosticError.self) { try await fixture.add("rene\u{301}") }
    }

    @Test("neither passwords nor tokens nor cookies are kept anywhere")
    func nothingKept() async throws {
        let fixture = try AccessFixture()
        try await fixture.add("ann", password: "correct horse")
        let cookie = try #require(try await fixture.signIn("ann"))
        _ = try await fixture.signIn("sEcret-typed-as-name", password: "wrong-password-typed")
        let token = try await fixture.tokens.create(
            "ci", roles: Roles(.viewer), reports: nil, lifetime: nil, by: AccessFixture.author)
        for file in ["state.db", "state.db-wal"] {
            for secret in ["correct horse", cookie.text, token.text, "sEcret-typed-as-name", "wrong-password-typed"] {
                #expect(try !fixture.folder.holds(secret, in: fixture.folder.file("state/" + file)), "\(secret)")
            }
        }
    }

    @Test("a token lets in also where its use cannot be noted")
    func unnotedUse() async throws {
        let fixture = try AccessFixture()
        let secret = try await fixture.tokens.create(
            "ci", roles: Roles(.viewer), reports: nil, lifetime: nil, by: AccessFixture.author)
        try await fixture.state.write { database in
            try database.execute(
                sql: "CREATE TRIGGER full BEFORE UPDATE ON token BEGIN SELECT RAISE(ABORT, 'disk full'); END")
        }
        let visitor = try await fixture.visitors.visitor(token: secret.text, cookie: nil)
        #expect(visitor == .known(Principal(.token, name: "ci", roles: Roles(.viewer)), nil))
    }

    @Test("a token is made, used, listed, revoked")
    func tokens() async throws {
        let fixture = try AccessFixture()
        let secret = try await fixture.tokens.create(
            "ci", roles: try Roles("analyst,finance"), reports: try ReportPattern("finance/*"), lifetime: .seconds(90),
            by: AccessFixture.author)
        #expect(try await fixture.tokens.list().first?.lastUsedAt == nil)
        let visitor = try await fixture.visitors.visitor(token: secret.text, cookie: nil)
        let principal = Principal(
            .token, name: "ci", roles: try Roles("analyst,finance"), reports: try ReportPattern("finance/*"))
        #expect(visitor == .known(principal, nil))
        #expect(try await fixture.tokens.list().first?.lastUsedAt == fixture.clock.now)
        await #expect(throws: DiagnosticError.self) {
            _ = try await fixture.tokens.create(
                "ci", roles: Roles(.viewer), reports: nil, lifetime: nil, by: AccessFixture.author)
        }
        fixture.clock.pass(.seconds(89))
        #expect(try await fixture.visitors.visitor(token: secret.text, cookie: nil) == .known(principal, nil))
        fixture.clock.pass(.seconds(1))
        #expect(try await fixture.visitors.visitor(token: secret.text, cookie: nil) == .wrongToken)
        try await fixture.tokens.revoke("ci", by: AccessFixture.author)
        #expect(try await fixture.tokens.list().isEmpty)
        #expect(
            try await fixture.said == [
                "root create-token ci as analyst,finance for finance/* command line",
                "root revoke-token ci command line",
            ])
    }

    @Test("who a request comes from, by what it brings")
    func visitors() async throws {
        let fixture = try AccessFixture()
        #expect(try await fixture.visitors.visitor(token: nil, cookie: nil) == .noAccounts)
        #expect(try await fixture.visitors.visitor(token: "old", cookie: nil) == .noAccounts)
        try await fixture.add("ann")
        #expect(try await fixture.visitors.haveAccounts())
        #expect(try await fixture.visitors.visitor(token: nil, cookie: nil) == .unknown)
        #expect(try await fixture.visitors.visitor(token: nil, cookie: "forged") == .unknown)
        #expect(try await fixture.visitors.visitor(token: "old", cookie: nil) == .wrongToken)
        let cookie = try #require(try await fixture.signIn("ann"))
        guard
            case .known(let principal, let session) = try await fixture.visitors.visitor(
                token: nil, cookie: cookie.text)
        else {
            Issue.record("the session is unknown")
            return
        }
        #expect(principal == Principal(.user, name: "ann", roles: Roles(.analyst)))
        #expect(session?.formToken.count == 43)
        // A token counts alone: a wrong one is not made good by a session.
        #expect(try await fixture.visitors.visitor(token: "old", cookie: cookie.text) == .wrongToken)
    }

    @Test("lines of the audit log: the latest, the newest last, from a time on, each of one line")
    func audit() async throws {
        let fixture = try AccessFixture()
        for number in 1...5 {
            try await fixture.audit.record(.run, "aging\n\(number)", by: AccessFixture.author)
            fixture.clock.pass(.seconds(60))
        }
        #expect(try await fixture.audit.entries(limit: 2).map(\.detail) == ["aging 4", "aging 5"])
        let since = LocalDateTime(microseconds: fixture.clock.now.microseconds - 150_000_000)
        #expect(try await fixture.audit.entries(limit: 10, since: since).map(\.detail) == ["aging 4", "aging 5"])
    }
}
