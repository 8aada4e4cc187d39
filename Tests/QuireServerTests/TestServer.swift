import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import QuireAccess
import QuireModel
import QuireRun
import QuireTesting
import Synchronization

@testable import QuireServer

/// A server on loopback that guards a few routes, and the state behind it.
struct TestServer: Sendable {
    struct Options: Sendable {
        /// What it says that it listens on; it is on loopback whatever that is.
        var address = ListeningAddress.standard
        var hostNames: [String] = []
        var publicURL: String?
        var isOpenAskedFor = false
        var limits = RequestLimits()
    }

    let port: Int
    let state: StateDatabase
    let log: LogLines
    let hasher = PasswordHasher(cost: .least)

    private static let author = Author(who: "root", from: "command line")

    /// - Parameter prepare: what is done before it starts.
    static func with(
        _ options: Options = Options(), _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws {
        let folder = TemporaryFolder()
        let state = try StateDatabase(in: try StateFolder(folder.file("state")))
        let access = try ServerAccess(
            state, at: options.address, hostNames: options.hostNames,
            publicURL: try options.publicURL.map { try PublicURL($0) }, isOpenAskedFor: options.isOpenAskedFor,
            hasher: PasswordHasher(cost: .least))
        let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
        access.guardRoutes(of: router, redactor: { Redactor(["s3cr3t"]) }) { problem, _, context in
            Response(
                status: problem.status, headers: [.contentType: "text/html"],
                body: .init(byteBuffer: ByteBuffer(string: "<h1>\(problem.title) \(context.language)</h1>")))
        }
        LoginRoutes(access.logins) { form, _, _ in
            let text = "name=\(form.name) next=\(form.next) refusal=\(form.refusal.map { "\($0)" } ?? "none")"
            return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: text)))
        }.add(to: router)
        addRoutes(to: router)
        let log = LogLines()
        let (ports, started) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router, server: .guarded(options.limits),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { started.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "test") { _ in LogLines.Handler(lines: log) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { started.finish() }
                try await application.run()
            }
            for await port in ports {
                try await body(TestServer(port: port, state: state, log: log))
                break
            }
            group.cancelAll()
            while let result = await group.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
        }
        withExtendedLifetime(folder) {}
    }

    private static func addRoutes(to router: Router<ServerContext>) {
        for path: RouterPath in ["/", "reports", "api/v1/reports", "metrics", "health/live", "assets/style.css"] {
            router.get(path) { _, context in "\(context.principal?.who ?? "nobody") from \(context.remoteAddress)\n" }
        }
        for path: RouterPath in ["reports", "api/v1/runs"] {
            router.post(path) { request, context in
                let body = try await request.body.collect(upTo: context.maxUploadSize)
                return "\(context.principal?.who ?? "nobody") \(String(buffer: body).prefix(100)) \(body.readableBytes)"
            }
        }
        router.get("api/v1/users") { _, context -> String in
            try context.require(.manageUsers)
            return "users"
        }
        router.get("boom") { _, _ -> String in throw Boom() }
        router.get("api/v1/boom") { _, _ -> String in throw Boom() }
        router.get("api/v1/wrong") { _, _ -> String in
            throw DiagnosticError(
                Diagnostic(
                    .error, "unknown-parameter", "no parameter 'reigon' of s3cr3t",
                    at: FilePosition(file: "a.yaml", line: 1, column: 1), hint: "did you mean 'region'?"))
        }
        router.get("api/v1/state") { _, _ -> String in
            throw DiagnosticError(Diagnostic(.error, "state", "the state folder '/srv/x' cannot be used", at: nil))
        }
        router.post("api/v1/json") { request, _ -> String in
            var request = request
            return try await request.json()?.text ?? "none"
        }
    }

    struct Boom: Error { let secret = "s3cr3t" }

    func add(_ name: String, roles: String = "analyst") async throws {
        try await Users(state, hasher: hasher).add(
            name, password: "correct horse", roles: try Roles(roles), by: Self.author)
    }

    /// - Returns: what it is sent as.
    func token(_ name: String, roles: String = "analyst") async throws -> String {
        try await Tokens(state).create(name, roles: try Roles(roles), reports: nil, lifetime: nil, by: Self.author).text
    }

    /// Signs in.
    ///
    /// - Returns: the header `Cookie`.
    func cookie(_ name: String) async throws -> String {
        let answer = try await send(
            .init("POST", "/login", body: "name=\(name)&password=correct+horse", type: TestRequest.form))
        return String((answer["Set-Cookie"] ?? "").prefix { $0 != ";" })
    }

    /// The token that forms of a session have.
    func formToken(_ cookie: String) async throws -> String {
        let value = String(cookie.drop { $0 != "=" }.dropFirst())
        guard case .known(_, let session) = try await Visitors(state).visitor(token: nil, cookie: value) else {
            return ""
        }
        return session?.formToken ?? ""
    }

    func send(_ request: TestRequest) async throws -> TestAnswer {
        TestAnswer(try await RawConnection.exchange(port: port, [request.text(port: port)]))
    }

    func get(_ path: String, _ headers: KeyValuePairs<String, String> = [:]) async throws -> TestAnswer {
        try await send(TestRequest("GET", path, headers))
    }

    var audited: [String] {
        get async throws { try await AuditLog(state).entries(limit: 50).map { "\($0.who) \($0.what) \($0.origin)" } }
    }
}

/// A request as it is written.
struct TestRequest: Sendable {
    static let form = "application/x-www-form-urlencoded"

    var method: String
    var path: String
    var headers: [(String, String)]
    var body: String?

    init(
        _ method: String, _ path: String, _ headers: KeyValuePairs<String, String> = [:], body: String? = nil,
        type: String? = nil
    ) {
        self.method = method
        self.path = path
        self.headers = headers.map { ($0.key, $0.value) }
        self.body = body
        if let type { self.headers.append(("Content-Type", type)) }
    }

    func text(port: Int) -> String {
        var lines = ["\(method) \(path) HTTP/1.1", "Connection: close"]
        if !headers.contains(where: { $0.0 == "Host" }) { lines.append("Host: 127.0.0.1:\(port)") }
        // An empty one stands for none.
        lines += headers.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }
        if let body { lines.append("Content-Length: \(body.utf8.count)") }
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
    }
}

/// An answer, taken apart.
struct TestAnswer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: String

    init(_ text: String) {
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = parts[0].split(separator: "\r\n")
        status = lines.first.flatMap { $0.split(separator: " ").dropFirst().first.flatMap { Int($0) } } ?? 0
        headers = lines.dropFirst().map { line in
            let name = line.prefix { $0 != ":" }
            return (String(name), String(line.dropFirst(name.count + 2)))
        }
        body = parts.count == 2 ? String(parts[1]) : ""
    }

    subscript(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

    var json: JSON? { try? JSON.parse(body) }
}

/// What a server has logged.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { lines.lines.withLock { $0.append("\(event.level): \(event.message)") } }
    }
}
