package import QuireModel

/// What a run keeps of the answer for one key.
package struct KnownAnswer: Sendable, Hashable {
    package var answer: LookupAnswer
    /// The enrichments of the plan that counted the key as one of theirs, as bits.
    package var countedBy: UInt64
    /// It was known before the run, from a cache or an earlier attempt at the same run.
    package var isFromBefore: Bool

    package init(answer: LookupAnswer, countedBy: UInt64 = 0, isFromBefore: Bool = false) {
        self.answer = answer
        self.countedBy = countedBy
        self.isFromBefore = isFromBefore
    }
}

/// An answer to be kept.
package struct KeptAnswer: Sendable, Hashable {
    package var key: LookupKey
    package var known: KnownAnswer
    /// The service has just given it; otherwise one that is kept already is counted once more.
    package var isNew: Bool

    package init(key: LookupKey, known: KnownAnswer, isNew: Bool) {
        self.key = key
        self.known = known
        self.isNew = isNew
    }
}

/// What a run knows already. It must find every answer again, however many there are. Used by one run, which waits
/// for each operation before the next.
package protocol AnswerStore: Sendable {
    /// - Returns: one for each key, in their order; nil for those not kept.
    func answers(for keys: [LookupKey], of lookup: LookupReference) async throws -> [KnownAnswer?]

    /// Keeps answers, in place of those kept before for the same keys.
    func keep(_ answers: [KeptAnswer], of lookup: LookupReference) async throws
}

/// Keeps answers in memory, all of them.
package actor AnswersInMemory: AnswerStore {
    private var tables: [LookupReference: KeyTable<KnownAnswer>] = [:]

    package init() {}

    package func answers(for keys: [LookupKey], of lookup: LookupReference) -> [KnownAnswer?] {
        guard let table = tables[lookup] else { return Array(repeating: nil, count: keys.count) }
        return keys.map { table[$0] }
    }

    package func keep(_ answers: [KeptAnswer], of lookup: LookupReference) {
        func fill(_ table: inout KeyTable<KnownAnswer>) {
            for answer in answers { table[answer.key] = answer.known }
        }
        fill(&tables[lookup, default: KeyTable()])
    }
}
