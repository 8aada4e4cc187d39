import ArgumentParser
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import QuireModel

/// People at a server: they look at pages, preview and download, while runs go on.
struct AnalystsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analysts", abstract: "Ask a server what analysts ask; prints what 99 of 100 pages took at most.")

    /// Each asks so often, about once a second.
    private static let questions = 15
    private static let questionsAtRest = 300
    private static let runs = 4
    private static let pages = ["/", "/reports/contracts", "/runs", "/services", "/api/v1/runs?limit=20"]

    @Option var url: String
    @Option var analysts: Int
    @Option var rows: Int

    func run() async throws {
        var settings = HTTPClient.Configuration()
        settings.httpVersion = .http1Only
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = analysts
        let client = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: settings)
        do {
            let answer = try await visit(client)
            try await client.shutdown()
            Output.print(answer.text)
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    private func visit(_ client: HTTPClient) async throws -> JSON {
        // A file to download.
        let made = try await run(client, rows: 100)
        while try await status(of: made, client) != "succeeded" { try await Task.sleep(for: .milliseconds(50)) }
        let run = try JSON.parse(Array(try await ask(client, .GET, "/api/v1/runs/\(made)").readableBytesView))
        guard case .string(let name)? = run["file"] else { throw RunFailure("the run has no file: \(run.text)") }
        let file = "/api/v1/runs/\(made)/files/\(name)"
        let atRest = try await pages(client, Self.questionsAtRest)
        var going: [String] = []
        for _ in 0..<Self.runs { going.append(try await self.run(client, rows: rows)) }
        let busy = try await withThrowingTaskGroup(of: [Double].self) { group in
            for number in 0..<analysts { group.addTask { try await work(client, number, file) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        for run in going where try await status(of: run, client) == "failed" {
            throw RunFailure("the run \(run) failed")
        }
        return .members(["at_rest": .number(Self.p99(atRest)), "busy": .number(Self.p99(busy))])
    }

    private func pages(_ client: HTTPClient, _ count: Int) async throws -> [Double] {
        var seconds: [Double] = []
        for number in 0..<count { seconds.append(try await page(client, number)) }
        return seconds
    }

    /// - Returns: what the pages took.
    private func work(_ client: HTTPClient, _ number: Int, _ file: String) async throws -> [Double] {
        var seconds: [Double] = []
        try await Task.sleep(for: .milliseconds(1_000 * number / analysts))
        for question in 0..<Self.questions {
            switch question % 7 {
            case 3:
                _ = try await ask(client, .POST, "/api/v1/reports/contracts/preview", #"{"parameters":{"rows":20}}"#)
            case 5: _ = try await ask(client, .GET, file)
            default: seconds.append(try await page(client, number + question))
            }
            try await Task.sleep(for: .seconds(1))
        }
        return seconds
    }

    private func page(_ client: HTTPClient, _ number: Int) async throws -> Double {
        let start = ContinuousClock.now
        _ = try await ask(client, .GET, Self.pages[number % Self.pages.count])
        return (ContinuousClock.now - start).inSeconds
    }

    private func run(_ client: HTTPClient, rows: Int) async throws -> String {
        let body = "{\"parameters\":{\"rows\":\(rows)}}"
        let answer = try await ask(client, .POST, "/api/v1/reports/contracts/runs", body)
        guard case .string(let run)? = try JSON.parse(Array(answer.readableBytesView))["run"] else {
            throw RunFailure("no run was begun: \(String(buffer: answer))")
        }
        return run
    }

    private func status(of run: String, _ client: HTTPClient) async throws -> String {
        let answer = try await ask(client, .GET, "/api/v1/runs/\(run)")
        guard case .string(let status)? = try JSON.parse(Array(answer.readableBytesView))["status"] else { return "" }
        return status
    }

    private func ask(
        _ client: HTTPClient, _ method: HTTPMethod, _ path: String, _ body: String? = nil
    ) async throws -> ByteBuffer {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await client.execute(request, timeout: .seconds(60))
        let answer = try await response.body.collect(upTo: 1 << 26)
        guard (200..<300).contains(response.status.code) else {
            throw RunFailure("\(method) \(path) is answered \(response.status.code): \(String(buffer: answer))")
        }
        return answer
    }

    private static func p99(_ seconds: [Double]) -> Double {
        let sorted = seconds.sorted()
        return sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
    }
}
