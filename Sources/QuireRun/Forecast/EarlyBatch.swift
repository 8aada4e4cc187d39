import QuireExpression
import QuireModel

/// A batch of rows before any service was asked, and what is known by then of what it asks.
struct EarlyBatch {
    /// What the rows ask of one enrichment.
    struct Column {
        /// For each row an index into `keys`, or -1 where nothing is asked.
        var slots: [Int]
        /// Each once.
        var keys: [Key] = []
    }

    struct Key {
        enum Kind {
            /// What will be asked.
            case certain
            /// Not one that its lookup takes: it fails without a call.
            case invalid
            /// Not known yet; what it follows from stands for it, which may differ where the keys do not.
            case open
        }

        var kind: Kind
        var key: LookupKey
        var firstRow: Int
        /// Its place in the forecast's batch; nil where an earlier batch has it.
        var place: Int?
    }

    /// With null for every field of every enrichment, as it is where nothing is asked.
    let enriched: EnrichedBatch
    /// Of the enrichments so far, in the plan's order.
    var columns: [Column] = []

    init(_ rows: RowBatch, enrichmentCount: Int) {
        let nothing = EnrichmentColumn(slots: Array(repeating: -1, count: rows.rowCount), answers: [])
        enriched = EnrichedBatch(rows: rows, enrichments: Array(repeating: nothing, count: enrichmentCount))
    }

    /// What a row asks of one of the enrichments so far.
    func key(ofRow row: Int, enrichment: Int) -> Key? {
        let slot = columns[enrichment].slots[row]
        return slot < 0 ? nil : columns[enrichment].keys[slot]
    }

    /// Adds the column of the next enrichment.
    mutating func addColumn(_ expression: KeyExpression) throws(DiagnosticError) {
        let rowCount = enriched.rows.rowCount
        var column = Column(slots: Array(repeating: -1, count: rowCount))
        var slots: [LookupKey: Int] = [:]
        for row in 0..<rowCount {
            guard let key = try key(expression, row: row) else { continue }
            let slot = slots[key.key] ?? column.keys.count
            column.slots[row] = slot
            guard slot == column.keys.count else { continue }
            slots[key.key] = slot
            column.keys.append(key)
        }
        columns.append(column)
    }

    /// A condition that is open is taken to hold.
    private func key(_ expression: KeyExpression, row: Int) throws(DiagnosticError) -> Key? {
        let whenIsOpen = expression.when.map { isOpen($0, row: row) } ?? false
        guard whenIsOpen || expression.inputs.contains(where: { isOpen($0, row: row) }) else {
            return switch try expression.request(for: enriched, row: row) {
            case .skip: nil
            case .ask(let key): Key(kind: .certain, key: key, firstRow: row)
            case .invalid(let key, _): Key(kind: .invalid, key: key, firstRow: row)
            }
        }
        if !whenIsOpen, let when = expression.when, try !when.holds(enriched, row: row) { return nil }
        var origin: [Value] = []
        for input in expression.inputs {
            let isOpen = isOpen(input, row: row)
            origin.append(.boolean(isOpen))
            if isOpen {
                origin += self.origin(of: input, row: row)
            } else {
                let value = try input.evaluate(enriched, row: row)
                if value.isNull { return nil }
                origin.append(value)
            }
        }
        return Key(kind: .open, key: LookupKey(origin), firstRow: row)
    }

    /// Whether the expression reads an answer that is not there yet.
    private func isOpen(_ expression: CompiledExpression, row: Int) -> Bool {
        expression.rowSlots.contains { slot in
            if case .enrichment(let enrichment, _) = slot { columns[enrichment].slots[row] >= 0 } else { false }
        }
    }

    /// What an expression's value follows from: fields of the row, and the keys of enrichments.
    private func origin(of expression: CompiledExpression, row: Int) -> [Value] {
        expression.rowSlots.flatMap { slot -> [Value] in
            guard case .enrichment(let enrichment, _) = slot else { return [enriched.value(slot, row: row)] }
            let values = key(ofRow: row, enrichment: enrichment)?.key.values ?? []
            return [.integer(Int64(values.count))] + values
        }
    }
}
