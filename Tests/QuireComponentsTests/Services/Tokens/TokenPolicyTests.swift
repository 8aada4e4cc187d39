import QuireModel
import Testing

@testable import QuireComponents

@Suite("An access token")
struct TokenPolicyTests {
    struct Life: Sendable, CustomTestStringConvertible {
        var lifetime: Double?
        /// Seconds after it was asked for.
        var at: Int64
        var isFresh: Bool
        var testDescription: String { "\(lifetime.map { "\($0) s" } ?? "no end") at \(at): \(isFresh)" }

        init(_ lifetime: Double?, at: Int64, _ isFresh: Bool) {
            self.lifetime = lifetime
            self.at = at
            self.isFresh = isFresh
        }

        static let all = [
            Life(3600, at: 3569, true), Life(3600, at: 3570, false), Life(300, at: 269, true),
            Life(300, at: 270, false),
            Life(60, at: 53, true), Life(60, at: 54, false), Life(5, at: 4, true), Life(5, at: 5, false),
            Life(0, at: 0, false), Life(-5, at: 0, false), Life(nil, at: 0, true), Life(nil, at: 1_000_000_000, true),
        ]
    }

    @Test("is renewed 30 s before its end, or a tenth of its life where that is less", arguments: Life.all)
    func life(_ life: Life) {
        let token = AccessToken("t", lifetime: life.lifetime, began: 1000)
        #expect(token.isFresh(now: 1000 + life.at) == life.isFresh)
    }

    private func decision(
        _ policy: inout TokenPolicy, inPlaceOf refused: AccessToken? = nil, at now: Int64 = 0
    ) -> String {
        switch policy.decide(inPlaceOf: refused, now: now) {
        case .use(let token): token.text
        case .fail(let failure): failure.message
        case .fetch: "fetch"
        case .wait: "wait"
        }
    }

    private static let first = AccessToken("first", lifetime: 100, began: 0)
    private static let second = AccessToken("second", lifetime: nil, began: 90)

    @Test("is asked for by the first call, and the others wait, and again before it ends")
    func shared() {
        var policy = TokenPolicy()
        #expect(decision(&policy) == "fetch")
        #expect(decision(&policy) == "wait")
        policy.ended(.success(Self.first), now: 0)
        #expect(decision(&policy, at: 89) == "first")
        #expect(decision(&policy, at: 90) == "fetch")
        #expect(decision(&policy, at: 90) == "wait")
        policy.ended(.success(Self.second), now: 90)
        #expect(decision(&policy, at: 1_000_000) == "second")
    }

    @Test("is asked for once where many calls are refused with the one before")
    func refused() {
        var policy = TokenPolicy()
        _ = decision(&policy)
        policy.ended(.success(Self.first), now: 0)
        #expect(decision(&policy, inPlaceOf: Self.first) == "fetch")
        #expect(decision(&policy, inPlaceOf: Self.first) == "wait")
        policy.ended(.success(Self.second), now: 0)
        #expect(decision(&policy, inPlaceOf: Self.first) == "second")
        #expect(decision(&policy) == "second")
    }

    @Test("that the server refuses is not asked for again for ten seconds; one that it failed to give is")
    func failed() {
        var policy = TokenPolicy()
        _ = decision(&policy)
        policy.ended(.failure(.init(message: "busy", mayRetry: true)), now: 5)
        #expect(decision(&policy, at: 5) == "fetch")
        policy.ended(.failure(.init(message: "who?", mayRetry: false)), now: 6)
        #expect(decision(&policy, at: 15) == "who?")
        #expect(decision(&policy, at: 16) == "fetch")
        policy.droppedFetch()
        #expect(decision(&policy, at: 17) == "fetch")
    }
}
