package import QuireModel
package import QuirePlugin
import Synchronization

/// Where all runs of the process ask their services: what one service may bear holds over all of them, and a key that
/// several want at once is asked for once.
package final class ServiceDesk: Sendable {
    typealias Job = @Sendable () async -> Void

    let clock: DeskClock
    private let random: @Sendable () -> Double
    private let jobs: AsyncStream<Job>
    private let newJobs: AsyncStream<Job>.Continuation
    private let state = Mutex(State())

    private struct State {
        var lines: [String: ServiceLine] = [:]
        var runs = 0
    }

    private init(clock: some Clock<Duration>, random: @escaping @Sendable () -> Double) {
        self.clock = DeskClock(clock)
        self.random = random
        (jobs, newJobs) = AsyncStream.makeStream()
    }

    /// Opens a desk, and when `body` ends drops what is still being asked and closes all services.
    ///
    /// - Parameter random: from 0 up to 1.
    package static func open<Result>(
        clock: some Clock<Duration> = ContinuousClock(),
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
        isolation: isolated (any Actor)? = #isolation,
        _ body: (ServiceDesk) async throws -> Result
    ) async rethrows -> Result {
        let desk = ServiceDesk(clock: clock, random: random)
        async let work: Void = desk.work()
        do {
            let result = try await body(desk)
            desk.stop()
            await work
            return result
        } catch {
            desk.stop()
            await work
            throw error
        }
    }

    /// Opens a service and makes it known, under a name that no other has; does nothing where it is known already.
    package func add(
        _ name: String, limits: ServiceLimits, _ open: @Sendable () async throws -> any LookupService
    ) async rethrows {
        if line(name) != nil { return }
        let service = try await open()
        let isFirst = state.withLock { state in
            guard state.lines[name] == nil else { return false }
            let newJobs = newJobs
            state.lines[name] = ServiceLine(
                name: name, service: service, limits: limits, clock: clock, random: random,
                hire: { newJobs.yield($0) })
            return true
        }
        // Another run opened it at the same time.
        if !isFirst { await service.close() }
    }

    /// What a lookup takes and gives; nil where no service that is known has it.
    package func shape(of lookup: LookupReference) -> LookupShape? {
        line(lookup.service)?.service.lookups[lookup.lookup]
    }

    /// What each service that is known is doing, and has done since this was last asked, in order of their names.
    package func inspect() -> [ServiceStatus] {
        state.withLock { Array($0.lines.values) }.map { $0.inspect() }.sorted { $0.name < $1.name }
    }

    func line(_ name: String) -> ServiceLine? {
        state.withLock { $0.lines[name] }
    }

    func newRun() -> Int {
        state.withLock { state in
            state.runs += 1
            return state.runs
        }
    }

    /// Owns all tasks of all lines.
    private func work() async {
        await withDiscardingTaskGroup { group in
            for await job in jobs { group.addTask(operation: job) }
            group.cancelAll()
        }
        for line in state.withLock({ Array($0.lines.values) }) { await line.service.close() }
    }

    private func stop() {
        newJobs.finish()
        for line in state.withLock({ Array($0.lines.values) }) { line.stop() }
    }
}
