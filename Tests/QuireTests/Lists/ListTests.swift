import Glibc
import QuireModel
import QuireStandIn
import QuireTesting
import Synchronization
import Testing

@Suite("A service's list as a source") struct ListTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var paginator: String
        var request = ""
        var rows = 25
        var uris: [String]
        var handler: @Sendable (ListedContracts) -> StandIn.Handler

        static let all = [
            Case(
                testDescription: "page ends with a short one",
                paginator: "{ type: page, size: 10 }",
                uris: (1...3).map { "/contracts?page=\($0)&per_page=10" }, handler: { $0.pages() }),
            Case(
                testDescription: "page of a round number ends with an empty one",
                paginator: "{ type: page, size: 10 }", rows: 20,
                uris: (1...3).map { "/contracts?page=\($0)&per_page=10" }, handler: { $0.pages() }),
            Case(
                testDescription: "page under other names, after the request's own",
                paginator: "{ type: page, size: 10, page_name: 'p a', size_name: n, first: 0 }",
                request: ", query: { sort: sn }", rows: 5,
                uris: ["/contracts?sort=sn&p%20a=0&n=10"], handler: { $0.pages() }),
            Case(
                testDescription: "offset",
                paginator: "{ type: offset, size: 10 }",
                uris: [0, 10, 20].map { "/contracts?offset=\($0)&limit=10" }, handler: { $0.offsets }),
            Case(
                testDescription: "cursor",
                paginator: "{ type: cursor }", uris: ["/contracts", "/contracts?cursor=C10", "/contracts?cursor=C20"],
                handler: { $0.cursors(of: 10) }),
            Case(
                testDescription: "cursor with a size",
                paginator: "{ type: cursor, size: 10, size_name: n, cursor: $.next }",
                uris: ["/contracts?n=10", "/contracts?cursor=C10&n=10", "/contracts?cursor=C20&n=10"],
                handler: { $0.cursors(of: 10) }),
            Case(
                testDescription: "the last item as cursor",
                paginator: "{ type: cursor, cursor: '$.results[-1].sn' }", rows: 15,
                uris: ["/contracts", "/contracts?cursor=C10", "/contracts?cursor=C15"],
                handler: { $0.cursors(of: 10) }),
            Case(
                testDescription: "link in the body",
                paginator: "{ type: link, next: $.links.next }",
                uris: ["/contracts", "/contracts?from=10", "/contracts?from=20"],
                handler: { $0.links(of: 10, inHeader: false) }),
            Case(
                testDescription: "link in the header",
                paginator: "{ type: link }",
                uris: ["/contracts", "/contracts?from=10", "/contracts?from=20"],
                handler: { $0.links(of: 10, inHeader: true) }),
            Case(
                testDescription: "no paginator", paginator: "", uris: ["/contracts"], handler: { $0.pages() }),
        ]
    }

    @Test("Every paginator asks for each page once, and rows keep their order", arguments: Case.all)
    func paginated(_ listed: Case) async throws {
        let project = Project.listing(listed.paginator, request: listed.request)
        let contracts = ListedContracts(listed.rows)
        let (outcome, _) = try await project.quire(
            "run", "contracts", "-o", "out.csv", answering: listed.handler(contracts))
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.serialNumbers == Project.serialNumbers(listed.rows))
        #expect(contracts.uris == listed.uris)
        #expect(contracts.requests.allSatisfy { $0.header("Authorization") == "Token \(Project.token)" })
    }

    struct Body: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var paginator: String
        var json = ""
        var bodies: [String]
        var handler: @Sendable (ListedContracts) -> StandIn.Handler

        static let all = [
            Body(
                testDescription: "page", paginator: "{ type: page, size: 10, inject_into: json }",
                bodies: [#"{"page":1,"per_page":10}"#, #"{"page":2,"per_page":10}"#], handler: { $0.pages() }),
            Body(
                testDescription: "offset among others",
                paginator: "{ type: offset, size: 10, inject_into: json }", json: ", json: { of: [x] }",
                bodies: [#"{"of":["x"],"offset":0,"limit":10}"#, #"{"of":["x"],"offset":10,"limit":10}"#],
                handler: { $0.offsets }),
            Body(
                testDescription: "cursor", paginator: "{ type: cursor, inject_into: json }", json: ", json: { a: 1 }",
                bodies: [#"{"a":1}"#, #"{"a":1,"cursor":"C10"}"#], handler: { $0.cursors(of: 10) }),
        ]
    }

    @Test("A paginator that injects into JSON says the page in the body", arguments: Body.all)
    func injected(_ listed: Body) async throws {
        let project = Project.listing(listed.paginator, request: ", method: POST" + listed.json)
        let contracts = ListedContracts(15)
        let (outcome, _) = try await project.quire(
            "run", "contracts", "-o", "out.csv", answering: listed.handler(contracts))
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.serialNumbers == Project.serialNumbers(15))
        #expect(contracts.requests.map { String(decoding: $0.body, as: UTF8.self) } == listed.bodies)
        #expect(contracts.requests.allSatisfy { $0.method == "POST" && $0.uri == "/contracts" })
    }

    @Test("Ten thousand rows come in order, in a hundred calls")
    func many() async throws {
        let project = Project.listing("{ type: page, size: 100 }")
        let contracts = ListedContracts(9_950)
        let (outcome, counts) = try await project.quire(
            "run", "contracts", "-o", "out.csv", answering: contracts.pages())
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.serialNumbers == Project.serialNumbers(9_950))
        #expect(counts.requests == 100)
        #expect(counts.peakRequests == 1)
    }

    @Test("A preview asks for no more pages than it shows")
    func preview() async throws {
        let project = Project.listing("{ type: page, size: 100 }")
        let contracts = ListedContracts(1_000)
        let (outcome, counts) = try await project.quire("preview", "contracts", answering: contracts.pages())
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.standardOutput.contains("C20"))
        #expect(counts.requests == 1)
    }

    @Test("Inputs are parameters' values; an item of the query whose input is null is left out")
    func inputs() async throws {
        let project = Project.listing(
            "{ type: page, size: 100 }",
            request: ", query: { since: \"{since}\", owner: \"{owner}\", x: \"a {owner} b\" }",
            source: ", input: { since: \"date(:since, '+1 day')\", owner: \":owner\", region: \"'a/b'\" }",
            list: "input: { since: date, owner: text, region: text }", path: "/contracts/{region}")
        var report = try project.text("reports/contracts.yaml")
        report += "\nparameters: { since: { type: date }, owner: { type: text, required: false } }\n"
        project.folder.write(report, to: "reports/contracts.yaml")
        let contracts = ListedContracts(5)
        for arguments in [["since=2026-01-31"], ["since=2026-01-31", "owner=A&B"]] {
            try await StandIn.with(handler: contracts.pages()) { standIn in
                let outcome = try await project.quire(
                    ["run", "contracts", "-o", "out.csv"] + arguments, environment: ["TETHER_URL": standIn.url])
                #expect(outcome.exitCode == 0, "\(outcome.said)")
            }
        }
        #expect(
            contracts.uris == [
                "/contracts/a%2Fb?since=2026-02-01&page=1&per_page=100",
                "/contracts/a%2Fb?since=2026-02-01&owner=A%26B&x=a%20A%26B%20b&page=1&per_page=100",
            ])
    }
}
