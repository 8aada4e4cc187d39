import NIOHTTP1
import QuireTesting
import Testing

extension Project {
    /// Makes a token.
    ///
    /// - Returns: what it is sent as.
    func makeToken(_ name: String, role: String, _ options: String...) async throws -> String {
        let outcome = try await quire(["token", "create", name, "--role", role] + options)
        return try #require(outcome.lines.first, "\(outcome.said)")
    }

    /// Adds a user with the password `correct horse`.
    func addUser(_ name: String, role: String) async throws {
        let outcome = try await quire("user", "add", name, "--role", role, input: "correct horse\n")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
    }
}

extension Served {
    /// The same server, asked with a token.
    func asked(with token: String) -> Served {
        var served = self
        served.credentials = [("Authorization", "Bearer \(token)")]
        return served
    }

    /// Signs in on the page.
    ///
    /// - Returns: the same server, asked by a browser that is signed in, and the cookie as it was set.
    func signIn(
        _ name: String, password: String = "correct+horse", _ headers: Headers = [:]
    ) async throws -> (served: Served, cookie: String) {
        let answer = try await submit("/login", "name=\(name)&password=\(password)", headers)
        let cookie = try #require(answer["Set-Cookie"], "\(answer.status)")
        var served = self
        served.credentials = [("Cookie", String(cookie.prefix { $0 != ";" }))]
        return (served, cookie)
    }

    /// Sends a form as a page does.
    func submit(
        _ path: String, _ fields: String = "", _ headers: Headers = [:], at place: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        var served = self
        served.credentials.append(("Content-Type", "application/x-www-form-urlencoded"))
        return try await served.post(path, fields, headers, at: place)
    }

    /// What the forms of a page bring along.
    func formToken(on page: String = "/") async throws -> String {
        let text = try await get(page).text
        let found = try #require(text.firstMatch(of: /name="csrf" value="([^"]+)"/), "\(text)")
        return String(found.1)
    }
}
