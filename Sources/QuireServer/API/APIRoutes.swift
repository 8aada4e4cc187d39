import HTTPTypes
import Hummingbird
import NIOCore
import QuireAccess
import QuireDefinition
import QuireModel
import QuireRun

/// `/api/v1`: what programs ask of the server.
struct APIRoutes: Sendable {
    static let root = "/api/v1"

    let runs: RunService
    let schedules: ScheduleService
    let idempotency: Idempotency

    func add(to router: Router<ServerContext>) {
        let api = router.group("api/v1")
        api.get("openapi.json") { _, context in Self.json(OpenAPI.document(isSecure: context.isSecure)) }
        api.get("reports", use: listReports)
        api.get("reports/:report", use: showReport)
        api.post("reports/:report/runs", use: startRun)
        api.post("reports/:report/preview", use: preview)
        api.get("runs", use: listRuns)
        api.get("runs/:run", use: showRun)
        api.get("runs/:run/events", use: events)
        api.get("runs/:run/files/:file", use: download)
        api.head("runs/:run/files/:file", use: download)
        api.post("runs/:run/cancel", use: cancel)
        api.post("runs/:run/resume", use: resume)
        api.post("runs/:run/deliveries/:n/retry", use: retryDelivery)
    }

    static func json(_ json: JSON, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: json.text)))
    }
}

extension ServerContext {
    /// A part of the path, decoded.
    ///
    /// - Throws: a problem of 404.
    func pathPart(_ name: String) throws(Problem) -> String {
        guard let text = parameters.get(name).flatMap({ PercentEncoding.decode($0) }) else { throw .notFound() }
        return text
    }

    /// - Throws: a problem of 401 where nobody has come in, of 403 where they may not.
    func requiring(_ action: Action) throws(Problem) -> Principal {
        guard let principal else { throw .unauthorised(isTokenWrong: false) }
        try require(action)
        return principal
    }
}

// MARK: Reports
extension APIRoutes {
    @Sendable private func listReports(_ request: Request, _ context: ServerContext) async throws -> Response {
        let page = try ListPage(try request.query())
        let shelf = await runs.shelf(for: try context.requiring(.seeReports))
        let paused = try await schedules.paused()
        let items = shelf.reports.map { ($0.report.name, $0.report.listing(at: .now, paused: paused)) }
        return Self.json(page.part(of: items))
    }

    @Sendable private func showReport(_ request: Request, _ context: ServerContext) async throws -> Response {
        let shelf = await runs.shelf(for: try context.requiring(.seeReports))
        return Self.json(try shelf.report(try context.pathPart("report")).report.detail(at: .now))
    }

    @Sendable private func startRun(_ request: Request, _ context: ServerContext) async throws -> Response {
        var request = request
        let principal = try context.requiring(.run)
        let loaded = try await runs.shelf(for: principal).report(try context.pathPart("report"))
        let body = try await request.json()
        let order = try RunBody(body).order
        let record = try await idempotency.once(
            request.headers[.idempotencyKey], by: principal.who, "\(loaded.report.name) \(body?.sorted.text ?? "")"
        ) { noting in
            try await runs.submit(order, of: loaded, by: context.author, noting: noting)
        }
        return Self.json(record.detail, status: .accepted, headers: [.location: "\(Self.root)/runs/\(record.run)"])
    }

    @Sendable private func preview(_ request: Request, _ context: ServerContext) async throws -> Response {
        var request = request
        let loaded = try await runs.shelf(for: try context.requiring(.preview)).report(try context.pathPart("report"))
        let order = try RunBody(try await request.json()).order
        return Self.json(try await runs.preview(order, of: loaded, by: context.author).table.json)
    }
}

// MARK: Runs
extension APIRoutes {
    @Sendable private func listRuns(_ request: Request, _ context: ServerContext) async throws -> Response {
        let query = try request.query()
        let page = try ListPage(query)
        let status = try query.filled("status").map { text throws(Problem) in
            guard let status = RunSummary.Status(rawValue: text) else {
                let names = RunSummary.Status.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalidParameters(["status": "it is one of \(names)"])
            }
            return status
        }
        let found = try await runs.runs(
            of: query.filled("report"), status: status, before: page.cursor, limit: page.limit + 1,
            for: try context.requiring(.seeRuns))
        return Self.json(page.json(found.map { ($0.run, $0.line) }))
    }

    private func record(_ context: ServerContext, _ action: Action) async throws -> (RunRecord, Principal) {
        let principal = try context.requiring(action)
        return (try await runs.record(try context.pathPart("run"), for: principal), principal)
    }

    @Sendable private func showRun(_ request: Request, _ context: ServerContext) async throws -> Response {
        Self.json(try await record(context, .seeRuns).0.detail)
    }

    @Sendable private func cancel(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (record, principal) = try await record(context, .cancelOwnRun)
        let cancelled = try await runs.cancel(record, by: principal, context.author)
        return Self.json(cancelled.detail, status: .accepted)
    }

    @Sendable private func resume(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (record, principal) = try await record(context, .resumeOwnRun)
        let resumed = try await runs.resume(record, by: principal, context.author)
        return Self.json(
            resumed.detail, status: .accepted, headers: [.location: "\(Self.root)/runs/\(record.run)"])
    }

    @Sendable private func retryDelivery(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (record, _) = try await record(context, .retryDelivery)
        guard let number = Int(try context.pathPart("n")), number > 0 else {
            throw Problem.notFound("such delivery of the run")
        }
        return Self.json(try await runs.retryDelivery(number, of: record, by: context.author).detail)
    }

    @Sendable private func events(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (record, _) = try await record(context, .seeRuns)
        let known = request.headers[.lastEventID].flatMap { Int64($0) }
        return try await EventResponse.make(of: record.run, after: known, from: runs)
    }

    @Sendable private func download(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (record, _) = try await record(context, .download)
        let name = try context.pathPart("file")
        guard record.fileNames.contains(name) else { throw Problem.notFound("file '\(name)' of the run") }
        let response = try await FileResponse.make(
            "\(runs.state.folder.files)/\(record.run)/\(name)", named: name, for: request, context)
        if request.method == .get {
            try await runs.audit.record(.download, "\(record.run) \(name)", by: context.author)
        }
        return response
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
}
