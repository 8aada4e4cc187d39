import Foundation
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite struct MessageTests {
    private static let service = Project.tether("retry: { max_attempts: 1 }")

    /// C3 fails, X4 is missing.
    private static let handler: StandIn.Handler = { request in
        request.query("sn") == "C3" ? StandInAnswer("broken", status: 500) : Project.known(request)
    }

    private func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Program.Outcome {
        let project = Project(
            report: FaultTests.report, service: Self.service, rows: "sn,amount\nC1,1\nC2,2\nC3,3\nX4,4\n,5\n")
        return try await StandIn.with(handler: Self.handler) { standIn in
            try await project.quire(
                ["run", "share", "-o", "out.xlsx"] + arguments,
                environment: environment.merging(["TETHER_URL": standIn.url]) { given, _ in given })
        }
    }

    @Test(
        "A run ends with a few lines on standard error: file, rows, time, counts, the first problem and where the rest is"
    )
    func lines() async throws {
        let outcome = try await run()
        #expect(outcome.exitCode == 3)
        #expect(outcome.standardOutput == "")
        let lines = outcome.standardError.split(whereSeparator: \.isNewline).map(String.init)
        try #require(lines.count == 5, "\(lines)")
        #expect(lines[0].hasPrefix("wrote /"))
        #expect(lines[0].hasSuffix("/out.xlsx"))
        #expect(lines[1].hasPrefix("5 rows, partial in "))
        #expect(lines[2] == "tether: 2 found, 1 missing, 1 failed in 4 calls")
        #expect(lines[3].hasPrefix("1 problem; the first, Share, row 4: tether.discount, key C3: 500"), "\(lines[3])")
        #expect(lines[4].contains("'Problems'"))
    }

    @Test("With -o - no sheet is named that the problems would be on")
    func problemsBesideData() async throws {
        let outcome = try await run("-o", "-", "--format", "csv")
        #expect(outcome.exitCode == 3)
        #expect(outcome.standardError.contains("the problems are not listed"), "\(outcome.standardError)")
        #expect(!outcome.standardError.contains("'Problems'"), "\(outcome.standardError)")
    }

    @Test("The summary in JSON has the keys of the reference, in their order, on standard output")
    func summary() async throws {
        let outcome = try await run("--summary", "json")
        let keys = try Shape.of(outcome.standardOutput)
        #expect(
            keys.starts(with: [
                "run: text", "report: text", "parameters: object", "status: text", "file: text",
            ]), "\(keys)")
        for key in [
            "rows: number", "seconds: number", "stages.read: number", "stages.enrich: number", "stages.render: number",
            "enrichments.tether.keys: number", "enrichments.tether.found: number", "enrichments.tether.missing: number",
            "enrichments.tether.failed: number", "enrichments.tether.skipped: number",
            "enrichments.tether.cached: number", "enrichments.tether.calls: number",
            "enrichments.tether.retries: number", "enrichments.tether.latency.p50: number",
            "enrichments.tether.latency.p95: number", "enrichments.tether.latency.max: number",
            "problems.0.sheet: text", "problems.0.row: number", "problems.0.enrichment: text", "problems.0.key: text",
            "problems.0.attempts: number", "problems.0.message: text", "problem_count: number", "warnings: array",
        ] { #expect(keys.contains(key), "\(key)") }
        let summary = try Summary(outcome.standardOutput)
        #expect(summary.status == "partial")
        #expect(summary.rows == 5)
        #expect(summary.problems.first?.row == 4)
        #expect(summary.enrichments["tether"]?.skipped == 1)
        #expect(summary.run.wholeMatch(of: /\d{8}T\d{9}Z-[0-9a-f]{6}/) != nil)
        #expect(outcome.standardError == "")
    }

    @Test("With -o - the summary goes to standard error")
    func summaryBesideData() async throws {
        let project = Project(rows: Project.rows(2))
        let (outcome, _) = try await project.quire(
            "run", "share", "-o", "-", "--format", "csv", "--summary", "json", answering: Project.known)
        #expect(outcome.lines == ["Sn,Ours", "C1,0.25", "C2,0.32"])
        #expect(try Summary(outcome.standardError).rows == 2)
    }

    @Test("With -q nothing is said but errors")
    func quiet() async throws {
        let outcome = try await run("-q")
        #expect(outcome.exitCode == 3)
        #expect(outcome.said == "")
        let failed = try await Project().quire("run", "share", "-q")
        #expect(failed.standardError.contains("error: "))
    }

    @Test("With --log-format json every line of standard error is an object with level and message")
    func logFormat() async throws {
        for arguments in [[], ["-v"], ["--columns", "nothing"], ["sn=C1"]] {
            let project = Project(report: FaultTests.report, service: Self.service)
            let outcome = try await StandIn.with(handler: Self.handler) { standIn in
                try await project.quire(
                    ["run", "share", "-o", "out.xlsx", "--log-format", "json"] + arguments,
                    environment: ["TETHER_URL": standIn.url])
            }
            let lines = outcome.standardError.split(whereSeparator: \.isNewline)
            #expect(!lines.isEmpty)
            for line in lines {
                let keys = try? Shape.of(String(line))
                #expect(keys?.starts(with: ["level: text", "message: text"]) == true, "\(arguments): \(line)")
            }
        }
    }

    @Test("--progress plain writes lines, json objects, none and the default off a terminal nothing")
    func progress() async throws {
        let plain = try await run("--progress", "plain")
        #expect(plain.standardError.contains(" rows read"), "\(plain.said)")
        let json = try await run("--progress", "json")
        let line = try #require(json.standardError.split(whereSeparator: \.isNewline).first)
        #expect(
            try Shape.of(String(line)).map { $0.prefix { $0 != ":" } } == [
                "rows_read", "rows_written", "lookups", "lookups.tether", "lookups.tether.done", "lookups.tether.known",
                "seconds_left",
            ])
        for arguments in [["--progress", "none"], []] {
            let project = Project(rows: Project.rows(1))
            let outcome = try await StandIn.with(handler: Project.known) { standIn in
                try await project.quire(
                    ["run", "share", "-o", "out.csv"] + arguments, environment: ["TETHER_URL": standIn.url])
            }
            #expect(outcome.standardError.split(whereSeparator: \.isNewline).count == 3, "\(outcome.standardError)")
        }
    }

    @Test(
        "Nothing that is not a terminal gets colours or control characters",
        arguments: [[:], ["NO_COLOR": "1"], ["TERM": "xterm-256color"]])
    func colours(_ environment: [String: String]) async throws {
        let outcome = try await run(environment: environment)
        #expect(!outcome.said.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }

    @Test("A preview is a table of the first rows, enriched, and leaves no file")
    func preview() async throws {
        let project = Project(rows: Project.rows(30))
        let asked = Asked()
        let (all, _) = try await project.quire("preview", "share", answering: asked.tether())
        #expect(all.exitCode == 0, "\(all.said)")
        #expect(all.lines.count == 22)
        #expect(all.lines[0] == "Sn   Ours")
        #expect(all.lines[2] == "C1   0.25")
        #expect(asked.all.count == 20)
        let (some, counts) = try await project.quire("preview", "share", "--rows", "2", answering: Project.known)
        #expect(some.lines.count == 4)
        #expect(counts.requests == 2)
        #expect(try project.files == [])
    }

    @Test("A preview with failed lookups says which")
    func previewWithProblems() async throws {
        let project = Project(report: FaultTests.report, service: Self.service)
        let (outcome, _) = try await project.quire("preview", "share", answering: Self.handler)
        #expect(outcome.exitCode == 3)
        #expect(outcome.lines.count == 5)
        #expect(outcome.standardError.contains("key C3: 500"))
    }
}

/// The names and kinds of a JSON document's values, such as `stages.read: number`, in their order.
enum Shape {
    static func of(_ text: String) throws -> [String] { lines(try JSON.parse(Array(text.utf8)), "") }

    private static func lines(_ json: JSON, _ path: String) -> [String] {
        let prefix = path.isEmpty ? "" : path + "."
        return switch json {
        case .object(let members):
            (path.isEmpty ? [] : [path + ": object"]) + members.flatMap { lines($0.value, prefix + $0.name) }
        case .array(let elements):
            (path.isEmpty ? [] : [path + ": array"])
                + elements.enumerated().flatMap { lines($0.element, prefix + "\($0.offset)") }
        case .string: [path + ": text"]
        case .null: [path + ": null"]
        case .boolean: [path + ": boolean"]
        default: [path + ": number"]
        }
    }
}
