import QuireModel
import Synchronization

/// What the processes of one check have shown so far.
final class Findings: Sendable {
    private struct State {
        var offer: PluginOffer?
        var firstPage: JSON?
        var strays: [String] = []
        var noise: [String] = []
    }

    private let state = Mutex(State())

    /// What the first process said that it offers.
    var offer: PluginOffer? { state.withLock { $0.offer } }
    func settle(_ offer: PluginOffer) { state.withLock { $0.offer = offer } }

    /// The first answer of `source.next`.
    var firstPage: JSON? { state.withLock { $0.firstPage } }
    func keep(firstPage: JSON) { state.withLock { $0.firstPage = firstPage } }

    /// Answers that no request asked for, or twice.
    var strays: [String] { state.withLock { $0.strays } }
    /// Lines that are no messages.
    var noise: [String] { state.withLock { $0.noise } }

    func note(_ probe: Probe) {
        let (strays, noise) = (probe.strays, probe.noise)
        state.withLock { state in
            state.strays += strays
            state.noise += noise
        }
    }
}

/// A rule of the protocol, and how it is tried.
struct Rule: Sendable {
    /// A sentence about the plugin.
    var text: String
    /// Throws where it is broken.
    ///
    /// - Returns: why it was not tried; nil where it was.
    var attempt: @Sendable (Conversation) async throws(ProtocolViolation) -> String?

    init(_ text: String, unless reason: String? = nil, _ attempt: @escaping Attempt) {
        self.text = text
        self.attempt = { talk throws(ProtocolViolation) in
            if let reason { return reason }
            try await attempt(talk)
            return nil
        }
    }

    /// - Parameter attempt: returns why it was not tried; nil where it was.
    init(
        orUntried text: String,
        _ attempt: @escaping @Sendable (Conversation) async throws(ProtocolViolation) -> String?
    ) {
        self.text = text
        self.attempt = attempt
    }

    typealias Attempt = @Sendable (Conversation) async throws(ProtocolViolation) -> Void
}
