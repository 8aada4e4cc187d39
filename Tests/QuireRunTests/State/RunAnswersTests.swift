import GRDB
import QuireEngine
import QuireModel
import QuireTesting
import Testing

@testable import QuireRun

@Suite("What a run's answers leave behind")
struct RunAnswersTests {
    private let fixture = StateFixture()
    private let lookup = LookupReference(service: "tether", lookup: "discount")

    private func answers(
        journal: RunJournal? = nil, cache: AnswerCache? = nil, shelf: AnswerCache.Shelf? = nil,
        scope: AnswerScope = StateFixture.scope(), asksAnew: Bool = false, secrets: [String] = []
    ) -> RunAnswers {
        RunAnswers(
            own: AnswersInMemory(), journal: journal, cache: cache,
            lasting: [lookup: .init(scope: scope, shelf: shelf, redactor: Redactor(secrets))], asksAnew: asksAnew)
    }

    private var journalPath: String { fixture.folder.path + "/journal.db" }

    private func known(_ answers: RunAnswers, _ numbers: some Sequence<Int>) async throws -> [KnownAnswer?] {
        try await answers.answers(for: numbers.map(StateFixture.key), of: lookup)
    }

    @Test("a journal gives back every answer to the run that takes it up, as known before")
    func journal() async throws {
        let first = answers(journal: RunJournal(path: journalPath))
        for start in stride(from: 0, to: 12_000, by: 4_000) {
            try await first.keep(StateFixture.kept(start..<start + 4_000), of: lookup)
        }
        #expect(await first.finish() == [])
        // As after a crash: nothing was closed.
        let second = answers(journal: RunJournal(path: try copyOfJournal()))
        try await second.takeUp()
        let found = try await known(second, 0..<12_001)
        for number in 0..<12_000 {
            #expect(found[number] == KnownAnswer(answer: StateFixture.answer(number), isFromBefore: true))
        }
        #expect(found[12_000] == nil)
        #expect(await second.finish() == [])
    }

    @Test("failures, and answers or keys that hold a secret, are not written down")
    func leftOut() async throws {
        let state = try fixture.open()
        let cache = fixture.cache(state)
        let shelf = try await cache.shelf(
            of: StateFixture.scope(), policy: CachePolicy(timeToLive: .seconds(60), size: 1 << 20))
        let first = answers(
            journal: RunJournal(path: journalPath), cache: cache, shelf: shelf, secrets: ["hush", "8675309"])
        func kept(_ key: String, _ answer: LookupAnswer) -> KeptAnswer {
            KeptAnswer(key: LookupKey([.text(key)]), known: KnownAnswer(answer: answer), isNew: true)
        }
        let all = [
            kept("failed", .failed(LookupFailure(message: "503", attempts: 4))), kept("is hush", .missing),
            kept("echo", .found([.text("you said hush.")])), kept("plain", .missing),
            KeptAnswer(key: LookupKey([.integer(86_753_090)]), known: KnownAnswer(answer: .missing), isNew: true),
        ]
        try await first.keep(all, of: lookup)
        let keys = all.map(\.key)
        #expect(try await first.answers(for: keys, of: lookup).map { $0 != nil } == [true, true, true, true, true])
        #expect(try await cache.answers(for: keys, on: shelf) == [nil, nil, nil, .missing, nil])
        #expect(await first.finish() == [])
        let second = answers(journal: RunJournal(path: try copyOfJournal()))
        try await second.takeUp()
        let taken = try await second.answers(for: keys, of: lookup)
        #expect(taken.map { $0 != nil } == [false, false, false, true, false])
        for file in [journalPath, journalPath + "-wal", state.folder.database, state.folder.database + "-wal"] {
            #expect(try !fixture.folder.holds("hush", in: file), "\(file)")
        }
    }

    @Test("answers of a lookup that is defined otherwise by now are not taken up")
    func redefined() async throws {
        let first = answers(journal: RunJournal(path: journalPath))
        try await first.keep(StateFixture.kept([1]), of: lookup)
        _ = await first.finish()
        let second = answers(
            journal: RunJournal(path: try copyOfJournal()), scope: StateFixture.scope(definition: [9]))
        try await second.takeUp()
        #expect(try await known(second, [1]) == [nil])
    }

    @Test("what the cache gives is known before the run, goes into its journal, and outlives its time to live")
    func cached() async throws {
        let cache = fixture.cache(try fixture.open())
        let shelf = try await cache.shelf(
            of: StateFixture.scope(), policy: CachePolicy(timeToLive: .seconds(60), size: 1 << 20))
        try await answers(cache: cache, shelf: shelf).keep(StateFixture.kept(0..<5), of: lookup)
        let first = answers(journal: RunJournal(path: journalPath), cache: cache, shelf: shelf)
        let expected = (0..<5).map { KnownAnswer(answer: StateFixture.answer($0), isFromBefore: true) }
        #expect(try await known(first, 0..<5) == expected)
        fixture.clock.pass(.seconds(3_600))
        #expect(try await known(first, 0..<5) == expected)
        _ = await first.finish()
        let second = answers(journal: RunJournal(path: try copyOfJournal()), cache: cache, shelf: shelf)
        try await second.takeUp()
        #expect(try await known(second, 0..<5) == expected)
    }

    @Test("a run that asks anew reads nothing from the cache, and renews it")
    func refresh() async throws {
        let cache = fixture.cache(try fixture.open())
        let shelf = try await cache.shelf(
            of: StateFixture.scope(), policy: CachePolicy(timeToLive: .seconds(60), size: 1 << 20))
        try await cache.keep([(StateFixture.key(1), .missing)], on: shelf)
        let anew = answers(cache: cache, shelf: shelf, asksAnew: true)
        #expect(try await known(anew, [1]) == [nil])
        try await anew.keep(StateFixture.kept([1]), of: lookup)
        #expect(try await cache.answers(for: [StateFixture.key(1)], on: shelf) == [StateFixture.answer(1)])
    }

    @Test("what is damaged in a journal is asked for again, the rest is taken up")
    func partlyDamaged() async throws {
        let first = answers(journal: RunJournal(path: journalPath))
        for number in 1...4 { try await first.keep(StateFixture.kept([number]), of: lookup) }
        #expect(await first.finish() == [])
        let copy = try copyOfJournal()
        try await DatabaseQueue(path: copy).write { database in
            try database.execute(
                sql: """
                    UPDATE answers SET content = x'FF' WHERE id = 1;
                    UPDATE answers SET content = zeroblob(length(content)) WHERE id = 2;
                    UPDATE answers SET scope = 7 WHERE id = 3;
                    """)
        }
        let second = answers(journal: RunJournal(path: copy))
        try await second.takeUp()
        #expect(try await known(second, 1...4).map { $0 != nil } == [false, false, false, true])
        #expect(await second.finish() == [])
    }

    @Test("a journal that is damaged costs a warning, not the run, and begins anew")
    func damaged() async throws {
        let path = fixture.folder.write("no database, whatever it is called", to: "broken.db")
        let first = answers(journal: RunJournal(path: path))
        try await first.takeUp()
        try await first.keep(StateFixture.kept([1, 2]), of: lookup)
        #expect(try await known(first, [1, 2]).map { $0 != nil } == [true, true])
        #expect(await first.finish() == ["what the run knew before is lost: file is not a database"])
        let page = try await RunJournal(path: try copy(ofJournal: path)).page(after: 0)
        #expect(page?.answers.count == 2)
    }

    @Test("a journal that cannot be written costs a warning, not the run")
    func unwritable() async throws {
        let first = answers(journal: RunJournal(path: fixture.folder.path + "/nowhere/journal.db"))
        for number in 0..<3 { try await first.keep(StateFixture.kept([number]), of: lookup) }
        #expect(try await known(first, 0..<3).map { $0 != nil } == [true, true, true])
        let problems = await first.finish()
        #expect(problems.count == 1)
        #expect(problems.first?.contains("the run cannot be resumed whole") == true)
    }

    /// Its files as they are now.
    private func copyOfJournal() throws -> String { try copy(ofJournal: journalPath) }

    private func copy(ofJournal path: String) throws -> String {
        let copy = fixture.folder.path + "/copy-\(UInt32.random(in: 0 ... .max)).db"
        for ending in ["", "-wal"] { try fixture.folder.copy(path + ending, to: copy + ending) }
        return copy
    }
}
