import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite struct TrafficTests {
    @Test("A thousand rows of one key ask once")
    func sameKey() async throws {
        let rows = "sn,amount\n" + String(repeating: "C1,5\n", count: 1_000)
        let project = Project(rows: rows)
        let (outcome, counts) = try await project.quire(
            "run", "share", "-o", "out.xlsx", "--summary", "json", answering: Project.known)
        #expect(outcome.exitCode == 0)
        #expect(counts.requests == 1)
        #expect(try Summary(outcome.standardOutput).enrichments["tether"]?.keys == 1)
        #expect(try project.workbook("out.xlsx").column("Ours") == Array(repeating: "0.25", count: 1_000))
    }

    @Test("A key that comes again in a later batch is not asked for again")
    func laterBatch() async throws {
        let rows = "sn,amount\n" + (0..<500).map { "C\($0 % 7),1\n" }.joined()
        let project = Project(rows: rows)
        project.folder.write("defaults: { batch_size: 10 }", to: "reports/quire.yaml")
        let asked = Asked()
        let (outcome, _) = try await project.quire("run", "share", "-o", "out.csv", answering: asked.tether())
        #expect(outcome.exitCode == 0)
        #expect(asked.all == Dictionary((0..<7).map { ("C\($0)", 1) }, uniquingKeysWith: +))
    }

    @Test("No more calls at once than max_concurrency, on no more connections, which are kept", arguments: [1, 4, 50])
    func concurrency(_ limit: Int) async throws {
        let project = Project(
            service: Project.tether("limits: { max_concurrency: \(limit) }"), rows: Project.rows(300))
        let (outcome, counts) = try await project.quire("run", "share", "-o", "out.csv") { request in
            var answer = Project.known(request)
            answer.delay = .milliseconds(5)
            return answer
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(counts.requests == 300)
        #expect(counts.peakRequests <= limit)
        #expect(counts.peakRequests >= min(limit, 10))
        #expect(counts.connections <= limit)
    }

    @Test("An adaptive limit begins with 8 calls at once, and has come to 22 after 300 answers")
    func adaptive() async throws {
        let project = Project(
            service: Project.tether("limits: { max_concurrency: 50, adaptive: true }"), rows: Project.rows(300))
        let (outcome, counts) = try await project.quire("run", "share", "-o", "out.csv") { request in
            var answer = Project.known(request)
            answer.delay = .milliseconds(5)
            return answer
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(counts.requests == 300)
        #expect(counts.peakRequests >= 8 && counts.peakRequests <= 22, "\(counts)")
    }

    @Test("A rate of 20 a second with a burst of 10 takes two seconds for 50 calls")
    func rate() async throws {
        let project = Project(
            service: Project.tether("limits: { rate: 20/s, burst: 10 }"), rows: Project.rows(50))
        let (outcome, counts) = try await project.quire(
            "run", "share", "-o", "out.csv", "--summary", "json", answering: Project.known)
        #expect(outcome.exitCode == 0)
        #expect(counts.requests == 50)
        #expect(try Summary(outcome.standardOutput).seconds >= 1.9)
    }

    @Test("By bulk, 250 keys are three calls")
    func bulk() async throws {
        let project = Project(service: Project.tether(bulk: true), rows: Project.rows(250))
        let (outcome, counts) = try await project.quire("run", "share", "-o", "out.csv", answering: Project.known)
        #expect(outcome.exitCode == 0)
        #expect(counts.requests == 3)
    }
}
