import GRDB
import QuireEngine
import QuireModel
import QuireTesting
import Testing

@testable import QuireRun

@Suite("The cache of answers")
struct AnswerCacheTests {
    private let fixture = StateFixture()
    private let policy = CachePolicy(timeToLive: .seconds(60), size: 1 << 20)

    private func entries(_ numbers: some Sequence<Int>) -> [(key: LookupKey, answer: LookupAnswer)] {
        numbers.map { (StateFixture.key($0), StateFixture.answer($0)) }
    }

    @Test("gives back what was found and what was missing, also to another process")
    func found() async throws {
        let cache = fixture.cache(try fixture.open())
        let shelf = try await cache.shelf(of: StateFixture.scope(), policy: policy)
        try await cache.keep(entries(0..<10), on: shelf)
        let other = fixture.cache(try fixture.open())
        let same = try await other.shelf(of: StateFixture.scope(), policy: policy)
        #expect(same == shelf)
        let answers = try await other.answers(for: (0..<11).map(StateFixture.key), on: same)
        #expect(answers == (0..<10).map(StateFixture.answer) + [nil])
    }

    @Test("forgets an answer when its time is over, and not before")
    func timeToLive() async throws {
        let state = try fixture.open()
        let cache = fixture.cache(state)
        let shelf = try await cache.shelf(of: StateFixture.scope(), policy: policy)
        try await cache.keep(entries([1]), on: shelf)
        fixture.clock.pass(.seconds(59))
        #expect(try await cache.answers(for: [StateFixture.key(1)], on: shelf) != [nil])
        fixture.clock.pass(.seconds(1))
        #expect(try await cache.answers(for: [StateFixture.key(1)], on: shelf) == [nil])
        _ = try await cache.shelf(of: StateFixture.scope(), policy: policy)
        #expect(try await rowCount(state) == 0)
        #expect(try await bytes(state) == 0)
    }

    @Test("does not trust an answer that comes from the future: the clock was wrong when it was kept")
    func future() async throws {
        let state = try fixture.open()
        let cache = fixture.cache(state)
        let shelf = try await cache.shelf(of: StateFixture.scope(), policy: policy)
        try await cache.keep(entries([1]), on: shelf)
        fixture.clock.pass(.seconds(-3_600))
        _ = try await cache.shelf(of: StateFixture.scope(), policy: policy)
        #expect(try await cache.answers(for: [StateFixture.key(1)], on: shelf) == [nil])
        #expect(try await bytes(state) == 0)
    }

    @Test("what is damaged is not known", arguments: ["zeroblob(0)", "x'00'", "substr(answer, 2)", "answer || x'00'"])
    func damaged(content: String) async throws {
        let state = try fixture.open()
        let cache = fixture.cache(state)
        let shelf = try await cache.shelf(of: StateFixture.scope(), policy: policy)
        try await cache.keep(entries([1]), on: shelf)
        try await state.queue.write { try $0.execute(sql: "UPDATE cache SET answer = \(content)") }
        #expect(try await cache.answers(for: [StateFixture.key(1)], on: shelf) == [nil])
    }

    @Test("keeps lookups and definitions apart")
    func scopes() async throws {
        let cache = fixture.cache(try fixture.open())
        let scopes = [
            StateFixture.scope(), StateFixture.scope("owner"), StateFixture.scope(definition: [2]),
        ]
        let shelf = try await cache.shelf(of: scopes[0], policy: policy)
        try await cache.keep(entries([1]), on: shelf)
        for scope in scopes.dropFirst() {
            let other = try await cache.shelf(of: scope, policy: policy)
            #expect(try await cache.answers(for: [StateFixture.key(1)], on: other) == [nil], "\(scope.lookup)")
        }
    }

    @Test("takes no more room than it may, and gives up the oldest answers first")
    func size() async throws {
        let state = try fixture.open()
        let cache = fixture.cache(state)
        let small = CachePolicy(timeToLive: .seconds(600), size: 64 << 10)
        let shelf = try await cache.shelf(of: StateFixture.scope(), policy: small)
        let owner = try await cache.shelf(of: StateFixture.scope("owner"), policy: small)
        for start in stride(from: 0, to: 4_000, by: 500) {
            fixture.clock.pass(.seconds(1))
            try await cache.keep(entries(start..<start + 250), on: shelf)
            try await cache.keep(entries(start + 250..<start + 500), on: owner)
            #expect(try await bytes(state) <= small.size)
        }
        let kept = try await cache.answers(for: (0..<4_000).map(StateFixture.key), on: owner)
        #expect(kept[3_999] == StateFixture.answer(3_999))
        #expect(kept[250] == nil)
        let smaller = CachePolicy(timeToLive: .seconds(600), size: 8 << 10)
        let shrunk = try await cache.shelf(of: StateFixture.scope("owner"), policy: smaller)
        #expect(try await bytes(state) <= smaller.size)
        #expect(try await cache.answers(for: [StateFixture.key(3_999)], on: shrunk) == [StateFixture.answer(3_999)])
        #expect(try await bytes(state) == (try await realBytes(state)))
    }

    @Test("an answer that comes again takes the place of the one before, and its time begins anew")
    func replaced() async throws {
        let state = try fixture.open()
        let cache = fixture.cache(state)
        let shelf = try await cache.shelf(of: StateFixture.scope(), policy: policy)
        try await cache.keep([(StateFixture.key(1), .missing)], on: shelf)
        fixture.clock.pass(.seconds(50))
        try await cache.keep([(StateFixture.key(1), .found([.integer(7)]))], on: shelf)
        fixture.clock.pass(.seconds(50))
        #expect(try await cache.answers(for: [StateFixture.key(1)], on: shelf) == [.found([.integer(7)])])
        #expect(try await bytes(state) == (try await realBytes(state)))
    }

    @Test("two that keep and read at the same time do not disturb each other")
    func together() async throws {
        let first = fixture.cache(try fixture.open())
        let second = fixture.cache(try fixture.open())
        try await withThrowingTaskGroup { group in
            for (place, cache) in [first, second].enumerated() {
                group.addTask { [policy] in
                    let shelf = try await cache.shelf(of: StateFixture.scope(), policy: policy)
                    for number in 0..<200 {
                        let entry = (key: StateFixture.key(number * 2 + place), answer: LookupAnswer.missing)
                        try await cache.keep([entry], on: shelf)
                        _ = try await cache.answers(for: [StateFixture.key(number)], on: shelf)
                    }
                }
            }
            try await group.waitForAll()
        }
        let shelf = try await first.shelf(of: StateFixture.scope(), policy: policy)
        let answers = try await first.answers(for: (0..<400).map(StateFixture.key), on: shelf)
        #expect(answers.allSatisfy { $0 == .missing })
    }

    private func number(_ state: StateDatabase, _ sql: String) async throws -> Int {
        try await state.queue.read { try Int.fetchOne($0, sql: sql) ?? 0 }
    }

    private func rowCount(_ state: StateDatabase) async throws -> Int {
        try await number(state, "SELECT count(*) FROM cache")
    }

    private func bytes(_ state: StateDatabase) async throws -> Int {
        try await number(state, "SELECT sum(bytes) FROM cache_scope")
    }

    private func realBytes(_ state: StateDatabase) async throws -> Int {
        try await number(state, "SELECT sum(length(key) + length(answer)) FROM cache")
    }
}
