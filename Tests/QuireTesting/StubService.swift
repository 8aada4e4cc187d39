package import QuireModel
package import QuirePlugin
import Synchronization

/// A service that answers as a test says, and remembers what it was asked.
package final class StubService: LookupService {
    package struct Call: Sendable {
        /// From 0, in the order in which calls came.
        package var number: Int
        package var lookup: String
        package var keys: [LookupKey]
        /// By the service's clock, since that was made.
        package var at: Duration
    }

    /// What becomes of one call.
    package typealias Respond = @Sendable (Call) throws(AttemptFailure) -> [LookupReply.KeyReply]

    /// How long an answer takes.
    package enum Delay: Sendable {
        case of(Duration)
        case by(@Sendable (Call) -> Duration)
    }

    private struct State {
        var calls: [Call] = []
        var underWay = 0
        var peak = 0
        var cancelled = 0
        var isClosed = false
    }

    package let lookups: [String: LookupShape]
    private let clock: TestClock?
    private let delay: Delay
    private let warnings: [LookupWarning]
    private let respond: Respond
    private let state = Mutex(State())

    /// - Parameter lookups: names with keys a call; each takes a text and gives a text.
    /// - Parameter clock: what `delay` goes by; without it answers come at once.
    /// - Parameter respond: otherwise every key is found, with its first value as field.
    package init(
        _ lookups: [String: Int] = ["share": 1], clock: TestClock? = nil,
        delay: Delay = .of(.zero), warnings: [LookupWarning] = [],
        respond: @escaping Respond = { call in call.keys.map { .found([$0.values[0]]) } }
    ) {
        self.lookups = lookups.mapValues {
            LookupShape(inputs: [.init("key", .text)], fields: [.init("value", .text)], keysPerCall: $0)
        }
        self.clock = clock
        self.delay = delay
        self.warnings = warnings
        self.respond = respond
    }

    package var calls: [Call] { state.withLock { $0.calls } }
    package var callCount: Int { state.withLock { $0.calls.count } }
    /// All keys of all calls.
    package var keys: [LookupKey] { calls.flatMap(\.keys) }
    package var keysPerCall: [Int] { calls.map(\.keys.count) }
    package var peakConcurrency: Int { state.withLock { $0.peak } }
    package var underWay: Int { state.withLock { $0.underWay } }
    package var cancelledCount: Int { state.withLock { $0.cancelled } }
    package var isClosed: Bool { state.withLock { $0.isClosed } }

    package func ask(_ keys: [LookupKey], of lookup: String) async throws(AttemptFailure) -> LookupReply {
        let at = clock?.elapsed ?? .zero
        let call = state.withLock { state in
            let call = Call(number: state.calls.count, lookup: lookup, keys: keys, at: at)
            state.calls.append(call)
            state.underWay += 1
            state.peak = max(state.peak, state.underWay)
            return call
        }
        defer { state.withLock { $0.underWay -= 1 } }
        let delay =
            switch delay {
            case .of(let duration): duration
            case .by(let duration): duration(call)
            }
        if let clock, delay > .zero {
            do {
                try await clock.sleep(until: clock.now.advanced(by: delay), tolerance: nil)
            } catch {
                state.withLock { $0.cancelled += 1 }
                throw AttemptFailure("cancelled", mayRetry: false)
            }
        }
        return LookupReply(replies: try respond(call), warnings: warnings)
    }

    package func close() async { state.withLock { $0.isClosed = true } }
}
