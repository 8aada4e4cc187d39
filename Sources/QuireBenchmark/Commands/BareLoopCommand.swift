import ArgumentParser
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// What lookups cost at the least: the same requests, and nothing but them.
struct BareLoopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bare-loop", abstract: "Ask a stand-in for contracts one by one; prints how many answers came.")

    @Option var url: String
    @Option var contracts: Int
    @Option var concurrency: Int

    func run() async throws {
        var settings = HTTPClient.Configuration()
        settings.httpVersion = .http1Only
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = concurrency
        let client = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: settings)
        let answers: Int
        do { answers = try await answerCount(client) } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
        Output.print("\(answers)")
    }

    private func answerCount(_ client: HTTPClient) async throws -> Int {
        let last = Counter()
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<concurrency { group.addTask { try await ask(client, last) } }
            return try await group.reduce(0, +)
        }
    }

    private func ask(_ client: HTTPClient, _ last: Counter) async throws -> Int {
        var answers = 0
        while let number = last.next(upTo: contracts) {
            var request = HTTPClientRequest(url: "\(url)/contract/?sn=\(ContractData.sn(number))")
            request.headers.add(name: "Authorization", value: "Token \(ContractProject.token)")
            let response = try await client.execute(request, deadline: .distantFuture)
            let body = try await response.body.collect(upTo: 1 << 20)
            if response.status == .ok, body.readableBytes > 0 { answers += 1 }
        }
        return answers
    }

    private final class Counter: Sendable {
        private let value = Atomic(0)

        func next(upTo limit: Int) -> Int? {
            let number = value.add(1, ordering: .relaxed).newValue
            return number <= limit ? number : nil
        }
    }
}
