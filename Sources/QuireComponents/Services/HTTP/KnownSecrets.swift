import QuireModel
import Synchronization

/// What a service must never show: what its definition says is secret, and the tokens that it gets while it is asked.
final class KnownSecrets: Sendable {
    /// Answers to requests with older tokens have long come.
    private static let tokensKept = 8

    private let defined: Redactor
    private let state: Mutex<State>

    private struct State {
        var tokens: [String] = []
        var redactor: Redactor
    }

    init(_ defined: Redactor) {
        self.defined = defined
        state = Mutex(State(redactor: defined))
    }

    var redactor: Redactor { state.withLock { $0.redactor } }

    func add(_ token: String) {
        state.withLock { state in
            state.tokens = (state.tokens.filter { $0 != token } + [token]).suffix(Self.tokensKept)
            state.redactor = defined.hiding(state.tokens)
        }
    }
}
