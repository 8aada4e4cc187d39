import Foundation
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

/// Runs that are recorded, and run again on what was recorded.
@Suite struct CassetteTests {
    private static let service = Project.tether("retry: { max_attempts: 2, initial_interval: 1ms, max_interval: 1ms }")
    private static let report = Project.share.replacing("{ sn: sn } }", with: "{ sn: sn }, error_limit: 100% }")
        .replacing(
            "value: tether.ours }", with: "value: tether.ours }\n  - { title: Currency, value: tether.currency }")
    /// C1 is found, X2 missing, C3 has no answer.
    private static let rows = "sn,amount\nC1,1\nX2,2\nC3,3\n"
    private static let handler: StandIn.Handler = { request in
        request.query("sn") == "C3" ? StandInAnswer("broken", status: 500) : Project.known(request)
    }

    private func project(_ rows: String = Self.rows) -> Project {
        Project(report: Self.report, service: Self.service, rows: rows)
    }

    /// Without the variables that the service needs.
    private func replay(_ project: Project, _ arguments: String...) async throws -> Program.Outcome {
        var alone = project
        alone.environment = [:]
        return try await alone.quire(["run", "share", "--replay", "cassettes/"] + arguments)
    }

    @Test("A run on cassettes makes the same workbook cell by cell, without services and variables")
    func again() async throws {
        let project = project()
        let (first, _) = try await project.quire(
            "run", "share", "-o", "a.xlsx", "--record", "cassettes", answering: Self.handler)
        #expect(first.exitCode == 3, "\(first.said)")
        #expect(first.standardError.contains("answers recorded in cassettes: 3\n"))
        #expect(
            try project.lines("cassettes/tether.ndjson") == [
                #"{"lookup":"discount","key":{"sn":"C1"},"found":{"ours":0.25,"currency":"USD"}}"#,
                #"{"lookup":"discount","key":{"sn":"C3"},"error":"tether.discount, key C3: 500 Internal Server Error: broken","attempts":2}"#,
                #"{"lookup":"discount","key":{"sn":"X2"},"missing":true}"#,
            ])
        let second = try await replay(project, "-o", "b.xlsx")
        #expect(second.exitCode == 3, "\(second.said)")
        #expect(second.standardError.contains("tether: 1 found, 1 missing, 1 failed in 0 calls"))
        let (recorded, replayed) = (try project.workbook("a.xlsx"), try project.workbook("b.xlsx"))
        #expect(recorded.sheets.map(\.name) == ["Share", "Problems"])
        for (left, right) in zip(recorded.sheets, replayed.sheets) {
            #expect(left.rows.map { $0.map(\.shown) } == right.rows.map { $0.map(\.shown) })
        }
    }

    @Test("A key that no cassette holds fails, and says which cassette was looked in")
    func unknownKey() async throws {
        let project = project()
        _ = try await project.quire("run", "share", "-o", "a.csv", "--record", "cassettes", answering: Project.known)
        project.folder.write(Self.rows + "C4,4\n", to: "reports/data/rows.csv")
        let outcome = try await replay(project, "-o", "b.csv", "--summary", "json")
        #expect(outcome.exitCode == 3, "\(outcome.said)")
        #expect(try project.lines("b.csv") == ["Sn,Ours,Currency", "C1,0.25,USD", "X2,,", "C3,0.39,EUR", "C4,,"])
        #expect(
            try Summary(outcome.standardOutput).problems.map(\.message) == [
                "tether.discount, key C4: 'cassettes/tether.ndjson' holds no answer for it"
            ])
        try FileManager.default.removeItem(atPath: project.folder.file("cassettes/tether.ndjson"))
        let none = try await replay(project, "-o", "c.csv", "--summary", "json")
        #expect(none.exitCode == 3, "\(none.said)")
        #expect(
            try Summary(none.standardOutput).problems.first?.message
                == "tether.discount, key C1: there is no cassette 'cassettes/tether.ndjson'")
    }

    @Test("Recording again replaces answers to the same keys and keeps the others")
    func recordedTwice() async throws {
        let project = project()
        _ = try await project.quire("run", "share", "-o", "a.csv", "--record", "cassettes", answering: Self.handler)
        project.folder.write("sn,amount\nC3,3\nC4,4\n", to: "reports/data/rows.csv")
        _ = try await project.quire("run", "share", "-o", "b.csv", "--record", "cassettes", answering: Project.known)
        #expect(
            try project.lines("cassettes/tether.ndjson") == [
                #"{"lookup":"discount","key":{"sn":"C1"},"found":{"ours":0.25,"currency":"USD"}}"#,
                #"{"lookup":"discount","key":{"sn":"C3"},"found":{"ours":0.39,"currency":"EUR"}}"#,
                #"{"lookup":"discount","key":{"sn":"C4"},"found":{"ours":0.46,"currency":"CNY"}}"#,
                #"{"lookup":"discount","key":{"sn":"X2"},"missing":true}"#,
            ])
        #expect(try project.filesBelow("cassettes") == ["tether.ndjson"])
    }

    @Test("A run that fails leaves what it was told by then")
    func failed() async throws {
        let project = project()
        project.folder.write(Self.report.replacing("100%", with: "10%"), to: "reports/share.yaml")
        let (outcome, _) = try await project.quire(
            "run", "share", "-o", "a.csv", "--record", "cassettes", answering: Self.handler)
        #expect(outcome.exitCode == 1, "\(outcome.said)")
        #expect(try project.lines("cassettes/tether.ndjson").count == 3)
        project.folder.write(Self.report.replacing("100%", with: "100%, on_error: fail"), to: "reports/share.yaml")
        project.folder.write("sn,amount\nC3,3\n", to: "reports/data/rows.csv")
        let (other, _) = try await project.quire(
            "run", "share", "-o", "a.csv", "--record", "others", answering: Self.handler)
        #expect(other.exitCode == 1, "\(other.said)")
        #expect(try project.lines("others/tether.ndjson").count == 1)
    }

    @Test("A run that is cancelled leaves what it was told by then")
    func cancelled() async throws {
        let project = Project(
            report: Self.report, service: Project.tether("limits: { max_concurrency: 8 }"), rows: Project.rows(300))
        let handler: StandIn.Handler = { request in
            let number = request.query("sn").flatMap { Int($0.dropFirst()) } ?? 0
            return number <= 200 ? Project.known(request) : StandInAnswer("", manner: .hang)
        }
        let (outcome, _) = try await project.quire(
            "run", "share", "-o", "a.csv", "--record", "cassettes", answering: handler
        ) { running, standIn in
            await eventually { standIn.counts.openRequests == 8 && standIn.counts.requests >= 208 }
            running.send(SIGINT)
        }
        #expect(outcome.exitCode == 130, "\(outcome.said)")
        #expect(try project.files == ["cassettes"])
        #expect((100...200).contains(try project.lines("cassettes/tether.ndjson").count))
    }

    @Test("No secret is on a cassette, in no encoding, be it a key or what an echo answers")
    func secrets() async throws {
        let token = Project.token
        let report = Self.report.replacing(
            "title: Share", with: "title: Share\nparameters: { pin: { type: integer, secret: true } }"
        ).replacing("{ sn: sn }", with: "{ sn: \"sn || ':' || :pin\" }")
        let project = Project(report: report, service: Self.service, rows: "sn,amount\nC1,1\n")
        let encoded = Data(token.utf8).base64EncodedString()
        let (outcome, _) = try await project.quire(
            "run", "share", "pin=471123", "-o", "a.csv", "--record", "cassettes",
            answering: { request in
                StandInAnswer(
                    .members([
                        "discount": .members(["ours": 471_123]), "currency": .string("\(token) \(encoded)"),
                    ]))
            })
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(
            try project.lines("cassettes/tether.ndjson") == [
                #"{"lookup":"discount","key":{"sn":"C1:***"},"found":{"ours":"***","currency":"*** ***"},"masked":true}"#
            ])
    }

    @Test("A user and a password are kept out together, as they are sent")
    func credentials() async throws {
        let service = Self.service.replacing(
            "{ type: token, scheme: Token, token: \"${TETHER_TOKEN}\" }",
            with: "{ type: basic, username: quire, password: \"${TETHER_TOKEN}\" }")
        let project = Project(report: Self.report, service: service, rows: "sn,amount\nC1,1\n")
        let (outcome, _) = try await project.quire(
            "run", "share", "-o", "a.csv", "--record", "cassettes",
            answering: { request in
                StandInAnswer(.members(["currency": .string(request.header("Authorization") ?? "")]))
            })
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.text("cassettes/tether.ndjson").contains(#""currency":"Basic ***""#))
        let replayed = try await replay(project, "-o", "b.csv", "--summary", "json")
        #expect(replayed.exitCode == 3, "\(replayed.said)")
        #expect(try project.lines("b.csv") == ["Sn,Ours,Currency", "C1,,"], "no mask is taken for a value")
        #expect(
            try Summary(replayed.standardOutput).problems.first?.message.hasSuffix(
                "its recorded answer held a secret, which is on no cassette: ask the service itself") == true,
            "\(replayed.said)")
    }

    @Test("A service in a folder has its cassette in one")
    func folders() async throws {
        let project = Project([
            "share.yaml": Self.report.replacing("tether.discount", with: "of/tether.discount"),
            "services/of/tether.yaml": Self.service, "data/rows.csv": "sn,amount\nC1,1\n",
        ])
        let (outcome, _) = try await project.quire(
            "run", "share", "-o", "a.csv", "--record", "deep/cassettes", answering: Project.known)
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.lines("deep/cassettes/of/tether.ndjson").count == 1)
        try FileManager.default.moveItem(
            atPath: project.folder.file("deep/cassettes"), toPath: project.folder.file("cassettes"))
        #expect(try await replay(project, "-o", "b.csv").exitCode == 0)
        #expect(try project.text("a.csv") == project.text("b.csv"))
    }

    @Test("A key that the lookup cannot have is on no cassette, and fails again by itself")
    func invalidKey() async throws {
        let service = Self.service.replacing("input: { sn: text }", with: "input: { sn: integer }")
        let project = Project(report: Self.report, service: service, rows: "sn,amount\n1,1\nx,2\n")
        let (first, _) = try await project.quire(
            "run", "share", "-o", "a.csv", "--record", "cassettes", answering: Project.known)
        #expect(first.exitCode == 3, "\(first.said)")
        #expect(try project.lines("cassettes/tether.ndjson").count == 1)
        let second = try await replay(project, "-o", "b.csv")
        #expect(second.exitCode == 3, "\(second.said)")
        #expect(try project.text("a.problems.csv") == project.text("b.problems.csv"))
    }

    @Test("What cannot be recorded or replayed ends with 2 before anyone is asked")
    func refused() async throws {
        let project = project()
        project.folder.write("{}\n", to: "broken/tether.ndjson")
        project.folder.write("", to: "file")
        for (arguments, says) in [
            (["--record", "a", "--replay", "a"], "error: --record and --replay do not go together [invalid-option]"),
            (["--replay", "nowhere"], "error: there is no folder 'nowhere' of cassettes [unknown-cassettes]"),
            (["--record", "file"], "error: the folder 'file' cannot be written [unwritable-cassettes]"),
            (["--replay", "broken"], "broken/tether.ndjson:1:1: error: an answer has 'lookup', 'key'"),
            (["--record", "broken"], "broken/tether.ndjson:1:1: error: an answer has 'lookup', 'key'"),
        ] {
            let outcome = try await project.quire(
                ["run", "share", "-o", "a.csv"] + arguments, environment: ["TETHER_URL": "http://127.0.0.1:1"])
            #expect(outcome.exitCode == 2, "\(outcome.said)")
            #expect(outcome.standardError.contains(says), "\(outcome.said)")
            #expect(try project.files == ["broken", "file"])
        }
    }
}
