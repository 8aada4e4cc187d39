import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import QuireModel
import QuireTesting
import Synchronization
import Testing

/// `quire serve`, and requests to it. What the API answers is held against its own description.
struct Served: Sendable {
    typealias Headers = KeyValuePairs<String, String>

    let port: Int
    let running: Program.Running
    let stop: Stop
    let client: HTTPClient
    let description: APIDescription
    /// Sent with each request: who asks.
    var credentials: [(name: String, value: String)] = []

    var url: String { "http://127.0.0.1:\(port)" }

    /// - Parameter token: what programs sign in with; nil where nobody has to.
    init(_ running: Program.Running, _ stop: Stop, port: Int, client: HTTPClient, token: String?) async throws {
        self.running = running
        self.stop = stop
        self.port = port
        self.client = client
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/api/v1/openapi.json")
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        let response = try await client.execute(request, timeout: .seconds(60))
        description = APIDescription(try JSON.parse(Array(buffer: try await response.body.collect(upTo: 1 << 22))))
    }

    struct Answer: Sendable {
        var status: Int
        var headers: HTTPHeaders
        var body: Data

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: JSON { (try? JSON.parse(Array(body))) ?? .null }

        subscript(_ header: String) -> String? { headers.first(name: header) }
    }

    func send(
        _ method: HTTPMethod, _ path: String, _ headers: Headers = [:], body: String? = nil,
        isDescribed: Bool = true, at place: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        for (name, value) in credentials { request.headers.add(name: name, value: value) }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            if request.headers["Content-Type"].isEmpty {
                request.headers.add(name: "Content-Type", value: "application/json")
            }
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await client.execute(request, timeout: .seconds(120))
        let bytes = try await response.body.collect(upTo: 1 << 26)
        let answer = Answer(status: Int(response.status.code), headers: response.headers, body: Data(buffer: bytes))
        if isDescribed, path.hasPrefix("/api/") {
            for complaint in try description.complaints(answer, to: method, path) {
                Issue.record("\(method) \(path): \(complaint)\n\(answer.text.prefix(400))", sourceLocation: place)
            }
        }
        return answer
    }

    func get(
        _ path: String, _ headers: Headers = [:], at place: SourceLocation = #_sourceLocation
    ) async throws -> Answer { try await send(.GET, path, headers, at: place) }

    func post(
        _ path: String, _ body: String? = nil, _ headers: Headers = [:], at place: SourceLocation = #_sourceLocation
    ) async throws -> Answer { try await send(.POST, path, headers, body: body, at: place) }
}

/// Asks a program to stop in order, once: asked a second time it ends at once.
final class Stop: Sendable {
    private let running: Program.Running
    private let isAsked = Mutex(false)

    init(of running: Program.Running) { self.running = running }

    func ask() {
        let isFirst = isAsked.withLock { isAsked in
            defer { isAsked = true }
            return !isAsked
        }
        if isFirst { running.send(SIGTERM) }
    }
}

// MARK: Runs
extension Served {
    /// Has a report run.
    ///
    /// - Returns: the name of the run.
    func start(_ report: String, _ body: String = "{}", _ headers: Headers = [:]) async throws -> String {
        let answer = try await post("/api/v1/reports/\(report)/runs", body, headers)
        #expect(answer.status == 202, "\(answer.text)")
        return try #require(answer.json["run"]?.string)
    }

    /// One thing that happened to a run.
    struct Event: Sendable {
        var id: String
        var kind: String
        var data: JSON
    }

    /// All that comes until the run has ended.
    func events(_ run: String, after last: String? = nil) async throws -> [Event] {
        let headers: Headers = last.map { ["Last-Event-ID": $0] } ?? [:]
        return Event.all(in: try await get("/api/v1/runs/\(run)/events", headers).text)
    }

    /// What comes until it is enough; then nothing more is listened to.
    func events(_ run: String, until isEnough: (Event) -> Bool) async throws -> [Event] {
        var request = HTTPClientRequest(url: url + "/api/v1/runs/\(run)/events")
        for (name, value) in credentials { request.headers.add(name: name, value: value) }
        var bytes: [UInt8] = []
        var events: [Event] = []
        for try await part in try await client.execute(request, timeout: .seconds(120)).body {
            bytes += [UInt8](buffer: part)
            events = Event.all(in: String(decoding: bytes, as: UTF8.self))
            if let enough = events.firstIndex(where: isEnough) { return Array(events[...enough]) }
        }
        return events
    }

    /// - Returns: the run once it has ended.
    func end(of run: String) async throws -> JSON {
        let last = try #require(try await events(run).last)
        #expect(last.kind == "end")
        return last.data
    }

    func run(_ run: String) async throws -> JSON { try await get("/api/v1/runs/\(run)").json }

    /// Waits until something is so of a run.
    func run(_ run: String, until isSo: @Sendable (JSON) -> Bool) async throws -> JSON {
        for _ in 0..<3_000 {
            let found = try await self.run(run)
            if isSo(found) { return found }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw RunFailure("the run never came to be so: \(try await self.run(run))")
    }
}

extension Served.Event {
    /// Those that are whole in what has been sent so far.
    static func all(in text: String) -> [Served.Event] {
        text.components(separatedBy: "\n\n").dropLast().compactMap { part in
            let lines = part.split(separator: "\n").map { $0.split(separator: ":", maxSplits: 1) }
            func value(_ name: String) -> String? {
                lines.first { $0.count == 2 && $0[0] == name }.map { String($0[1].dropFirst()) }
            }
            guard let id = value("id"), let kind = value("event"), let data = value("data") else { return nil }
            return Served.Event(id: id, kind: kind, data: (try? JSON.parse(data)) ?? .null)
        }
    }
}

extension Project {
    /// Serves the project while `body` runs; then the server is asked to stop, unless it has ended.
    ///
    /// - Parameter host: where it listens.
    /// - Returns: what `body` gives, and how the server ended.
    @discardableResult
    func serving<Result: Sendable>(
        _ options: [String] = [], at host: String = "127.0.0.1", token: String? = nil,
        environment: [String: String] = [:],
        _ body: @escaping @Sendable (Served) async throws -> Result
    ) async throws -> (result: Result, outcome: Program.Outcome) {
        let result = Mutex<Swift.Result<Result, any Error>?>(nil)
        var project = self
        project.limit = .seconds(600)
        let arguments = ["serve", "--listen", "\(host):0"] + options
        let outcome = try await project.quire(arguments, environment: environment) { running in
            let stop = Stop(of: running)
            defer { stop.ask() }
            do {
                let port = try await Self.port(running, at: host)
                let made = try await Self.withClient { client in
                    try await body(try await Served(running, stop, port: port, client: client, token: token))
                }
                result.withLock { $0 = .success(made) }
            } catch {
                result.withLock { $0 = .failure(error) }
            }
        }
        guard let ended = result.withLock({ $0 }) else { throw RunFailure("no server: \(outcome.said)") }
        return (try ended.get(), outcome)
    }

    private static func withClient<Result: Sendable>(
        _ body: (HTTPClient) async throws -> Result
    ) async throws -> Result {
        var settings = HTTPClient.Configuration()
        settings.httpVersion = .http1Only
        settings.redirectConfiguration = .disallow
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        // Who asks a server that is gone is to know at once.
        settings.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(configuration: settings)
        do {
            let result = try await body(client)
            try await client.shutdown()
            return result
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private static func port(_ running: Program.Running, at host: String) async throws -> Int {
        let mark = "listening on http://\(host):"
        while true {
            let said = running.standardError
            if let place = said.firstRange(of: mark), let end = said[place.upperBound...].firstIndex(of: "\n"),
                let port = Int(said[place.upperBound..<end])
            {
                return port
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

extension JSON {
    var string: String? { if case .string(let text) = self { text } else { nil } }
    var integer: Int? { if case .integer(let number) = self { Int(number) } else { nil } }
    var items: [JSON] { if case .array(let items) = self { items } else { [] } }
    var names: [String] { if case .object(let members) = self { members.map(\.name) } else { [] } }
}

extension [UInt8] {
    init(buffer: ByteBuffer) { self = Array(buffer.readableBytesView) }
}

extension Data {
    init(buffer: ByteBuffer) { self = Data(buffer.readableBytesView) }
}
