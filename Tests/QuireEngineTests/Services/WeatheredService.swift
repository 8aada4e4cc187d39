import QuireModel
import QuirePlugin
import QuireTesting
import Synchronization

/// A service that behaves as its weather has it, and remembers every attempt.
final class WeatheredService: LookupService {
    struct Attempt: Sendable, Hashable {
        enum Outcome: Sendable, Hashable {
            case answered, refused, cancelled
            case failed(retryAfter: Duration?)
        }

        var keys: [LookupKey]
        var began: Duration
        /// Attempts under way when it began, itself among them.
        var underWay: Int
        var ended: Duration?
        var outcome: Outcome?

        /// Whether it failed in a way that is retried.
        var hasFailed: Bool {
            switch outcome {
            case .failed, .cancelled: true
            default: false
            }
        }
    }

    let lookups: [String: LookupShape]
    private let clock: TestClock
    private let weather: Weather
    private let state = Mutex((attempts: [Attempt](), underWay: 0, ends: [Int]()))

    init(keysPerCall: Int, clock: TestClock, weather: Weather) {
        lookups = [
            "share": LookupShape(
                inputs: [.init("key", .text)], fields: [.init("value", .text)], keysPerCall: keysPerCall)
        ]
        self.clock = clock
        self.weather = weather
    }

    /// In the order in which they began.
    var attempts: [Attempt] { state.withLock { $0.attempts } }
    /// In the order in which they ended.
    var endedAttempts: [Attempt] { state.withLock { state in state.ends.map { state.attempts[$0] } } }

    func ask(_ keys: [LookupKey], of lookup: String) async throws(AttemptFailure) -> LookupReply {
        let began = clock.elapsed
        let (number, underWay) = state.withLock { state in
            state.underWay += 1
            state.attempts.append(Attempt(keys: keys, began: began, underWay: state.underWay))
            return (state.attempts.count - 1, state.underWay)
        }
        let fate = weather.fate(of: number, keys, at: began, underWay: underWay)
        do { try await clock.sleep(until: clock.now.advanced(by: fate.takes), tolerance: nil) } catch {
            end(number, .cancelled)
            throw AttemptFailure("cancelled", mayRetry: false)
        }
        switch fate.result {
        case .success(let reply):
            end(number, .answered)
            return reply
        case .failure(let failure):
            end(number, failure.mayRetry ? .failed(retryAfter: failure.retryAfter) : .refused)
            throw failure
        }
    }

    func close() async {}

    private func end(_ number: Int, _ outcome: Attempt.Outcome) {
        let now = clock.elapsed
        state.withLock { state in
            state.underWay -= 1
            state.ends.append(number)
            state.attempts[number].ended = now
            state.attempts[number].outcome = outcome
        }
    }
}
