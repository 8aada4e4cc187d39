import FoundationEssentials
package import QuireModel
import Synchronization

/// Something that happened to a run, for those who watch it.
package struct RunEvent: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case progress, status, end
    }

    /// Grows from one event of a run to the next, also over restarts of the server.
    package var id: Int64
    package var kind: Kind
    package var data: JSON
}

/// What happens to runs while they wait and go on.
package final class RunEvents: Sendable {
    /// Progress that comes sooner after the last is not told.
    private static let interval = Duration.milliseconds(250)

    private struct Watched {
        /// The last of each kind; `end` is the last of all.
        var latest: [RunEvent.Kind: RunEvent] = [:]
        var lastID: Int64 = 0
        var lastProgress: ContinuousClock.Instant?
        var watchers: [Int: AsyncStream<RunEvent>.Continuation] = [:]
    }

    private struct State {
        var runs: [String: Watched] = [:]
        var watchers = 0
    }

    private let state = Mutex(State())

    package init() {}

    package func progress(_ run: String, _ makeData: () -> JSON) {
        let now = ContinuousClock.now
        let isDue = state.withLock { state in
            guard let last = state.runs[run]?.lastProgress, now - last < Self.interval else {
                state.runs[run, default: Watched()].lastProgress = now
                return true
            }
            return false
        }
        if isDue { tell(run, .progress, makeData()) }
    }

    package func status(_ run: String, _ data: JSON) { tell(run, .status, data) }

    /// The run has ended: who watches it is told and let go.
    package func end(_ run: String, _ data: JSON) {
        tell(run, .end, data)
        let watched = state.withLock { $0.runs.removeValue(forKey: run) }
        for watcher in (watched?.watchers ?? [:]).values { watcher.finish() }
    }

    /// How far a run is, as last told; nil where nothing was told since the server was started.
    package func latestProgress(of run: String) -> JSON? {
        state.withLock { $0.runs[run]?.latest[.progress]?.data }
    }

    /// The latest event of each kind after one that is known, and those that come; ends with the run.
    ///
    /// - Parameters:
    ///   - known: the id of the last event that the watcher had.
    ///   - readEnded: gives the run where it has ended, once nothing can be missed.
    package func watch(
        _ run: String, after known: Int64?, readEnded: () async throws -> JSON?
    ) async rethrows -> AsyncStream<RunEvent> {
        let (events, continuation) = AsyncStream.makeStream(of: RunEvent.self, bufferingPolicy: .bufferingNewest(16))
        let number = state.withLock { state in
            state.watchers += 1
            let number = state.watchers
            let watched = state.runs[run] ?? Watched()
            for event in watched.latest.values.sorted(by: { $0.id < $1.id }) where event.id > known ?? 0 {
                continuation.yield(event)
            }
            state.runs[run, default: Watched()].watchers[number] = continuation
            return number
        }
        continuation.onTermination = { [weak self] _ in self?.leave(run, number) }
        if let ended = try await readEnded() {
            continuation.yield(RunEvent(id: max(Self.now, known ?? 0), kind: .end, data: ended))
            continuation.finish()
        }
        return events
    }

    private func leave(_ run: String, _ number: Int) {
        state.withLock { state in
            state.runs[run]?.watchers[number] = nil
            if let left = state.runs[run], left.watchers.isEmpty, left.latest.isEmpty { state.runs[run] = nil }
        }
    }

    private func tell(_ run: String, _ kind: RunEvent.Kind, _ data: JSON) {
        state.withLock { state in
            var watched = state.runs[run] ?? Watched()
            watched.lastID = max(watched.lastID + 1, Self.now)
            let event = RunEvent(id: watched.lastID, kind: kind, data: data)
            watched.latest[kind] = event
            for watcher in watched.watchers.values { watcher.yield(event) }
            state.runs[run] = watched
        }
    }

    /// Milliseconds since 1970.
    static var now: Int64 { LocalDateTime.now.microseconds / 1000 }
}
