import QuireCalendar
import QuireDefinition
package import QuireModel
package import QuireRun

/// Does the runs that schedules ask for.
package protocol RunLauncher: Sendable {
    /// Has it look for runs that wait in the state.
    func wake()
    /// - Returns: false where the run has ended.
    func cancel(_ run: String) async throws -> Bool
}

/// Follows the schedules of reports: puts a run into the queue for each fire, and remembers those that have none.
package actor Scheduler {
    /// What is followed.
    private struct Followed {
        /// The last versions without errors, by name.
        var reports: [String: LoadedReport]
        /// Reports that are there, and have had errors since before the scheduler was started.
        var broken: Set<String>

        var schedules: [CheckedSchedule] {
            reports.values.flatMap(\.report.schedules).sorted { $0.id < $1.id }
        }
    }

    /// Ends of runs that nobody tells are seen after this time.
    private static let pollInterval = Duration.seconds(2)
    /// Clocks can be set, so that no wait is longer than this.
    private static let longestWait = Duration.seconds(60)

    private let records: ScheduleRecords
    private let launcher: any RunLauncher
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> LocalDateTime
    private let log: @Sendable (String) -> Void
    private nonisolated let signal = WakeSignal()
    private var followed: Followed?
    private let startedAt: LocalDateTime

    /// - Parameters:
    ///   - clock: by which it waits.
    ///   - now: the time, in UTC.
    ///   - log: told what people should know.
    package init(
        _ state: StateDatabase, launcher: any RunLauncher, clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> LocalDateTime = { .now }, log: @escaping @Sendable (String) -> Void
    ) {
        records = ScheduleRecords(state)
        self.launcher = launcher
        self.clock = clock
        self.now = now
        startedAt = now()
        self.log = log
    }

    /// Follows the schedules of these reports from now on, and no others.
    ///
    /// - Parameters:
    ///   - reports: the last versions without errors, by name.
    ///   - broken: reports that are there and of which there has been no version without errors.
    package func follow(_ reports: [String: LoadedReport], broken: Set<String>) {
        followed = Followed(reports: reports, broken: broken.subtracting(reports.keys))
        wake()
    }

    /// Has it look again, as when a run has ended.
    package nonisolated func wake() { signal.set() }

    /// Works until it is cancelled. Nothing fires before it is known what is followed.
    package func run() async {
        while !Task.isCancelled {
            let wait = await step()
            await pause(wait)
        }
    }

    /// Decides what is due and sees to it.
    ///
    /// - Returns: how long there is nothing to be done then.
    private func step() async -> Duration {
        guard let followed else { return Self.longestWait }
        let moment = now()
        let outcome: ScheduleRecords.Outcome
        do {
            outcome = try await records.advance(
                followed.schedules.map { schedule in
                    var schedule = FollowedSchedule(schedule)
                    schedule.followedSince = startedAt
                    return schedule
                }, broken: followed.broken, at: moment, makeRun)
        } catch {
            log("the schedules cannot be followed: \(StateDatabase.reason(error))")
            return Self.pollInterval
        }
        for note in outcome.notes { log(note) }
        for run in outcome.cancelled { await cancel(run) }
        if outcome.hasQueued { launcher.wake() }
        let longest = outcome.awaitsRuns ? Self.pollInterval : Self.longestWait
        guard let wake = outcome.wake else { return longest }
        return min(longest, max(.zero, .microseconds(wake.microseconds - moment.microseconds)))
    }

    private func cancel(_ run: String) async {
        do {
            _ = try await launcher.cancel(run)
        } catch {
            log("the run \(run) cannot be cancelled: \(StateDatabase.reason(error))")
        }
    }

    private func pause(_ duration: Duration) async {
        await withTaskGroup { group in
            group.addTask { [clock] in _ = try? await clock.sleep(for: duration) }
            group.addTask { [signal] in await signal.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Makes the record of a fire's run.
    private var makeRun: ScheduleRecords.MakeRun {
        let reports = followed?.reports ?? [:]
        let start = now().inWholeMilliseconds
        return { schedule, fire in
            guard let loaded = reports[schedule.report],
                let definition = loaded.report.schedules.first(where: { $0.name == schedule.name })
            else { throw Self.unknown(schedule.id) }
            var instructions = RunInstructions(
                report: schedule.report,
                parameters: definition.assignments.map { .init(name: $0.name, text: $0.text) }, in: loaded.folder)
            instructions.delivers = true
            var origin = RunOrigin()
            origin.schedule = schedule.name
            origin.scheduledAt = fire
            let request = try RunRequest(
                instructions, of: loaded, run: RunID.make(at: start), startedAt: start, origin: origin)
            return request.waitingRecord(instructions)
        }
    }

    private static func unknown(_ id: String) -> DiagnosticError {
        DiagnosticError(Diagnostic(.error, "unknown-schedule", "there is no schedule '\(id)'", at: nil))
    }
}

// MARK: For those who look at schedules and change them

extension Scheduler {
    /// All of them, with how they stand.
    package func list() async throws -> [ScheduleStatus] {
        var all: [ScheduleStatus] = []
        for schedule in try await everySchedule() { all.append(try await status(of: schedule)) }
        return all
    }

    /// - Returns: nil where there is no such schedule.
    package func status(of id: String) async throws -> ScheduleStatus? {
        guard let schedule = try await everySchedule().first(where: { $0.id == id }) else { return nil }
        return try await status(of: schedule)
    }

    /// Its fires are skipped from now on.
    ///
    /// - Returns: as it is then; nil where there is no such schedule.
    package func pause(_ id: String) async throws -> ScheduleStatus? { try await setPaused(true, id) }

    /// It fires again from now on.
    ///
    /// - Returns: as it is then; nil where there is no such schedule.
    package func resume(_ id: String) async throws -> ScheduleStatus? { try await setPaused(false, id) }

    /// Makes a fire now, also of one that is paused or disabled, and beside a run that is under way.
    ///
    /// - Returns: its run; nil where there is no such schedule, or no version of its report without errors.
    /// - Throws: `DiagnosticError` where the report cannot be run as the schedule says.
    package func runNow(_ id: String) async throws -> String? {
        guard let schedule = followed?.schedules.first(where: { $0.id == id }) else { return nil }
        let run = try await records.fire(FollowedSchedule(schedule), at: now().inWholeMilliseconds, makeRun)
        launcher.wake()
        wake()
        return run
    }

    /// The ids of schedules that are paused, be they followed or not.
    package func paused() async throws -> Set<String> { try await records.paused() }

    /// The latest first, those of a schedule that has ended too.
    ///
    /// - Parameter moment: those due before it.
    package func fires(of id: String, before moment: LocalDateTime? = nil, limit: Int) async throws -> [FireRecord] {
        guard let (report, name) = ScheduleID.parts(id) else { return [] }
        return try await records.fires(of: report, name, before: moment, limit: limit)
    }

    /// Forgets fires that were due before a moment.
    package func forget(before moment: LocalDateTime) async throws { try await records.forget(before: moment) }

    private func everySchedule() async throws -> [FollowedSchedule] {
        guard let followed else { return [] }
        let current = followed.schedules.map(FollowedSchedule.init)
        var broken = try await records.known().filter { followed.broken.contains($0.report) }
        for index in broken.indices { broken[index].isBroken = true }
        return (current + broken).sorted { $0.id < $1.id }
    }

    private func status(of schedule: FollowedSchedule) async throws -> ScheduleStatus {
        let standing = try await records.standing(of: schedule)
        return ScheduleStatus(
            schedule: schedule, isPaused: standing.state?.isPaused ?? false,
            next: schedule.plan.isEnabled ? Array(schedule.plan.times.all(after: now()).prefix(5)) : [],
            last: standing.last, result: standing.result, lastRun: standing.lastRun, lateRun: standing.state?.lateRun,
            pausedAfter: standing.state?.pausedAfter)
    }

    private func setPaused(_ isPaused: Bool, _ id: String) async throws -> ScheduleStatus? {
        guard let schedule = try await everySchedule().first(where: { $0.id == id }) else { return nil }
        try await records.setPaused(isPaused, schedule, at: now())
        wake()
        return try await status(of: schedule)
    }
}
