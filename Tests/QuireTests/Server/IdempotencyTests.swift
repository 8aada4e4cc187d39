import QuireModel
import QuireTesting
import Testing

@Suite("Idempotency keys of a server") struct IdempotencyTests {
    private static let day: Int64 = 24 * 3600
    private static let environment = ["TETHER_URL": "http://127.0.0.1:1"]

    /// Has all keys be older than they are, while no server has the state.
    ///
    /// - Parameter seconds: by that much.
    private static func age(_ project: Project, by seconds: Int64) throws {
        let count = try project.change(
            "reports/.quire/state.db", "UPDATE idempotency SET at = at - \(seconds * 1_000_000)")
        #expect(count > 0)
    }

    @Test("A key gives the same run after a restart, for 24 hours, and then another")
    func restart() async throws {
        let project = ServedProject.make()
        /// Asks a server of its own.
        func start() async throws -> String {
            try await project.serving(environment: Self.environment) { served in
                let body = #"{"limit":1,"format":"csv"}"#
                let run = try await served.start("plain", body, ["Idempotency-Key": "a key"])
                let turned = #"{ "format": "csv", "limit": 1 }"#
                #expect(try await served.start("plain", turned, ["Idempotency-Key": "a key"]) == run)
                #expect(try await served.end(of: run)["status"] == "succeeded")
                let other = try await served.post(
                    "/api/v1/reports/plain/runs", #"{"limit":2}"#, ["Idempotency-Key": "a key"])
                #expect(other.status == 422)
                return run
            }.result
        }
        let run = try await start()
        #expect(try await start() == run)
        try Self.age(project, by: Self.day - 3600)
        #expect(try await start() == run)
        try Self.age(project, by: 3600)
        let next = try await start()
        #expect(next != run)
        #expect(try await start() == next)
        #expect(try await project.runs().map(\.run) == [next, run])
    }

    @Test("Keys of two who ask are two keys, be they users or tokens")
    func people() async throws {
        let project = ServedProject.make()
        try await project.addUser("ann", role: "analyst")
        let tokens = [
            try await project.makeToken("ann", role: "analyst"), try await project.makeToken("ben", role: "analyst"),
        ]
        _ = try await project.serving(token: tokens[0], environment: Self.environment) { served in
            let ann = try await served.signIn("ann").served
            let form = try await ann.formToken()
            var runs: [String] = []
            let body = #"{"limit":1}"#
            for _ in 0..<2 {
                for token in tokens {
                    runs.append(try await served.asked(with: token).start("plain", body, ["Idempotency-Key": "k"]))
                }
                runs.append(try await ann.start("plain", body, ["Idempotency-Key": "k", "X-CSRF-Token": form]))
            }
            #expect(Set(runs).count == 3)
            #expect(Array(runs.prefix(3)) == Array(runs.suffix(3)))
            let other = try await served.asked(with: tokens[1]).post(
                "/api/v1/reports/plain/runs", #"{"limit":2}"#, ["Idempotency-Key": "k"])
            #expect(other.status == 422)
            #expect(try await served.asked(with: tokens[0]).get("/api/v1/runs").json["items"]?.items.count == 3)
        }
    }
}
