import QuireEngine
import QuireModel

/// What a run knows: the answers of its own, and those that earlier runs left behind. What is worth keeping beyond the run
/// goes to its journal and to the cache.
///
/// A journal or a cache that fails is left alone from then on: that costs no run, only later calls.
actor RunAnswers: AnswerStore {
    /// A lookup whose answers outlive the run.
    struct Lasting: Sendable {
        var scope: AnswerScope
        /// Nil where the service has no cache.
        var shelf: AnswerCache.Shelf?
        /// An answer that holds a secret is kept in memory only.
        var redactor: Redactor
    }

    private let own: any AnswerStore
    private var journal: RunJournal?
    private var cache: AnswerCache?
    private let lasting: [LookupReference: Lasting]
    /// The cache is written only.
    private let asksAnew: Bool
    private var warnings: [String]

    init(
        own: any AnswerStore, journal: RunJournal?, cache: AnswerCache?, lasting: [LookupReference: Lasting],
        asksAnew: Bool, warnings: [String] = []
    ) {
        self.own = own
        self.journal = journal
        self.cache = cache
        self.lasting = lasting
        self.asksAnew = asksAnew
        self.warnings = warnings
    }

    /// Takes over what the journal holds of an earlier attempt at the run.
    func takeUp() async throws {
        var last = 0
        while let page = await page(after: last) {
            try Task.checkCancellation()
            last = page.id
            guard let scope = page.scope, lasting[scope.lookup]?.scope == scope else { continue }
            try await own.keep(page.answers, of: scope.lookup)
        }
    }

    private func page(after last: Int) async -> RunJournal.Page? {
        do {
            return try await journal?.page(after: last)
        } catch {
            await journal?.discard()
            warnings.append("what the run knew before is lost: \(StateDatabase.reason(error))")
            return nil
        }
    }

    /// Sees to it that all that is worth keeping is kept.
    ///
    /// - Returns: what went wrong with that.
    func finish() async -> [String] {
        guard let reason = await journal?.finish() else { return warnings }
        return warnings + ["the run cannot be resumed whole, its journal could not be written: \(reason)"]
    }

    func answers(for keys: [LookupKey], of lookup: LookupReference) async throws -> [KnownAnswer?] {
        var known = try await own.answers(for: keys, of: lookup)
        guard !asksAnew, let lasting = lasting[lookup], let shelf = lasting.shelf else { return known }
        let open = known.indices.filter { known[$0] == nil }
        if open.isEmpty { return known }
        let wanted = open.map { keys[$0] }
        let kept = await attempt { try await $0.answers(for: wanted, on: shelf) }
        var found: [KeptAnswer] = []
        for (index, answer) in zip(open, kept ?? []) {
            guard let answer = answer.map({ KnownAnswer(answer: $0, isFromBefore: true) }) else { continue }
            known[index] = answer
            found.append(KeptAnswer(key: keys[index], known: answer, isNew: false))
        }
        // What the cache once gave stands for the whole run, however long that takes.
        if !found.isEmpty {
            try await own.keep(found, of: lookup)
            let noted = found.filter { $0.isLasting(lasting.redactor) }
            if !noted.isEmpty { journal?.note(noted, of: lasting.scope) }
        }
        return known
    }

    func keep(_ answers: [KeptAnswer], of lookup: LookupReference) async throws {
        try await own.keep(answers, of: lookup)
        guard let lasting = lasting[lookup] else { return }
        let new = answers.filter { $0.isNew && $0.isLasting(lasting.redactor) }
        if new.isEmpty { return }
        journal?.note(new, of: lasting.scope)
        guard let shelf = lasting.shelf else { return }
        let asked = new.map { (key: $0.key, answer: $0.known.answer) }
        await attempt { try await $0.keep(asked, on: shelf) }
    }

    static func cacheWarning(_ reason: String) -> String { "the cache is not used: \(reason)" }

    /// Uses the cache, which may fail without harm to the run.
    @discardableResult
    private func attempt<Result: Sendable>(_ body: (AnswerCache) async throws -> Result) async -> Result? {
        guard let cache else { return nil }
        do {
            return try await body(cache)
        } catch {
            if Task.isCancelled || self.cache == nil { return nil }
            self.cache = nil
            warnings.append(Self.cacheWarning(StateDatabase.reason(error)))
            return nil
        }
    }
}

extension KeptAnswer {
    /// It is an answer for good, and holds no secret.
    fileprivate func isLasting(_ redactor: Redactor) -> Bool {
        var texts = key.values
        switch known.answer {
        case .found(let values): texts += values
        case .missing: break
        case .failed: return false
        }
        return texts.allSatisfy { value in
            switch value {
            case .text, .integer, .decimal, .number: !redactor.finds(in: value.text ?? "")
            case .null, .boolean, .date, .datetime, .time, .interval: true
            }
        }
    }
}
