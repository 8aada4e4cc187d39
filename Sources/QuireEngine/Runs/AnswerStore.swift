package import QuireModel

/// What a run keeps of the answer for one key.
package struct KnownAnswer: Sendable, Hashable {
    package var answer: LookupAnswer
    /// The enrichments of the plan that counted the key as one of theirs, as bits.
    package var countedBy: UInt64

    package init(answer: LookupAnswer, countedBy: UInt64) {
        self.answer = answer
        self.countedBy = countedBy
    }
}

/// What a run knows already. It must find every answer again, however many there are. Used by one run, which waits
/// for each operation before the next.
package protocol AnswerStore: Sendable {
    /// - Returns: one for each key, in their order; nil for those not kept.
    func answers(for keys: [LookupKey], of lookup: LookupReference) async throws -> [KnownAnswer?]

    /// Keeps answers, in place of those kept before for the same keys.
    func keep(_ answers: [(key: LookupKey, known: KnownAnswer)], of lookup: LookupReference) async throws
}

/// Keeps answers in memory, all of them.
package actor AnswersInMemory: AnswerStore {
    private var tables: [LookupReference: KeyTable<KnownAnswer>] = [:]

    package init() {}

    package func answers(for keys: [LookupKey], of lookup: LookupReference) -> [KnownAnswer?] {
        guard let table = tables[lookup] else { return Array(repeating: nil, count: keys.count) }
        return keys.map { table[$0] }
    }

    package func keep(_ answers: [(key: LookupKey, known: KnownAnswer)], of lookup: LookupReference) {
        func fill(_ table: inout KeyTable<KnownAnswer>) {
            for (key, known) in answers { table[key] = known }
        }
        fill(&tables[lookup, default: KeyTable()])
    }
}
