import QuireAccess
import QuireCalendar
import QuireDefinition
import QuireModel
import QuirePages
import QuireRun
import QuireScheduler

/// What the API and the pages do with schedules, for someone who may.
struct ScheduleService: Sendable {
    /// Fires that the page shows of each schedule.
    private static let shownFires = 10

    let runs: RunService
    let scheduler: Scheduler

    private var audit: AuditLog { runs.audit }

    /// In order of their ids.
    func list(for principal: Principal) async throws -> [ScheduleStatus] {
        let shelf = await runs.shelf(for: principal)
        return try await scheduler.list().filter { shelf.showsRuns(of: $0.schedule.report) }
    }

    /// The ids of schedules that are paused.
    func paused() async throws -> Set<String> { try await scheduler.paused() }

    /// - Throws: a problem of 404 where there is no such schedule, or none that they may see.
    func schedule(_ id: String, for principal: Principal) async throws -> ScheduleStatus {
        guard let found = try await scheduler.status(of: id),
            await runs.shelf(for: principal).showsRuns(of: found.schedule.report)
        else { throw Problem.notFound("schedule '\(id)'") }
        return found
    }

    /// The latest first.
    ///
    /// - Parameter before: those due before it, in UTC.
    func fires(
        of id: String, before: LocalDateTime?, limit: Int, for principal: Principal
    ) async throws -> [FireRecord] {
        _ = try await schedule(id, for: principal)
        return try await scheduler.fires(of: id, before: before, limit: limit)
    }

    func pause(_ id: String, for principal: Principal, by author: Author) async throws -> ScheduleStatus {
        _ = try await schedule(id, for: principal)
        guard let paused = try await scheduler.pause(id) else { throw Problem.notFound("schedule '\(id)'") }
        try await audit.record(.pause, id, by: author)
        return paused
    }

    func resume(_ id: String, for principal: Principal, by author: Author) async throws -> ScheduleStatus {
        _ = try await schedule(id, for: principal)
        guard let resumed = try await scheduler.resume(id) else { throw Problem.notFound("schedule '\(id)'") }
        try await audit.record(.unpause, id, by: author)
        return resumed
    }

    /// - Returns: the name of the run.
    /// - Throws: a problem of 409 where the report cannot be run as it is.
    func run(_ id: String, for principal: Principal, by author: Author) async throws -> String {
        _ = try await schedule(id, for: principal)
        guard let run = try await scheduler.runNow(id) else {
            throw Problem.conflict("the report has errors, so that the schedule cannot be run", .reportBroken)
        }
        try await audit.record(.fire, "\(id) \(run)", by: author)
        return run
    }
}

// MARK: For pages
extension ScheduleService {
    /// - Parameter report: only the schedules of this one.
    func items(for principal: Principal, of report: String?, in language: QuirePages.Language) async throws
        -> [ScheduleItem]
    {
        var items: [ScheduleItem] = []
        let titles = await runs.shelf(for: principal).reports.reduce(into: [:]) { $0[$1.report.name] = $1.report.title }
        for status in try await list(for: principal) where report == nil || status.schedule.report == report {
            let name = status.schedule.report
            items.append(try await item(status, titles[name] ?? name, for: principal, in: language))
        }
        return items
    }

    private func item(
        _ status: ScheduleStatus, _ title: String, for principal: Principal, in language: QuirePages.Language
    ) async throws -> ScheduleItem {
        let plan = status.schedule.plan
        var item = ScheduleItem(
            id: status.id, report: status.schedule.report, reportTitle: title, name: status.schedule.name,
            cron: plan.times.cron.text, words: status.words(in: language == .chinese ? .chinese : .english),
            timezone: status.zone.identifier)
        item.isEnabled = plan.isEnabled
        item.isPaused = status.isPaused
        item.pausedAfter = status.pausedAfter
        item.next = status.next.map(status.zone.iso8601(ofUTC:))
        item.warning = status.warning.map { warning -> ScheduleItem.Warning in
            switch warning {
            case .broken: .broken
            case .late(let run): .late(run: run)
            }
        }
        item.mayChange = principal.may(.pauseSchedule)
        let records = RunRecords(runs.state)
        if let run = status.lastRun { item.last = try await records.record(run).map { RunItem($0, title: title) } }
        for fire in try await scheduler.fires(of: status.id, limit: Self.shownFires) {
            var shown = FireItem(
                at: status.zone.iso8601(ofUTC: fire.at),
                status: FireItem.Status(rawValue: fire.status.rawValue) ?? .missed,
                reason: fire.reason.flatMap { FireItem.Reason(rawValue: $0.rawValue) })
            if let run = fire.run, let record = try await records.record(run) {
                shown.run = RunItem(record, title: title)
            }
            item.fires.append(shown)
        }
        return item
    }
}
