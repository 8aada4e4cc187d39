import HTTPTypes
import Hummingbird
import NIOCore
import QuireAccess
import QuireCalendar
import QuireDefinition
import QuireModel
import QuirePages
import QuireRun
import QuireScheduler

/// The web pages.
struct PageRoutes: Sendable {
    let runs: RunService
    let schedules: ScheduleService
    let services: ServiceReports

    func add(to router: Router<ServerContext>) {
        router.get("/", use: listReports)
        router.get("reports/:report", use: showReport)
        router.post("reports/:report/run", use: startRun)
        router.post("reports/:report/preview", use: preview)
        router.get("runs", use: listRuns)
        router.get("runs/:run", use: showRun)
        router.post("runs/:run/cancel", use: cancel)
        router.post("runs/:run/resume", use: resume)
        router.post("runs/:run/deliveries/:n/retry", use: retryDelivery)
        router.get("schedules", use: listSchedules)
        router.post("schedules/:schedule/:change", use: changeSchedule)
        router.get("services", use: listServices)
        router.get("problems", use: showProblems)
        for asset in Assets.all {
            router.get(RouterPath(asset.path)) { _, _ in
                Response(
                    status: .ok,
                    headers: [
                        .contentType: asset.mediaType, .cacheControl: "public, max-age=31536000, immutable",
                    ], body: ResponseBody(byteBuffer: ByteBuffer(string: asset.text)))
            }
        }
    }

    static func page(_ html: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// What is around a page for someone.
    func frame(_ request: Request, _ context: ServerContext) async -> PageFrame {
        let query = try? request.query()
        // Where only forms are sent there is no page to come back to.
        let isForm = request.method == .post && request.uri.path != PagePath.signIn
        var frame = PageFrame(
            language: context.language, csrf: context.session?.formToken ?? "",
            path: isForm ? PagePath.reports : request.uri.string)
        guard let principal = context.principal else { return frame }
        frame.user = principal.kind == .anyone ? nil : principal.name
        frame.showsServices = principal.may(.seeServices)
        frame.problemCount = await runs.shelf(for: principal).diagnostics.count
        frame.notice = query?["notice"].flatMap(Notice.init(rawValue:))
        return frame
    }

    private static func redirect(_ path: String, _ notice: Notice? = nil) -> Response {
        .redirect(to: path + (notice.map { "?notice=\($0.rawValue)" } ?? ""), type: .normal)
    }
}

// MARK: Reports
extension PageRoutes {
    @Sendable private func listReports(_ request: Request, _ context: ServerContext) async throws -> Response {
        let shelf = await runs.shelf(for: try context.requiring(.seeReports))
        let latest = try await RunRecords(runs.state).latest()
        let paused = try await schedules.paused()
        let now = LocalDateTime.now
        let items = shelf.reports.map { loaded in
            var item = ReportItem(name: loaded.report.name, title: loaded.report.title)
            item.description = loaded.report.definition.description
            item.lastRun = latest[item.name].map { RunItem($0, title: item.title) }
            item.nextRun = loaded.report.schedules.nextFire(after: now, paused: paused)
                .map { $0.zone.iso8601(ofUTC: $0.fire) }
            item.hasErrors = shelf.definitions.broken.contains(item.name)
            return item
        }
        let broken = shelf.unreadable.map { name in
            var item = ReportItem(name: name, title: name)
            item.hasErrors = true
            return item
        }
        let page = ReportsPage(reports: items + broken, search: try request.query()["q"] ?? "")
        return Self.page(page.html(in: await frame(request, context)))
    }

    @Sendable private func showReport(_ request: Request, _ context: ServerContext) async throws -> Response {
        let loaded = try await loaded(context, .seeReports)
        let fields = FormFields(try request.query())
        let isFilled = fields.pairs.contains { $0.name.hasPrefix("p.") || $0.name == "columns" || $0.name == "where" }
        return try await reportPage(loaded, request, context, entered: isFilled ? fields : nil)
    }

    private func loaded(_ context: ServerContext, _ action: Action) async throws -> LoadedReport {
        try await runs.shelf(for: try context.requiring(action)).report(try context.pathPart("report"))
    }

    private func reportPage(
        _ loaded: LoadedReport, _ request: Request, _ context: ServerContext, entered: FormFields?,
        errors: [FormError] = [], preview: Preview? = nil
    ) async throws -> Response {
        let report = loaded.report
        let principal = try context.requiring(.seeReports)
        var frame = await frame(request, context)
        if request.method == .post { frame.path = PagePath.report(report.name) }
        var page = ReportPage(
            name: report.name, title: report.title, form: ReportForm(loaded, at: .now))
        page.description = report.definition.description
        page.entered = entered
        page.errors = errors
        page.preview = preview
        page.mayRun = principal.may(.run)
        page.enrichments = report.enrichments.map { enrichment in
            EnrichmentItem(
                name: enrichment.name, lookups: enrichment.lookups.map(\.description), dependsOn: enrichment.dependsOn)
        }
        page.services = report.services.values.sorted { $0.name < $1.name }
            .map { ServiceUse(name: $0.name, title: $0.title) }
        page.schedules = try await schedules.items(for: principal, of: report.name, in: frame.language)
        page.runs = try await runs.runs(of: report.name, status: nil, before: nil, limit: 10, for: principal)
            .map { RunItem($0, title: report.title) }
        page.diagnostics = await runs.shelf(for: principal).diagnostics(of: report.name)
        return Self.page(page.html(in: frame), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// What a form asks for.
    private func posted(
        _ request: Request, _ context: ServerContext, _ action: Action
    ) async throws -> (LoadedReport, FormFields, RunForm) {
        var request = request
        let loaded = try await loaded(context, action)
        let fields = FormFields(try await request.form())
        return (loaded, fields, RunForm.read(fields, ReportForm(loaded, at: .now), in: context.language))
    }

    @Sendable private func startRun(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (loaded, fields, form) = try await posted(request, context, .run)
        guard form.errors.isEmpty else {
            return try await reportPage(loaded, request, context, entered: fields, errors: form.errors)
        }
        do {
            let record = try await runs.submit(RunOrder(form), of: loaded, by: context.author)
            return Self.redirect("/runs/\(record.run)")
        } catch {
            return try await formPage(loaded, request, context, entered: fields, refused: error)
        }
    }

    @Sendable private func preview(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (loaded, fields, form) = try await posted(request, context, .preview)
        guard form.errors.isEmpty else {
            return try await reportPage(loaded, request, context, entered: fields, errors: form.errors)
        }
        do {
            let (table, _) = try await runs.preview(RunOrder(form), of: loaded, by: context.author)
            let columns = await table.columns.map {
                Preview.Column(id: $0.id, title: $0.title, isNumeric: $0.isNumber)
            }
            var preview = Preview(columns: columns, rows: await table.cells)
            preview.problemCells = Set(await table.problemCells.map { Preview.Cell(row: $0.row, column: $0.column) })
            return try await reportPage(loaded, request, context, entered: fields, preview: preview)
        } catch {
            return try await formPage(loaded, request, context, entered: fields, refused: error)
        }
    }

    /// The form once more, with what is wrong with what was entered.
    ///
    /// - Throws: what is no fault of the form.
    private func formPage(
        _ loaded: LoadedReport, _ request: Request, _ context: ServerContext, entered: FormFields,
        refused error: any Error
    ) async throws -> Response {
        let errors =
            switch error {
            case let problem as Problem where problem.status == .unprocessableContent:
                problem.errors(of: ReportForm(loaded, at: .now), in: context.language)
            case let error as DiagnosticError where !error.isOfServer: error.formErrors(in: context.language)
            default: throw error
            }
        return try await reportPage(loaded, request, context, entered: entered, errors: errors)
    }
}

// MARK: Runs
extension PageRoutes {
    @Sendable private func listRuns(_ request: Request, _ context: ServerContext) async throws -> Response {
        let query = try request.query()
        let principal = try context.requiring(.seeRuns)
        let page = try ListPage(query)
        let report = query.filled("report")
        let status = query["status"].flatMap(RunSummary.Status.init(rawValue:))
        let found = try await runs.runs(
            of: report, status: status, before: page.cursor, limit: page.limit + 1, for: principal)
        let titles = await titles(for: principal)
        let shown = RunsPage(
            runs: found.prefix(page.limit).map { RunItem($0, title: titles[$0.report] ?? $0.report) },
            reports: titles.sorted { $0.key < $1.key }.map { ReportName(name: $0.key, title: $0.value) },
            report: report, status: status,
            older: found.count > page.limit ? ListPage.encode(found[page.limit - 1].run) : nil,
            isContinued: page.cursor != nil)
        return Self.page(shown.html(in: await frame(request, context)))
    }

    private func titles(for principal: Principal) async -> [String: String] {
        let reports = await runs.shelf(for: principal).reports
        return Dictionary(reports.map { ($0.report.name, $0.report.title) }) { first, _ in first }
    }

    private func record(_ context: ServerContext, _ action: Action) async throws -> (RunRecord, Principal) {
        let principal = try context.requiring(action)
        return (try await runs.record(try context.pathPart("run"), for: principal), principal)
    }

    @Sendable private func showRun(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (record, principal) = try await record(context, .seeRuns)
        let loaded = try? await runs.shelf(for: principal).report(record.report)
        var page = RunPage(record, loaded, in: runs.state, for: principal)
        if record.status == .running, let progress = runs.events.latestProgress(of: record.run) {
            page.show(progress: progress)
        }
        return Self.page(page.html(in: await frame(request, context)))
    }

    @Sendable private func cancel(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (record, principal) = try await record(context, .cancelOwnRun)
        _ = try await runs.cancel(record, by: principal, context.author)
        return Self.redirect("/runs/\(record.run)", .cancelling)
    }

    @Sendable private func resume(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (record, principal) = try await record(context, .resumeOwnRun)
        _ = try await runs.resume(record, by: principal, context.author)
        return Self.redirect("/runs/\(record.run)", .resumed)
    }

    @Sendable private func retryDelivery(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (record, _) = try await record(context, .retryDelivery)
        guard let number = Int(try context.pathPart("n")) else { throw Problem.notFound() }
        _ = try await runs.retryDelivery(number, of: record, by: context.author)
        return Self.redirect("/runs/\(record.run)", .deliveryRetried)
    }
}

// MARK: Schedules, services, problems
extension PageRoutes {
    @Sendable private func listSchedules(_ request: Request, _ context: ServerContext) async throws -> Response {
        let principal = try context.requiring(.seeSchedules)
        let frame = await frame(request, context)
        let page = SchedulesPage(schedules: try await schedules.items(for: principal, of: nil, in: frame.language))
        return Self.page(page.html(in: frame))
    }

    @Sendable private func changeSchedule(_ request: Request, _ context: ServerContext) async throws -> Response {
        let id = try context.pathPart("schedule")
        switch try context.pathPart("change") {
        case "pause":
            _ = try await schedules.pause(id, for: try context.requiring(.pauseSchedule), by: context.author)
            return Self.redirect("/schedules", .schedulePaused)
        case "resume":
            _ = try await schedules.resume(id, for: try context.requiring(.resumeSchedule), by: context.author)
            return Self.redirect("/schedules", .scheduleResumed)
        case "run":
            let run = try await schedules.run(id, for: try context.requiring(.fireSchedule), by: context.author)
            return Self.redirect("/runs/\(run)", .scheduleStarted)
        default: throw Problem.notFound()
        }
    }

    @Sendable private func listServices(_ request: Request, _ context: ServerContext) async throws -> Response {
        _ = try context.requiring(.seeServices)
        return Self.page(ServicesPage(services: try await services.items()).html(in: await frame(request, context)))
    }

    @Sendable private func showProblems(_ request: Request, _ context: ServerContext) async throws -> Response {
        let shelf = await runs.shelf(for: try context.requiring(.seeServices))
        let page = ProblemsPage(diagnostics: shelf.diagnostics)
        return Self.page(page.html(in: await frame(request, context)))
    }
}

extension FormFields {
    init(_ fields: EncodedFields) { self.init(fields.fields.map { ($0.name, $0.value) }) }
}
