/// Rows with what was looked up for them.
package struct EnrichedBatch: Sendable {
    package var rows: RowBatch
    /// One for each enrichment of the plan, in its order.
    package var enrichments: [EnrichmentColumn]

    package init(rows: RowBatch, enrichments: [EnrichmentColumn]) {
        self.rows = rows
        self.enrichments = enrichments
    }

    /// The value of a slot that differs by row: a field, or a field of an enrichment.
    @inlinable
    package func value(_ slot: RowSlot, row: Int) -> Value {
        switch slot {
        case .field(let field): rows.value(row: row, field: field)
        case .enrichment(let enrichment, let field): enrichments[enrichment].value(row: row, field: field)
        }
    }
}

/// Where an expression finds one of its inputs.
package enum RowSlot: Sendable, Hashable {
    /// Index into the source's fields.
    case field(Int)
    /// Index of an enrichment in the plan, and of a field in its lookup.
    case enrichment(Int, field: Int)
}

/// What one enrichment gave to the rows of a batch: one answer a distinct key, and for each row the index of its own.
package struct EnrichmentColumn: Sendable {
    /// For each row an index into `answers`, or -1 where nothing was asked.
    package var slots: [Int32]
    package var answers: [KeyAnswer]

    package init(slots: [Int32], answers: [KeyAnswer]) {
        self.slots = slots
        self.answers = answers
    }

    @inlinable
    package func answer(row: Int) -> KeyAnswer? {
        let slot = slots[row]
        return slot < 0 ? nil : answers[Int(slot)]
    }

    /// Null where nothing was asked.
    @inlinable
    package func value(row: Int, field: Int) -> Value {
        let slot = slots[row]
        guard slot >= 0 else { return .null }
        let values = answers[Int(slot)].values
        return field < values.count ? values[field] : .null
    }
}

/// How the lookup of one key ended.
package struct KeyAnswer: Sendable {
    package enum Outcome: Sendable {
        case found
        case missing
        case failed(LookupFailure)
    }

    package var key: LookupKey
    package var outcome: Outcome
    /// One for each of the lookup's fields: what was found, or the values the report puts in its place.
    package var values: [Value]

    package init(key: LookupKey, outcome: Outcome, values: [Value]) {
        self.key = key
        self.outcome = outcome
        self.values = values
    }

    package var failure: LookupFailure? {
        if case .failed(let failure) = outcome { failure } else { nil }
    }
}

/// Why a key has no answer, fit to be shown: no secrets in it.
package struct LookupFailure: Sendable, Hashable, Error {
    /// Says service, lookup, key, status and the start of the body, as far as there are any.
    package var message: String
    /// How often the service was asked.
    package var attempts: Int

    package init(message: String, attempts: Int) {
        self.message = message
        self.attempts = attempts
    }
}
