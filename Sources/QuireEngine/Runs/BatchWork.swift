import QuireModel

/// Where an answer is wanted: a slot of a batch's column, and how far down its waterfall it is.
struct SlotPlace {
    var batch: Int
    var enrichment: Int
    var slot: Int
    var position = 0
}

/// A batch whose rows are being enriched.
struct BatchWork {
    var enriched: EnrichedBatch
    var columns: [ColumnWork]
    /// Rows without a key yet, over all enrichments, and slots without an answer.
    var open: Int

    init(_ rows: RowBatch, _ plan: EnrichmentPlan) {
        let count = rows.rowCount
        enriched = EnrichedBatch(
            rows: rows,
            enrichments: plan.enrichments.map { _ in
                EnrichmentColumn(slots: Array(repeating: -1, count: count), answers: [])
            })
        columns = plan.enrichments.indices.map { index in
            ColumnWork(
                rowCount: count, waitsFor: plan.enrichments[index].dependsOn.count,
                hasDependents: !plan.dependents[index].isEmpty)
        }
        open = count * plan.enrichments.count
    }

    /// The slot of a key, and whether it is new.
    mutating func slot(of key: LookupKey, enrichment: Int) -> (slot: Int, isNew: Bool) {
        let next = columns[enrichment].slots.count
        let slot = columns[enrichment].place(key)
        guard slot == next else { return (slot, false) }
        columns[enrichment].slots.append(SlotWork())
        enriched.enrichments[enrichment].answers.append(KeyAnswer(key: key, outcome: .missing, values: []))
        return (slot, true)
    }

    func key(_ place: SlotPlace) -> LookupKey {
        enriched.enrichments[place.enrichment].answers[place.slot].key
    }
}

/// What is known of one enrichment's keys in a batch.
struct ColumnWork {
    /// Rows that may be keyed now.
    var ready: [Int32] = []
    /// For each row, how many enrichments must end before; empty where there are none.
    var waitsFor: [Int32]
    var slots: [SlotWork] = []
    /// For each row the next one with the same slot, or -1; empty where no other enrichment waits for this one.
    var nextRow: [Int32]
    private var slotByKey = KeyTable<Int32>()

    init(rowCount: Int, waitsFor count: Int, hasDependents: Bool) {
        waitsFor = count == 0 ? [] : Array(repeating: Int32(count), count: rowCount)
        nextRow = hasDependents ? Array(repeating: -1, count: rowCount) : []
    }

    mutating func reserve(_ count: Int, like key: LookupKey) {
        slotByKey.reserve(count, like: key)
        slots.reserveCapacity(count)
    }

    fileprivate mutating func place(_ key: LookupKey) -> Int {
        Int(slotByKey.find(key, orInsert: Int32(slots.count)))
    }
}

struct SlotWork {
    var isDone = false
    /// The key is one of the run's distinct keys that no other slot stands for.
    var counts = false
    /// The key is no key of the lookup: nobody is asked.
    var isInvalid = false
    /// What a lookup of the waterfall failed with, attempts of all added up.
    var failure: LookupFailure?
    var firstRow: Int32 = -1
}
