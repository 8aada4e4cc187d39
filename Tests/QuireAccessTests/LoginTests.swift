import GRDB
import QuireModel
import QuireRun
import Testing

@testable import QuireAccess

@Suite("Signing in")
struct LoginTests {
    private func attempt(
        _ fixture: AccessFixture, _ name: String, _ password: String = "wrong", from address: String = "192.0.2.7"
    ) async throws -> LoginOutcome {
        try await fixture.logins.signIn(name, password: password, from: address)
    }

    @Test("with the right name and password gives a session of 12 hours")
    func session() async throws {
        let fixture = try AccessFixture()
        try await fixture.add("ann")
        let cookie = try #require(try await fixture.signIn("ann"))
        fixture.clock.pass(.seconds(12 * 3600 - 1))
        guard case .known = try await fixture.visitors.visitor(token: nil, cookie: cookie.text) else {
            Issue.record("the session has ended too early")
            return
        }
        fixture.clock.pass(.seconds(1))
        #expect(try await fixture.visitors.visitor(token: nil, cookie: cookie.text) == .unknown)
        #expect(try await fixture.said.last == "ann login  192.0.2.7")
    }

    @Test("with a wrong one does not, and the log says who only where there is such a user")
    func wrong() async throws {
        let fixture = try AccessFixture()
        try await fixture.add("ann")
        #expect(try await attempt(fixture, "ann") == .wrongNameOrPassword)
        #expect(try await attempt(fixture, "ann", "") == .wrongNameOrPassword)
        #expect(try await attempt(fixture, "typed-in-haste", "correct horse") == .wrongNameOrPassword)
        #expect(
            try await fixture.said.dropFirst() == [
                "ann failed-login  192.0.2.7", "ann failed-login  192.0.2.7", "unknown failed-login  192.0.2.7",
            ])
    }

    @Test(
        "5 times in vain stops the name from everywhere, also with the right password, until the first is 15 minutes old"
    )
    func nameLimit() async throws {
        let fixture = try AccessFixture()
        try await fixture.add("ann")
        try await fixture.add("ben")
        for number in 1...5 {
            #expect(try await attempt(fixture, "ann", from: "192.0.2.\(number)") == .wrongNameOrPassword)
            fixture.clock.pass(.seconds(60))
        }
        #expect(try await attempt(fixture, "ann", "correct horse", from: "192.0.2.9") == .tooMany(secondsToWait: 600))
        guard case .signedIn = try await attempt(fixture, "ben", "correct horse") else {
            Issue.record("another name is stopped too")
            return
        }
        fixture.clock.pass(.seconds(600))
        #expect(try await fixture.signIn("ann") != nil)
    }

    @Test("a name that there is not is stopped as well, so that nobody learns which there are")
    func unknownName() async throws {
        let fixture = try AccessFixture()
        for _ in 1...5 { #expect(try await attempt(fixture, "zed") == .wrongNameOrPassword) }
        #expect(try await attempt(fixture, "zed") == .tooMany(secondsToWait: 900))
    }

    @Test(
        "a text that no name can be is nobody, whatever a database makes of it", arguments: ["\0x", "\0", " x", "/x"])
    func noName(_ ending: String) async throws {
        let fixture = try AccessFixture()
        try await fixture.add("ann")
        #expect(try await attempt(fixture, "ann" + ending, "correct horse") == .wrongNameOrPassword)
        #expect(try await fixture.said.last == "unknown failed-login  192.0.2.7")
        for number in 1...4 {
            #expect(try await attempt(fixture, "ann" + ending + String(number)) == .wrongNameOrPassword)
        }
        guard case .tooMany = try await attempt(fixture, "ann" + ending + "5") else {
            Issue.record("each text has a limit of its own")
            return
        }
    }

    @Test("20 times in vain stops the address for all names, and no other address")
    func addressLimit() async throws {
        let fixture = try AccessFixture()
        try await fixture.add("ann")
        for number in 1...20 { #expect(try await attempt(fixture, "user\(number)") == .wrongNameOrPassword) }
        #expect(try await attempt(fixture, "ann", "correct horse") == .tooMany(secondsToWait: 900))
        guard case .signedIn = try await attempt(fixture, "ann", "correct horse", from: "192.0.2.8") else {
            Issue.record("another address is stopped too")
            return
        }
    }

    @Test("many at once are no way around the limit")
    func atOnce() async throws {
        let fixture = try AccessFixture()
        try await fixture.add("ann")
        let outcomes = try await withThrowingTaskGroup(of: LoginOutcome.self) { group in
            for _ in 0..<30 {
                group.addTask { try await fixture.logins.signIn("ann", password: "wrong", from: "192.0.2.7") }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == .wrongNameOrPassword }.count == 5)
        #expect(outcomes.filter { $0 == .tooMany(secondsToWait: 900) }.count == 25)
    }

    @Test("in time counts for nothing: five right logins stop nobody")
    func success() async throws {
        let fixture = try AccessFixture()
        try await fixture.add("ann")
        for _ in 0..<8 { #expect(try await fixture.signIn("ann") != nil) }
    }

    @Test("takes a hash's time for a name that there is not")
    func sameTime() async throws {
        let fixture = try AccessFixture()
        // Enough that the rest is little beside it.
        let hasher = PasswordHasher(cost: ScryptCost(logRounds: 12, blockSize: 8, parallelism: 1))
        let users = Users(fixture.state, hasher: hasher, now: fixture.now)
        try await users.add("ann", password: "correct horse", roles: Roles(.viewer), by: AccessFixture.author)
        let logins = Logins(fixture.state, hasher: hasher, now: fixture.now)
        // The least of several, taken by turns: what else the machine does is no part of it.
        var least: [String: Duration] = [:]
        for number in 0..<4 {
            for (name, password) in [("ann", "wrong password"), ("zed", "wrong password"), ("zoe", "short")] {
                let time = try await ContinuousClock().measure {
                    _ = try await logins.signIn(name, password: password, from: "192.0.2.\(number)")
                }
                least[name] = min(least[name] ?? time, time)
            }
        }
        let known = try #require(least["ann"])
        // Without a hash it would be hundreds of times quicker.
        for name in ["zed", "zoe"] { #expect(try #require(least[name]) > known / 5, "\(least)") }
    }

    @Test("ends with signing out, another password, or the user; other roles hold at once")
    func ends() async throws {
        let fixture = try AccessFixture()
        for end in ["sign out", "password", "remove"] {
            try await fixture.add("ann")
            let cookie = try #require(try await fixture.signIn("ann"))
            try await fixture.users.setRoles(Roles(.viewer), of: "ann", by: AccessFixture.author)
            guard case .known(let principal, _) = try await fixture.visitors.visitor(token: nil, cookie: cookie.text)
            else {
                Issue.record("there is no session")
                return
            }
            #expect(principal.roles == Roles(.viewer))
            switch end {
            case "sign out": try await fixture.logins.signOut(cookie.text, by: Author(who: "ann", from: "192.0.2.7"))
            case "password": try await fixture.users.setPassword("another one", of: "ann", by: AccessFixture.author)
            default: break
            }
            if end != "remove" {
                let left = try await fixture.visitors.visitor(token: nil, cookie: cookie.text)
                #expect(left == .unknown, "\(end)")
            }
            try await fixture.users.remove("ann", by: AccessFixture.author)
            #expect(try await fixture.state.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM session") } == 0)
        }
        #expect(try await fixture.said.contains("ann logout  192.0.2.7"))
    }
}
