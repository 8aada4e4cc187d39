import QuireModel
import QuirePlugin
import QuireTesting
import Testing

/// How a service behaves from time to time, drawn from a seed; after `length` it is well.
struct Weather: Sendable {
    enum Kind: CaseIterable {
        case fair, slow, failing, down, hanging, limited, partial, refusing
    }

    private struct Spell {
        var kind: Kind
        var end: Duration
        /// Of the attempts that fail, or keys.
        var share: Double
        /// Calls at once.
        var bears: Int
        var retryAfter: Duration?
    }

    /// What becomes of an attempt.
    struct Fate: Sendable {
        var takes: Duration
        var result: Result<LookupReply, AttemptFailure>
    }

    private let seed: Int
    private var spells: [Spell] = []

    init(seed: Int, length: Duration) {
        self.seed = seed
        var dice = Dice(seed)
        var end = Duration.zero
        while end < length {
            end += .milliseconds(Int.random(in: 100...5_000, using: &dice))
            spells.append(
                Spell(
                    kind: Kind.allCases.randomElement(using: &dice) ?? .fair, end: min(end, length),
                    share: .random(in: 0.05...0.9, using: &dice), bears: .random(in: 0...10, using: &dice),
                    retryAfter: dice.roll(0.7) ? .milliseconds(Int.random(in: 0...10_000, using: &dice)) : nil))
        }
    }

    /// - Parameter underWay: attempts, this one among them.
    func fate(of attempt: Int, _ keys: [LookupKey], at moment: Duration, underWay: Int) -> Fate {
        var dice = Dice(seed, attempt)
        // To the nanosecond, so that no two things happen at the same moment by chance.
        let quick = Duration.nanoseconds(Int.random(in: 1_000_000...200_000_000, using: &dice))
        let well = Fate(takes: quick, result: .success(LookupReply(replies: keys.map(Self.truth))))
        func failing(_ failure: AttemptFailure) -> Fate { Fate(takes: quick / 10, result: .failure(failure)) }
        guard let spell = spells.first(where: { moment < $0.end }) else { return well }
        switch spell.kind {
        case .fair: return well
        case .slow: return Fate(takes: quick * 40, result: well.result)
        case .failing where dice.roll(spell.share): return failing(AttemptFailure("HTTP 500", mayRetry: true))
        case .failing: return well
        case .down: return failing(AttemptFailure("cannot connect", mayRetry: true))
        case .hanging: return Fate(takes: .seconds(3_600), result: well.result)
        case .limited where underWay > spell.bears:
            return failing(AttemptFailure("HTTP 429", mayRetry: true, retryAfter: spell.retryAfter))
        case .limited: return well
        case .partial:
            let replies = keys.map { key in
                dice.roll(spell.share) ? .failed(message: "busy", mayRetry: true) : Self.truth(key)
            }
            return Fate(takes: quick, result: .success(LookupReply(replies: replies)))
        case .refusing where dice.roll(spell.share): return failing(AttemptFailure("HTTP 400", mayRetry: false))
        case .refusing: return well
        }
    }

    /// What a service that is well says of a key.
    static func truth(_ key: LookupKey) -> LookupReply.KeyReply {
        var dice = Dice(key.description.utf8.reduce(0) { $0 &* 31 &+ Int($1) })
        if dice.roll(0.1) { return .missing }
        return dice.roll(0.02)
            ? .failed(message: "no such kind", mayRetry: false) : .found([.text("value of \(key)")])
    }

    /// The answer is the truth, or says why there is none.
    static func expect(_ answer: KeyAnswer?, of key: LookupKey, mostAttempts: Int) {
        switch (answer?.outcome, truth(key)) {
        case (.found, .found(let values)): #expect(answer?.values == values)
        case (.missing, .missing): #expect(answer?.values == [.null])
        case (.failed(let failure), _):
            #expect(answer?.values == [.null])
            #expect(failure.message.contains("key \(key): "))
            #expect(failure.attempts <= mostAttempts)
        default: Issue.record("key \(key) ended as \(String(describing: answer))")
        }
    }
}
