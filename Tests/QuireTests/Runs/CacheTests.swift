import Foundation
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite struct CacheTests {
    private static let cached = Project.tether("cache: { ttl: 1h }")

    /// A service whose address stays the same from run to run.
    private func withService(
        _ asked: Asked, fault: @escaping @Sendable (String, Int) -> StandInAnswer? = { _, _ in nil },
        _ body: @Sendable (String) async throws -> Void
    ) async throws {
        try await StandIn.with(handler: asked.tether(fault)) { try await body($0.url) }
    }

    private func run(_ project: Project, at url: String, _ arguments: String...) async throws -> Summary.Enrichment {
        let outcome = try await project.quire(
            ["run", "share", "-o", "out.csv", "--summary", "json"] + arguments, environment: ["TETHER_URL": url])
        return try #require(try Summary(outcome.standardOutput).enrichments["tether"], "\(outcome.said)")
    }

    @Test("What one run learned later runs know, until they ask anew; the file is the same")
    func kept() async throws {
        let project = Project(service: Self.cached, rows: Project.rows(20) + "X1,5\n")
        let asked = Asked()
        try await withService(asked) { url in
            let first = try await run(project, at: url)
            #expect(first.calls == 21)
            #expect(first.cached == 0)
            let file = try project.text("out.csv")
            let second = try await run(project, at: url)
            #expect(second.calls == 0)
            #expect(second.cached == 21)
            #expect(second.found == 20)
            #expect(second.missing == 1)
            #expect(try project.text("out.csv") == file)
            let refreshed = try await run(project, at: url, "--refresh")
            #expect(refreshed.calls == 21)
            #expect(refreshed.cached == 0)
        }
        #expect(try !project.stateHolds(Project.token))
    }

    @Test("Without 'cache' nothing is known to the next run")
    func notKept() async throws {
        let project = Project(rows: Project.rows(3))
        try await withService(Asked()) { url in
            _ = try await run(project, at: url)
            #expect(try await run(project, at: url).calls == 3)
        }
    }

    @Test("A failure is never kept")
    func failures() async throws {
        let project = Project(service: Self.cached, rows: Project.rows(20))
        let asked = Asked()
        let fault: @Sendable (String, Int) -> StandInAnswer? = { sn, count in
            sn == "C3" && count == 1 ? StandInAnswer("no", status: 400) : nil
        }
        try await withService(asked, fault: fault) { url in
            #expect(try await run(project, at: url).failed == 1)
            let second = try await run(project, at: url)
            #expect(second.calls == 1)
            #expect(second.failed == 0)
        }
    }

    /// A change to the service's file, and whether answers kept before it still stand.
    struct Edit: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var replacement: String
        var keeps: Bool

        static let all = [
            Edit(
                testDescription: "other words and limits", text: "cache: { ttl: 1h }",
                replacement: "title: Tether\ntimeout: 3s\ncache: { size: 1MiB, ttl: 2h }   # longer", keeps: true),
            Edit(
                testDescription: "another field", text: "$.discount.ours", replacement: "$.discount.theirs",
                keeps: false),
            Edit(
                testDescription: "fields in another order",
                text: "ours: { path: $.discount.ours, type: number }\n      currency: { path: $.currency, type: text }",
                replacement:
                    "currency: { path: $.currency, type: text }\n      ours: { path: $.discount.ours, type: number }",
                keeps: false),
            Edit(
                testDescription: "another identity", text: "authenticator:",
                replacement: "headers: { X-Tenant: other }\nauthenticator:", keeps: false),
            Edit(
                testDescription: "a short time to live", text: "ttl: 1h", replacement: "ttl: 1ms", keeps: false),
            Edit(
                testDescription: "another address", text: "url: ${TETHER_URL}", replacement: "url: ${TETHER_URL}/.",
                keeps: false),
        ]
    }

    @Test("Answers stand until what they depend on is changed", arguments: Edit.all)
    func identity(_ edit: Edit) async throws {
        let project = Project(service: Self.cached)
        try await withService(Asked()) { url in
            _ = try await run(project, at: url)
            let edited = Self.cached.replacing(edit.text, with: edit.replacement)
            #expect(edited != Self.cached)
            project.folder.write(edited, to: "reports/services/tether.yaml")
            let again = try await run(project, at: url)
            #expect(again.cached == (edit.keeps ? 3 : 0))
        }
    }

    @Test("Datetimes are kept as the project's clocks show them, and unknown to a project of another zone")
    func zone() async throws {
        let service = """
            url: ${TETHER_URL}
            cache: { ttl: 1h }
            lookups:
              discount:
                input: { sn: text }
                request: { path: /contract/, query: { sn: "{sn}" } }
                fields: { ours: { path: $.at, type: datetime } }
            """
        let project = Project(service: service, rows: Project.rows(1))
        let answer = StandInAnswer(#"{"at":"2026-11-02T10:00:00Z"}"#)
        try await StandIn.with(answer: answer) { standIn in
            for (zone, shown) in [("UTC", "10:00:00"), ("Asia/Shanghai", "18:00:00")] {
                project.folder.write("timezone: \(zone)", to: "reports/quire.yaml")
                _ = try await run(project, at: standIn.url)
                #expect(try project.text("out.csv").contains(shown))
            }
        }
    }

    @Test("What was kept of a file is not taken for that of other columns")
    func columns() async throws {
        let names = "kind: file\nfile: data/names.csv\ncache: { ttl: 1h }\nlookups: { name: { input: { sn: text } } }\n"
        let report = """
            source: { file: data/rows.csv }
            enrich: { names: { lookup: names, input: { sn: sn } } }
            columns: [sn, names.name, names.town]
            """
        let project = Project([
            "share.yaml": report, "services/names.yaml": names, "data/rows.csv": Project.rows(1),
            "data/names.csv": "sn,name,town\nC1,Acme,Ulm\n",
        ])
        for columns in [
            "sn,name,town\nC1,Acme,Ulm\n", "sn,town,name\nC1,Ulm,Acme\n", "sn,no,town,name\nC1,7,Ulm,Acme\n",
        ] {
            project.folder.write(columns, to: "reports/data/names.csv")
            let outcome = try await project.quire("run", "share", "-o", "out.csv")
            #expect(outcome.exitCode == 0, "\(outcome.said)")
            #expect(try project.text("out.csv").hasSuffix("C1,Acme,Ulm\r\n"))
        }
        let plan = try await project.quire("plan", "share", "--json")
        #expect(plan.standardOutput.contains(#""cached":1,"calls":0"#), "\(plan.said)")
    }

    @Test("A run that asks anew goes on asking anew when it is resumed")
    func refreshResumed() async throws {
        let project = Project(service: Self.cached, rows: Project.rows(12))
        let fault: @Sendable (String, Int) -> StandInAnswer? = { sn, count in
            sn == "C5" && count == 2 ? StandInAnswer("no", status: 400) : nil
        }
        let asked = Asked()
        try await withService(asked, fault: fault) { url in
            _ = try await run(project, at: url)
            #expect(try await run(project, at: url, "--refresh").failed == 1)
            let resumed = try await project.quire(
                "resume", try await project.latestRun(), environment: ["TETHER_URL": url])
            #expect(resumed.exitCode == 0, "\(resumed.said)")
        }
        #expect(asked.all["C5"] == 3)
    }

    @Test("An answer that repeats the credentials, as they are sent, is not written down")
    func echo() async throws {
        let service = """
            url: ${TETHER_URL}
            authenticator: { type: basic, username: repo, password: "${TETHER_TOKEN}" }
            cache: { ttl: 1h }
            lookups:
              discount:
                input: { sn: text }
                request: { path: /contract/, query: { sn: "{sn}" } }
                fields: { ours: { path: $.said } }
            """
        let project = Project(service: service, rows: Project.rows(2))
        let handler: StandIn.Handler = { request in
            StandInAnswer(.members(["said": .string(request.header("Authorization") ?? "")]))
        }
        let (outcome, _) = try await project.quire("run", "share", "-o", "out.csv", answering: handler)
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let sent = Data("repo:\(Project.token)".utf8).base64EncodedString()
        #expect(try project.text("out.csv").contains(sent))
        #expect(try !project.stateHolds(sent))
    }

    @Test("A preview fills the cache too, and knows what is in it")
    func preview() async throws {
        let project = Project(service: Self.cached)
        let asked = Asked()
        try await withService(asked) { url in
            for _ in 0..<2 {
                let outcome = try await project.quire("preview", "share", environment: ["TETHER_URL": url])
                #expect(outcome.exitCode == 0, "\(outcome.said)")
            }
            #expect(try await run(project, at: url).calls == 0)
        }
        #expect(asked.all.values.reduce(0, +) == 3)
        #expect(try await project.runs().count == 1)
    }

    @Test("Two runs at once share what they learn, and neither is disturbed")
    func together() async throws {
        let project = Project(service: Self.cached, rows: Project.rows(300))
        try await withService(Asked()) { url in
            try await withThrowingTaskGroup(of: Program.Outcome.self) { group in
                for place in 0..<4 {
                    group.addTask {
                        try await project.quire(
                            "run", "share", "-o", "out\(place).csv", environment: ["TETHER_URL": url])
                    }
                }
                for try await outcome in group { #expect(outcome.exitCode == 0, "\(outcome.said)") }
            }
            let files = try (0..<4).map { try project.text("out\($0).csv") }
            #expect(Set(files).count == 1)
            #expect(try await run(project, at: url).calls == 0)
        }
        #expect(try await project.runs().map(\.status) == Array(repeating: "succeeded", count: 5))
    }
}
