import QuireModel
import QuirePlugin
import Synchronization

/// The line to one service: does what its traffic decides.
///
/// Attempts run on workers, child tasks of the desk, each of which asks one thing at a time; so there are never more
/// requests than `max_concurrency`, also while an attempt that was given up is still winding down.
final class ServiceLine: Sendable {
    let name: String
    let service: any LookupService
    let lookupIndex: [String: Int]
    private let lookupNames: [String]
    private let clock: DeskClock
    private let hire: @Sendable (@escaping @Sendable () async -> Void) -> Void
    private let state: Mutex<State>

    private struct State {
        var traffic: ServiceTraffic
        var inboxes: [Int: RunInbox] = [:]
        var toStart = Queue<StartedAttempt>()
        var races: [Int: Race] = [:]
        var parked: [Parked] = []
        var workers = 0
        /// Workers hired that have not begun yet.
        var coming = 0
        var alarm: Alarm?
        var timekeeper: CheckedContinuation<Alarm?, Never>?
        var isStopped = false
        var pages = PendingPages()
    }

    /// A worker without work.
    private struct Parked {
        var continuation: CheckedContinuation<StartedAttempt?, Never>
        var race: Race
    }

    private struct Alarm: Sendable {
        var at: Moment
        var race: Race
    }

    /// - Parameter hire: runs a job as a child task of the desk.
    init(
        name: String, service: any LookupService, limits: ServiceLimits, clock: DeskClock,
        random: @escaping @Sendable () -> Double,
        hire: @escaping @Sendable (@escaping @Sendable () async -> Void) -> Void
    ) {
        self.name = name
        self.service = service
        self.clock = clock
        self.hire = hire
        let lookups = service.lookups.sorted { $0.key < $1.key }.map {
            ServiceTraffic.Lookup(name: $0.key, keysPerCall: $0.value.keysPerCall)
        }
        lookupIndex = Dictionary(uniqueKeysWithValues: lookups.enumerated().map { ($1.name, $0) })
        lookupNames = lookups.map(\.name)
        let pages = ServiceTraffic.Lookup(name: "pages", keysPerCall: 1, isPages: true)
        state = Mutex(
            State(traffic: ServiceTraffic(name: name, limits: limits, lookups: lookups + [pages], random: random)))
        hire { await self.keepTime() }
    }

    /// - Parameter redactor: takes out what only the run may know.
    func join(run: Int, inbox: RunInbox, hiding redactor: Redactor) {
        change { state, now in
            state.inboxes[run] = inbox
            state.traffic.join(run: run, hiding: redactor, now: now)
        }
    }

    func leave(run: Int) {
        change { state, now in
            state.traffic.leave(run: run, now: now)
            state.inboxes[run] = nil
            state.pages.drop(run: run)
        }
    }

    func ask(_ keys: [AskedKey], lookup: Int) {
        change { state, now in state.traffic.ask(keys, lookup: lookup, now: now) }
    }

    /// Asks for a page as for a key that nobody else wants; its waiter gets an empty answer once it is there.
    func ask(for page: PageRequest, of list: String, waiter: Waiter) {
        change { state, now in
            let key = state.pages.add(page, of: list, run: waiter.run)
            state.traffic.ask([AskedKey(key: key, waiter: waiter)], lookup: lookupNames.count, now: now)
        }
    }

    /// The page that came for a run.
    func takePage(run: Int) -> ListPage? { state.withLock { $0.pages.take(run: run) } }

    /// What the line is doing, and has done since it was last looked at.
    func inspect() -> ServiceStatus {
        let now = clock.now()
        return state.withLock { state in
            defer { state.traffic.tally = CallTally() }
            return ServiceStatus(name: name, state.traffic, now: now)
        }
    }

    var isIdle: Bool {
        let now = clock.now()
        return state.withLock { $0.traffic.isIdle(now: now) }
    }

    func stop() {
        let woken = state.withLock { state in
            state.isStopped = true
            defer {
                state.parked.removeAll()
                state.timekeeper = nil
            }
            state.alarm?.race.end()
            for race in state.races.values { race.end() }
            return (state.parked, state.timekeeper)
        }
        for worker in woken.0 { worker.continuation.resume(returning: nil) }
        woken.1?.resume(returning: nil)
    }

    /// What a change asks for outside the lock.
    private struct Outcome {
        var woken: [(Parked, StartedAttempt)] = []
        var hires = 0
        var mail: [(RunInbox, RunMail)] = []
        var timekeeper: (CheckedContinuation<Alarm?, Never>, Alarm)?
    }

    @discardableResult
    private func change<Result: Sendable>(_ body: (inout State, Moment) -> Result) -> Result {
        let now = clock.now()
        let (result, outcome) = state.withLock { state in
            let result = body(&state, now)
            let outcome = collect(&state)
            // Before anyone else's: a run may end with the next reply, and then looks at no more mail.
            for (inbox, mail) in outcome.mail { inbox.post(mail) }
            return (result, outcome)
        }
        act(outcome)
        return result
    }

    private func collect(_ state: inout State) -> Outcome {
        var outcome = Outcome()
        var orders = Orders()
        swap(&orders, &state.traffic.orders)
        for attempt in orders.started { state.toStart.append(attempt) }
        for attempt in orders.cancelled {
            if let race = state.races.removeValue(forKey: attempt) {
                race.end()
            } else {
                state.toStart.removeAll { $0.attempt == attempt }
            }
        }
        while let worker = state.parked.last, let attempt = nextWork(&state, worker.race) {
            outcome.woken.append((worker, attempt))
            state.parked.removeLast()
        }
        let limit = state.traffic.limits.maxConcurrency
        outcome.hires = max(0, min(state.toStart.count - state.coming, limit - state.workers))
        state.workers += outcome.hires
        state.coming += outcome.hires
        sort(orders, state.inboxes, into: &outcome)
        if let wake = state.traffic.wake {
            if let alarm = state.alarm {
                if wake < alarm.at { alarm.race.end() }
            } else if let timekeeper = state.timekeeper {
                outcome.timekeeper = (timekeeper, setAlarm(&state, at: wake))
                state.timekeeper = nil
            }
        }
        return outcome
    }

    private func sort(_ orders: Orders, _ inboxes: [Int: RunInbox], into outcome: inout Outcome) {
        let isSilent = orders.replies.isEmpty && orders.records.isEmpty && orders.warnings.isEmpty
        guard !isSilent || orders.end != nil else { return }
        for (run, inbox) in inboxes {
            var mail = RunMail()
            for reply in orders.replies where reply.waiter.run == run { mail.replies.append(reply) }
            for record in orders.records where record.run == run { mail.records.append(record) }
            for warning in orders.warnings where warning.run == run { mail.warnings.append((name, warning)) }
            if let end = orders.end { mail.events.append(.failed(RunFailure("service '\(name)': \(end)"))) }
            outcome.mail.append((inbox, mail))
        }
    }

    private func act(_ outcome: Outcome) {
        for (worker, attempt) in outcome.woken { worker.continuation.resume(returning: attempt) }
        for _ in 0..<outcome.hires { hire { await self.work() } }
        if let (timekeeper, alarm) = outcome.timekeeper { timekeeper.resume(returning: alarm) }
    }

    private func work() async {
        state.withLock { $0.coming -= 1 }
        while !state.withLock({ $0.isStopped }) { await serve() }
    }

    /// Asks one thing after another in a child task, until one of them is given up: the child is then cancelled and
    /// waited for. So an attempt costs no task of its own.
    private func serve() async {
        let race = Race()
        async let _: Void = serve(until: race)
        await race.isOver()
    }

    private func serve(until race: Race) async {
        while let attempt = await takeWork(race) {
            guard await ask(attempt) else { break }
        }
        race.end()
    }

    private func takeWork(_ race: Race) async -> StartedAttempt? {
        let (attempt, isStopped) = state.withLock { state in (nextWork(&state, race), state.isStopped) }
        if attempt != nil || isStopped { return attempt }
        return await withCheckedContinuation { continuation in
            let (attempt, isStopped) = state.withLock { state in
                let attempt = nextWork(&state, race)
                if attempt == nil, !state.isStopped {
                    state.parked.append(Parked(continuation: continuation, race: race))
                }
                return (attempt, state.isStopped)
            }
            if attempt != nil || isStopped { continuation.resume(returning: attempt) }
        }
    }

    private func nextWork(_ state: inout State, _ race: Race) -> StartedAttempt? {
        guard !state.isStopped, let attempt = state.toStart.popFirst() else { return nil }
        state.races[attempt.attempt] = race
        return attempt
    }

    /// - Returns: false where the attempt was given up meanwhile.
    private func ask(_ attempt: StartedAttempt) async -> Bool {
        var page: ListPage?
        let result: Result<LookupReply, AttemptFailure>
        do throws(AttemptFailure) {
            if attempt.lookup < lookupNames.count {
                result = .success(try await service.ask(attempt.keys, of: lookupNames[attempt.lookup]))
            } else {
                page = try await state.withLock({ $0.pages.request(attempt.keys) })?.ask()
                result = .success(LookupReply(replies: [.found([])]))
            }
        } catch {
            result = .failure(error)
        }
        return change { [page] state, now in
            guard state.races.removeValue(forKey: attempt.attempt) != nil else { return false }
            if let page { state.pages.came(page, for: attempt.keys) }
            state.traffic.attempt(attempt.attempt, of: attempt.call, endedWith: result, now: now)
            return true
        }
    }

    private func keepTime() async {
        while let alarm = await nextAlarm() {
            await sleep(alarm)
            change { state, now in
                state.alarm = nil
                if let wake = state.traffic.wake, wake <= now { state.traffic.tick(now: now) }
            }
        }
    }

    private func sleep(_ alarm: Alarm) async {
        async let _: Void = {
            try? await clock.sleep(alarm.at)
            alarm.race.end()
        }()
        await alarm.race.isOver()
    }

    private func nextAlarm() async -> Alarm? {
        await withCheckedContinuation { continuation in
            let (alarm, isReady) = state.withLock { state -> (Alarm?, Bool) in
                if state.isStopped { return (nil, true) }
                if let wake = state.traffic.wake { return (setAlarm(&state, at: wake), true) }
                state.timekeeper = continuation
                return (nil, false)
            }
            if isReady { continuation.resume(returning: alarm) }
        }
    }

    private func setAlarm(_ state: inout State, at moment: Moment) -> Alarm {
        let alarm = Alarm(at: moment, race: Race())
        state.alarm = alarm
        return alarm
    }
}
