import Glibc
import QuireModel
import QuireStandIn
import QuireTesting
import Synchronization
import Testing

@Suite("A list that does not answer as it should") struct ListFaultTests {
    private static let pages = "{ type: page, size: 10 }"
    private static let patient = "timeout: 5s\nretry: { initial_interval: 1ms, max_interval: 1ms, jitter: none }"

    @Test("A 503 in the middle is tried again, and no row is there twice")
    func retried() async throws {
        let project = Project.listing(Self.pages, settings: Self.patient)
        let contracts = ListedContracts(25)
        let (outcome, _) = try await project.quire(
            "run", "contracts", "-o", "out.csv",
            answering: contracts.pages { $0 == 1 || $0 == 2 ? StandInAnswer("later", status: 503) : nil })
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.serialNumbers == Project.serialNumbers(25))
        #expect(
            contracts.uris.map { String($0.dropFirst("/contracts?page=".count).prefix(1)) } == [
                "1", "2", "2", "2", "3",
            ])
    }

    @Test("Retry-After holds back the next attempt")
    func held() async throws {
        let project = Project.listing(Self.pages, settings: Self.patient)
        let contracts = ListedContracts(25)
        let start = ContinuousClock.now
        let (outcome, counts) = try await project.quire(
            "run", "contracts", "-o", "out.csv",
            answering: contracts.pages {
                $0 == 1 ? StandInAnswer("", status: 429, headers: [("Retry-After", "1")]) : nil
            })
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(counts.requests == 4)
        #expect(start.duration(to: .now) >= .seconds(1))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var paginator = ListFaultTests.pages
        var source = ""
        var list = ""
        var fields = "{ sn: {}, amount: { type: number } }"
        var message: String
        var requests: Int
        /// What comes instead, by the number of requests before.
        var fault: @Sendable (Int) -> StandInAnswer?

        private static func items(_ text: String) -> StandInAnswer { StandInAnswer(#"{"results":"# + text + "}") }

        private static func results(_ from: Int) -> String {
            JSON.array((from..<from + 10).map { ListedContracts.item($0) }).text
        }

        static let all = [
            Case(
                testDescription: "for good",
                message: "page 2 of crm.contracts: 503 Service Unavailable: out of order (4 attempts)", requests: 5
            ) { $0 > 0 ? StandInAnswer("out of order", status: 503) : nil },
            Case(
                testDescription: "nothing there", message: "page 1 of crm.contracts: 404 Not Found: no such thing",
                requests: 1
            ) { _ in StandInAnswer("no such thing", status: 404) },
            Case(
                testDescription: "no JSON", message: "page 1 of crm.contracts: 200 OK: the body is no JSON", requests: 4
            ) { _ in StandInAnswer("<html>") },
            Case(
                testDescription: "no items",
                message: #"page 1 of crm.contracts: 200 OK: there is nothing at $.results[*]: {"data":[]}"#, requests: 1
            ) { _ in StandInAnswer(#"{"data":[]}"#) },
            Case(
                testDescription: "items that are an object",
                message: "page 1 of crm.contracts: 200 OK: $.results[*] should be an array and is an object",
                requests: 1
            ) { _ in items("{}") },
            Case(
                testDescription: "items that are texts",
                message: "page 1 of crm.contracts: 200 OK: item 2 of $.results[*] should be an object and is text",
                requests: 1
            ) { _ in items(#"[{"sn":"C1"},"C2"]"#) },
            Case(
                testDescription: "a value that does not fit",
                message: "page 2 of crm.contracts: 200 OK: item 1: field 'amount' ($.amount) should be a number and is"
                    + #" "many""#,
                requests: 2
            ) { $0 == 1 ? items(#"[{"sn":"C11","amount":"many"}]"#) : nil },
            Case(
                testDescription: "a value that does not fit the type of the source",
                source: ", fields: { sn: integer }",
                message: "page 1 of crm.contracts: 200 OK: item 1: field 'sn' ($.sn) should be an integer and is"
                    + #" "C1""#,
                requests: 1
            ) { _ in nil },
            Case(
                testDescription: "a required value that is not there", fields: "{ sn: {}, amount: { required: true } }",
                message: "item 1: field 'amount' ($.amount) is required and is not there", requests: 1
            ) { _ in items(#"[{"sn":"C1"}]"#) },
            Case(
                testDescription: "a page again",
                message: "page 2 of crm.contracts: 200 OK: it has the same items as the page before:"
                    + " does the service know 'page'?",
                requests: 2
            ) { _ in items(results(1)) },
            Case(
                testDescription: "a cursor again", paginator: "{ type: cursor }",
                message: "page 2 of crm.contracts: 200 OK: the cursor at $.next leads to the same page again",
                requests: 2
            ) { StandInAnswer(#"{"next":"x","results":"# + results($0 * 10) + "}") },
            Case(
                testDescription: "a cursor that is none", paginator: "{ type: cursor }",
                message: "page 1 of crm.contracts: 200 OK: the cursor at $.next should be text and is an object",
                requests: 1
            ) { StandInAnswer(#"{"next":{},"results":"# + results($0 * 10) + "}") },
            Case(
                testDescription: "pages without end", paginator: "{ type: cursor, max_pages: 5 }",
                message: "page 5 of crm.contracts: 200 OK: more pages follow than 'max_pages' allows, which is 5",
                requests: 5
            ) { StandInAnswer(#"{"next":"\#($0)","results":"# + results($0 * 10) + "}") },
            Case(
                testDescription: "a link to another host", paginator: "{ type: link, next: $.next }",
                message:
                    "page 1 of crm.contracts: 200 OK: a link to http://example.com/a, which is another scheme, host"
                    + " or port than http://127.0.0.1",
                requests: 1
            ) { _ in StandInAnswer(#"{"next":"http://example.com/a","results":[]}"#) },
            Case(
                testDescription: "a link to another port", paginator: "{ type: link }",
                message: "a link to http://127.0.0.1:1/a, which is another scheme, host or port than", requests: 1
            ) { _ in
                StandInAnswer(
                    #"{"results":[]}"#, headers: [("Link", "<http://127.0.0.1:1/a>; rel=next")])
            },
            Case(
                testDescription: "a link to the same page", paginator: "{ type: link, next: $.next }",
                message: "page 2 of crm.contracts: 200 OK: its link to the next page leads to the same page again",
                requests: 2
            ) { StandInAnswer(#"{"next":"?a=1","results":"# + results($0 * 10) + "}") },
            Case(
                testDescription: "what a rule says",
                list: "responses: [{ when: { path: $.code, equals: 7 }, action: fail, message: $.why }]",
                message: "page 1 of crm.contracts: 200 OK: not today", requests: 1
            ) { _ in StandInAnswer(#"{"code":7,"why":"not today"}"#) },
            Case(
                testDescription: "a secret in its answer",
                message: "page 1 of crm.contracts: 403 Forbidden: who is Token ***", requests: 1
            ) { _ in StandInAnswer("who is Token \(Project.token)", status: 403) },
        ]
    }

    @Test("fails the run with the page, and leaves no file", arguments: Case.all)
    func faulty(_ fault: Case) async throws {
        let project = Project.listing(
            fault.paginator, settings: Self.patient, source: fault.source, list: fault.list, fields: fault.fields)
        let (outcome, counts) = try await project.quire(
            "run", "contracts", "-o", "out.csv", answering: ListedContracts(25).pages(fault.fault))
        #expect(outcome.exitCode == 1, "\(outcome.said)")
        #expect(outcome.standardError.contains(fault.message), "\(outcome.said)")
        #expect(counts.requests == fault.requests)
        #expect(try project.files == [])
    }

    struct Sound: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var paginator = ListFaultTests.pages
        var source = ""
        var list = ""
        var lines: [String]
        var fault: @Sendable (Int) -> StandInAnswer?

        static let all = [
            Sound(testDescription: "an empty array", lines: ["Sn,Amount"]) { _ in StandInAnswer(#"{"results":[]}"#) },
            Sound(testDescription: "null", lines: ["Sn,Amount"]) { _ in StandInAnswer(#"{"results":null}"#) },
            Sound(testDescription: "204", lines: ["Sn,Amount"]) { _ in StandInAnswer("", status: 204) },
            Sound(
                testDescription: "a 404 that a rule calls missing",
                list: "responses: [{ http_codes: [404], action: missing }]", lines: ["Sn,Amount"]
            ) { _ in StandInAnswer("", status: 404) },
            Sound(
                testDescription: "invalid: blank", source: ", invalid: blank", lines: ["Sn,Amount", "C1,", "C2,5"]
            ) { _ in StandInAnswer(#"{"results":[{"sn":"C1","amount":"many"},{"sn":"C2","amount":"5"}]}"#) },
            Sound(
                testDescription: "types of the source",
                source: ", fields: { sn: datetime, amount: text }", lines: ["Sn,Amount", "2026-01-31T23:30:00,05"]
            ) { _ in StandInAnswer(#"{"results":[{"sn":"2026-01-31T15:30:00Z","amount":"05"}]}"#) },
            Sound(
                testDescription: "an empty page in the middle", paginator: "{ type: cursor }",
                lines: ["Sn,Amount", "C1,100", "C2,200"]
            ) {
                let items = [ListedContracts.item(1).text, "", "", ListedContracts.item(2).text][$0]
                return StandInAnswer(#"{"next":\#($0 < 3 ? "\($0)" : #""""#),"results":[\#(items)]}"#)
            },
        ]
    }

    @Test("What is no fault", arguments: Sound.all)
    func sound(_ sound: Sound) async throws {
        let project = Project.listing(sound.paginator, source: sound.source, list: sound.list)
        project.folder.write("timezone: Asia/Shanghai", to: "reports/quire.yaml")
        let (outcome, _) = try await project.quire(
            "run", "contracts", "-o", "out.csv", answering: ListedContracts(5).pages(sound.fault))
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.lines("out.csv") == sound.lines)
    }

    @Test("Ctrl-C ends a run at once that waits for a page", arguments: [0, 1])
    func cancelled(_ page: Int) async throws {
        let project = Project.listing(Self.pages, settings: "timeout: 30s")
        let sent = Mutex<ContinuousClock.Instant?>(nil)
        let (outcome, _) = try await project.quire(
            "run", "contracts", "-o", "out.csv",
            answering: ListedContracts(25).pages { $0 == page ? StandInAnswer("", manner: .hang) : nil }
        ) { running, standIn in
            await eventually { standIn.counts.requests == page + 1 }
            sent.withLock { $0 = .now }
            running.send(SIGINT)
        }
        #expect(outcome.exitCode == 130, "\(outcome.said)")
        #expect(try #require(sent.withLock { $0 }).duration(to: .now) < .seconds(5))
        #expect(try project.files == [])
    }

    @Test("A list and lookups of one service share its rate and its slots")
    func shared() async throws {
        let project = Project.listing(
            Self.pages,
            settings: """
                limits: { rate: 20/s, burst: 5, max_concurrency: 1 }
                lookups:
                  discount:
                    input: { sn: text }
                    request: { path: /share, query: { sn: "{sn}" } }
                    fields: { ours: { type: number } }
                """)
        project.folder.write(
            """
            source: { list: crm }
            enrich: { tether: { lookup: crm, input: { sn: sn } } }
            columns: [sn, tether.ours]
            """, to: "reports/contracts.yaml")
        let contracts = ListedContracts(25)
        let pages = contracts.pages()
        let start = ContinuousClock.now
        let (outcome, counts) = try await project.quire("run", "contracts", "-o", "out.csv") { request in
            request.path == "/share" ? StandInAnswer(#"{"ours":0.5}"#) : pages(request)
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.lines("out.csv") == ["Sn,Tether ours"] + Project.serialNumbers(25).map { "\($0),0.5" })
        // 28 calls, of which 5 go at once.
        #expect(counts.requests == 28)
        #expect(counts.peakRequests == 1)
        #expect(start.duration(to: .now) >= .milliseconds(1_100))
    }

    @Test("A link need not say who asks, and what it says stays")
    func identified() async throws {
        let project = Project.listing("{ type: link, next: $.links.next }")
        let service = try project.text("reports/services/crm.yaml").replacing(
            "type: token, scheme: Token, token:", with: "type: api_key, inject_into: query, name: key, value:")
        project.folder.write(service, to: "reports/services/crm.yaml")
        let contracts = ListedContracts(25)
        let (outcome, _) = try await project.quire(
            "run", "contracts", "-o", "out.csv", answering: contracts.links(of: 10, inHeader: false))
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(contracts.requests.count == 3)
        #expect(contracts.requests.allSatisfy { $0.query("key") == Project.token })
    }

    @Test("A plan asks no service and says what it cannot know")
    func planned() async throws {
        let project = Project.listing(Self.pages)
        let contracts = ListedContracts(25)
        let (outcome, _) = try await project.quire("plan", "contracts", "--json", answering: contracts.pages())
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let plan = try Plan(outcome.standardOutput)
        #expect(plan.source.kind == "list")
        #expect(plan.source.rows == nil)
        let (told, _) = try await project.quire("plan", "contracts", answering: contracts.pages())
        #expect(told.standardOutput.contains("Source: crm.contracts, ? rows"))
        #expect(contracts.requests.isEmpty)
    }

    @Test("A test gives the rows, and asks nobody")
    func tested() async throws {
        let project = Project.listing(Self.pages)
        project.folder.write(
            """
            tests:
              - name: shown
                rows: [{ sn: C1, amount: "100" }]
                expect: [{ sn: C1, amount: 100 }]
            """, to: "reports/contracts.test.yaml")
        let contracts = ListedContracts(25)
        let (outcome, _) = try await project.quire("test", answering: contracts.pages())
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(contracts.requests.isEmpty)
    }
}
