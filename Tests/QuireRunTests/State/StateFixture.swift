import QuireEngine
import QuireModel
import QuireTesting
import Synchronization

@testable import QuireRun

/// A state of its own, and time that a test moves.
struct StateFixture: Sendable {
    let folder = TemporaryFolder()
    let clock = TestMoment()

    var statePath: String { folder.path + "/state" }

    /// Opens it; may be done several times, as by several processes.
    func open() throws -> StateDatabase { try StateDatabase(in: try StateFolder(statePath)) }

    func cache(_ state: StateDatabase) -> AnswerCache {
        AnswerCache(state) { [clock] in clock.milliseconds }
    }

    static func scope(_ lookup: String = "discount", definition: [UInt8] = [1]) -> AnswerScope {
        AnswerScope(lookup: LookupReference(service: "tether", lookup: lookup), definition: .init(definition))
    }

    static func key(_ number: Int) -> LookupKey { LookupKey([.text("C\(number)")]) }

    static func kept(_ numbers: some Sequence<Int>, isNew: Bool = true) -> [KeptAnswer] {
        numbers.map { number in
            KeptAnswer(key: key(number), known: KnownAnswer(answer: answer(number), isFromBefore: !isNew), isNew: isNew)
        }
    }

    static func answer(_ number: Int) -> LookupAnswer {
        number % 3 == 2 ? .missing : .found([.number(Double(number) / 4), .text("汉\(number)")])
    }
}

/// Milliseconds that pass when a test says so.
final class TestMoment: Sendable {
    private let state = Mutex<Int64>(1_000_000)

    var milliseconds: Int64 { state.withLock { $0 } }

    func pass(_ duration: Duration) { state.withLock { $0 += duration.components.seconds * 1000 } }
}
