import QuireModel
import QuirePlugin

/// A service whose answers are all known beforehand.
struct GivenAnswers: LookupService {
    /// What is said of a key that is not among them.
    typealias Otherwise = @Sendable (LookupKey) -> LookupReply.KeyReply

    let lookups: [String: LookupShape]
    private let answers: [String: [LookupKey: LookupReply.KeyReply]]
    private let otherwise: Otherwise

    /// - Parameter answers: by lookup and key.
    init(
        _ lookups: [String: LookupShape], answers: [String: [LookupKey: LookupReply.KeyReply]] = [:],
        otherwise: @escaping Otherwise
    ) {
        self.lookups = lookups.mapValues { shape in
            var shape = shape
            // Nobody has to be spared.
            shape.keysPerCall = 1_000
            return shape
        }
        self.answers = answers
        self.otherwise = otherwise
    }

    func ask(_ keys: [LookupKey], of lookup: String) async throws(AttemptFailure) -> LookupReply {
        LookupReply(replies: keys.map { answers[lookup]?[$0] ?? otherwise($0) })
    }

    func close() async {}
}
