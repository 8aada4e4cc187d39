import Foundation
import QuireModel
import QuireStandIn
import QuireTesting
import Synchronization
import Testing

@Suite("Options of quire serve") struct ServeOptionTests {
    private static let environment = ["TETHER_URL": "http://127.0.0.1:1"]

    @Test(
        "What is wrong ends with 2 and says what to do, before anything is served",
        arguments: [
            (["--grace", "soon"], "--grace is a time such as 30s"), (["--grace=-1s"], "--grace is a time"),
            (["--keep", "59m"], "--keep is a time such as 30s, 12h or 90d, at least 3600 s"),
            (["--keep", "0d"], "--keep is a time"), (["--keep-files", "59s"], "--keep-files is a time"),
            (["--keep-files", ""], "--keep-files is a time"), (["--max-runs", "0"], "--max-runs is at least 1"),
            (["--max-runs", "many"], "'many' is invalid for '--max-runs"),
            (["--listen", "nonsense"], "write it as 127.0.0.1:8080"), (["--listen", "127.0.0.1"], "no host and port"),
            (["--listen", "127.0.0.1:70000"], "no host and port"),
            (["--public-url", "ftp://x"], "not the URL of a server"),
            (["--public-url", "https://reports.example.com/quire"], "without a path"),
            (["--host-name", "http://x"], "no name of a host"), (["--host-name", "x:80"], "without scheme and port"),
            (["--listen", "0.0.0.0:0"], "add a user first: quire user add NAME --role admin"),
            (["--listen", "[::]:0"], "is reached from other machines"),
            (["--listen", "reports.example.com:80"], "is reached from other machines"),
            (["--listen", "0.0.0.0:0", "--public-url", "https://reports.example.com"], "--no-auth"),
        ])
    func wrong(_ options: [String], words: String) async throws {
        let listen = options.contains("--listen") ? [] : ["--listen", "127.0.0.1:0"]
        let outcome = try await ServedProject.make().quire(["serve"] + listen + options, environment: Self.environment)
        #expect(outcome.exitCode == 2)
        #expect(outcome.standardError.contains(words), "\(outcome.standardError)")
        #expect(!outcome.standardError.contains("listening") && outcome.standardOutput.isEmpty)
    }

    @Test("Without --no-auth an outside address needs a user or a token; with it anyone may do everything")
    func outside() async throws {
        let project = ServedProject.make()
        let (_, open) = try await project.serving(["--no-auth"], at: "0.0.0.0", environment: Self.environment) {
            served async throws in
            #expect(try await served.end(of: try await served.start("plain"))["status"] == "succeeded")
            #expect(try await served.get("/").status == 200)
        }
        #expect(open.exitCode == 0)
        #expect(open.standardError.contains("anyone who reaches 0.0.0.0:0 may do everything"), "\(open.standardError)")
        // As soon as there is one, also while it is asked for.
        let token = try await project.makeToken("bot", role: "viewer")
        for options in [[], ["--no-auth"]] {
            let (_, closed) = try await project.serving(
                options, at: "0.0.0.0", token: token, environment: Self.environment
            ) { served async throws in
                #expect(try await served.get("/api/v1/runs").status == 401)
                #expect(try await served.get("/")["Location"]?.hasPrefix("/login") == true)
                #expect(try await served.asked(with: token).get("/api/v1/runs").status == 200)
            }
            #expect(closed.exitCode == 0 && !closed.standardError.contains("may do everything"))
        }
    }

    @Test("A loopback address is open while there is nobody, which is said")
    func loopback() async throws {
        let (_, outcome) = try await ServedProject.make().serving(environment: Self.environment) {
            served async throws in
            #expect(try await served.get("/api/v1/reports").status == 200)
        }
        #expect(outcome.standardError.contains("anyone on this machine may do everything"))
        #expect(outcome.standardError.contains("quire user add NAME --role admin"))
    }

    @Test("It listens on 127.0.0.1:8080 unless told otherwise, and says so where it cannot")
    func standardAddress() async throws {
        // Held here, or by somebody else already.
        func serve() async throws -> Program.Outcome {
            try await ServedProject.make().quire(["serve"], environment: Self.environment)
        }
        let outcome: Program.Outcome
        do {
            outcome = try await StandIn.with(port: 8080, handler: Project.known) { _ in try await serve() }
        } catch {
            outcome = try await serve()
        }
        #expect(outcome.exitCode == 2)
        #expect(outcome.standardError.contains("127.0.0.1:8080"), "\(outcome.standardError)")
        #expect(!outcome.standardError.contains("bind(") && !outcome.standardError.contains("CancellationError"))
    }

    @Test("It answers to its own names and those that it is given, and to no others")
    func hostNames() async throws {
        let options = [
            "--host-name", "reports.example.com", "--host-name", "r2", "--public-url", "https://public.example.com",
        ]
        _ = try await ServedProject.make().serving(options, environment: Self.environment) { served async throws in
            let hosts: [(host: String, status: Int)] = [
                ("reports.example.com", 200), ("reports.example.com:8443", 200), ("R2", 200),
                ("public.example.com", 200), ("localhost:\(served.port)", 200), ("127.0.0.1", 200),
                ("example.com", 421), ("evil.reports.example.com", 421), ("192.0.2.1", 421),
            ]
            for (host, status) in hosts {
                for path in ["/api/v1/reports", "/"] {
                    #expect(try await served.get(path, ["Host": host]).status == status, "\(host) \(path)")
                }
            }
        }
    }

    @Test("A webhook is told of the file where users reach it, and there it is")
    func publicURL() async throws {
        let told = Mutex(JSON.null)
        let note: StandIn.Handler = { request in
            told.withLock { $0 = (try? JSON.parse(request.body)) ?? .null }
            return StandInAnswer("", status: 204)
        }
        try await StandIn.with(handler: note) { hook in
            let project = ServedProject.make([
                "told.yaml": """
                source: { file: data/rows.csv }
                columns: [sn]
                output: { file: "told 份额.csv" }
                deliver: [{ to: webhook, url: "\(hook.url)/told", secret: abcdef }]
                """
            ])
            for address in ["https://reports.example.com", "http://reports.example.com:8080/"] {
                _ = try await project.serving(["--public-url", address], environment: Self.environment) { served in
                    let run = try await served.start("told", #"{"deliver":true}"#)
                    _ = try await served.run(run) { $0["deliveries"]?.items.first?["status"] == "delivered" }
                    let file = told.withLock { $0["file"] } ?? .null
                    let root = address.hasSuffix("/") ? String(address.dropLast()) : address
                    let path = "/api/v1/runs/\(run)/files/told%20%E4%BB%BD%E9%A2%9D.csv"
                    #expect(file["url"]?.string == root + path)
                    let host = String(root.split(separator: "/")[1])
                    let answer = try await served.get(path, ["Host": host])
                    #expect(answer.status == 200)
                    #expect(answer.body.count == file["size"]?.integer)
                }
            }
        }
    }

    @Test("As many runs go on at once as --max-runs says, two if it says nothing", arguments: [nil, 3])
    func mostRuns(_ most: Int?) async throws {
        let options = most.map { ["--max-runs", "\($0)"] } ?? []
        try await StandIn.with(answer: StandInAnswer(manner: .hang)) { standIn in
            let project = ServedProject.make(service: Project.tether("timeout: 60s"))
            let environment = ["TETHER_URL": standIn.url]
            _ = try await project.serving(options + ["--grace", "0s"], environment: environment) { served in
                let most = most ?? 2
                var runs: [String] = []
                for _ in 0...most { runs.append(try await served.start("share")) }
                for run in runs.prefix(most) { _ = try await served.run(run) { $0["status"] == "running" } }
                #expect(try await served.run(runs[most])["status"] == "queued")
                #expect(try await served.get("/metrics").text.contains("quire_runs_under_way \(most)\n"))
                // One goes, and the one that waited begins.
                #expect(try await served.post("/api/v1/runs/\(runs[0])/cancel").status == 202)
                _ = try await served.run(runs[most]) { $0["status"] == "running" }
            }
        }
    }

    @Test("A run that is under way has the grace to end in, and is recorded as if nothing had happened")
    func grace() async throws {
        let asked = Asked()
        let project = ServedProject.make(rows: 20, service: ServedProject.slowService)
        let start = ContinuousClock.now
        let (runs, outcome) = try await project.serving(
            "--grace", "5m", "--max-runs", "1", answering: ServedProject.slowly(asked)
        ) { served in
            let runs = [try await served.start("share"), try await served.start("plain")]
            await eventually { asked.all.count >= 3 }
            served.stop.ask()
            #expect(asked.all.count < 20)
            return runs
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        // Not a moment of it longer than the run takes.
        #expect(ContinuousClock.now - start < .seconds(120))
        let ended = try JSON.parse(try await project.quire("runs", runs[0], "--json").standardOutput)
        #expect(ended["status"] == "succeeded" && ended["rows"] == .integer(20) && ended["error"] == .null)
        #expect(asked.all.count == 20 && asked.all.values.allSatisfy { $0 == 1 })
        #expect(try project.filesBelow("reports/.quire/files/\(runs[0])") == ["share east 份额.csv"])
        // What waits does not begin any more.
        let waiting = try JSON.parse(try await project.quire("runs", runs[1], "--json").standardOutput)
        #expect(waiting["status"] == "queued")
    }
}
