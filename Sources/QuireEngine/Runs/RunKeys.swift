import QuireModel

/// All keys of a run between row and answer: deciding only.
///
/// What it wants done it leaves in `checks` (keys to look for among the answers kept), `asks` (keys to ask for) and
/// `keeps` (answers to keep). There is no barrier in it: a row's next key is made as soon as the answers it
/// needs are there, whatever the other rows of its batch wait for.
struct RunKeys {
    let plan: EnrichmentPlan
    private(set) var tallies: [Tally]
    /// By lookup.
    private(set) var checks: [[SlotPlace]]
    private(set) var asks: [[(key: LookupKey, ticket: Int, enrichment: Int)]]
    private(set) var keeps: [[KeptAnswer]]
    private(set) var keysAsked = 0

    private var batches: [BatchWork] = []
    private var firstBatch = 0
    private var ready: [(batch: Int, enrichment: Int)] = []
    private var tickets: [Ticket?] = []
    private var freeTickets: [Int] = []
    /// By lookup, the tickets of keys that are being asked for.
    private var asking: [KeyTable<Int>]

    private struct Ticket {
        var key: LookupKey
        var lookup: Int
        var countedBy: UInt64 = 0
        var first: SlotPlace
        var others: [SlotPlace] = []
    }

    init(_ plan: EnrichmentPlan) {
        self.plan = plan
        tallies = plan.enrichments.map { Tally($0) }
        checks = plan.lookups.map { _ in [] }
        asks = plan.lookups.map { _ in [] }
        keeps = plan.lookups.map { _ in [] }
        asking = plan.lookups.map { _ in KeyTable() }
    }

    mutating func add(_ rows: RowBatch) {
        let number = firstBatch + batches.count
        batches.append(BatchWork(rows, plan))
        for (index, enrichment) in plan.enrichments.enumerated() {
            tallies[index].open += rows.rowCount
            guard enrichment.dependsOn.isEmpty, rows.rowCount > 0 else { continue }
            batches[batches.count - 1].columns[index].ready = (0..<Int32(rows.rowCount)).map { $0 }
            ready.append((number, index))
        }
    }

    /// The first batch, when all its answers are there; the next one is then the first.
    mutating func takeFinished() -> EnrichedBatch? {
        guard batches.first?.open == 0 else { return nil }
        firstBatch += 1
        return batches.removeFirst().enriched
    }

    /// Makes the keys of all rows that are ready.
    mutating func makeKeys() throws {
        while !ready.isEmpty {
            let taken = ready
            ready.removeAll(keepingCapacity: true)
            for (batch, enrichment) in taken { try makeKeys(batch: batch, enrichment: enrichment) }
        }
    }

    private mutating func makeKeys(batch: Int, enrichment: Int) throws {
        let index = batch - firstBatch
        var rows: [Int32] = []
        swap(&rows, &batches[index].columns[enrichment].ready)
        let requests = try makeKeys(rows, of: enrichment, in: batches[index].enriched)
        if batches[index].columns[enrichment].slots.isEmpty, case .ask(let key) = requests.first {
            batches[index].columns[enrichment].reserve(requests.count, like: key)
        }
        for (row, request) in zip(rows, requests) {
            take(request, row: Int(row), batch: batch, enrichment: enrichment)
        }
    }

    private func makeKeys(_ rows: [Int32], of enrichment: Int, in batch: EnrichedBatch) throws -> [KeyRequest] {
        let makeKey = plan.enrichments[enrichment].makeKey
        return try rows.map { try makeKey(batch, Int($0)) }
    }

    private mutating func take(_ request: KeyRequest, row: Int, batch: Int, enrichment: Int) {
        let index = batch - firstBatch
        switch request {
        case .skip:
            tallies[enrichment].counts.skipped += 1
            close(batch: batch, enrichment: enrichment)
            rowEnded(row, batch: batch, enrichment: enrichment)
        case .ask(let key), .invalid(let key, _):
            let (slot, isNew) = batches[index].slot(of: key, enrichment: enrichment)
            batches[index].enriched.enrichments[enrichment].slots[row] = Int32(slot)
            if isNew {
                if case .invalid(_, let message) = request {
                    let text = "\(plan.enrichments[enrichment].lookups[0]), key \(key): \(message)"
                    batches[index].columns[enrichment].slots[slot].failure = LookupFailure(message: text, attempts: 0)
                    batches[index].columns[enrichment].slots[slot].isInvalid = true
                }
                checks[plan.waterfalls[enrichment][0]].append(
                    SlotPlace(batch: batch, enrichment: enrichment, slot: slot))
            } else {
                close(batch: batch, enrichment: enrichment)
            }
            guard !plan.dependents[enrichment].isEmpty else { return }
            if batches[index].columns[enrichment].slots[slot].isDone {
                rowEnded(row, batch: batch, enrichment: enrichment)
            } else {
                let first = batches[index].columns[enrichment].slots[slot].firstRow
                batches[index].columns[enrichment].nextRow[row] = first
                batches[index].columns[enrichment].slots[slot].firstRow = Int32(row)
            }
        }
    }

    /// One row or slot less to wait for. (A row with a new key leaves that key's slot in its place.)
    private mutating func close(batch: Int, enrichment: Int) {
        batches[batch - firstBatch].open -= 1
        tallies[enrichment].open -= 1
    }

    private mutating func rowEnded(_ row: Int, batch: Int, enrichment: Int) {
        let index = batch - firstBatch
        for dependent in plan.dependents[enrichment] {
            batches[index].columns[dependent].waitsFor[row] -= 1
            guard batches[index].columns[dependent].waitsFor[row] == 0 else { continue }
            if batches[index].columns[dependent].ready.isEmpty { ready.append((batch, dependent)) }
            batches[index].columns[dependent].ready.append(Int32(row))
        }
    }

    var hasChecks: Bool { !ready.isEmpty || checks.contains { !$0.isEmpty } }

    /// Takes the keys of a lookup that may be known; those being asked for just join in.
    mutating func takeChecks(lookup: Int) -> (places: [SlotPlace], keys: [LookupKey]) {
        var places: [SlotPlace] = []
        swap(&places, &checks[lookup])
        var keys: [LookupKey] = []
        keys.reserveCapacity(places.count)
        places.removeAll { place in
            let key = batches[place.batch - firstBatch].key(place)
            if !asking[lookup].isEmpty, let ticket = asking[lookup][key] {
                join(ticket, place)
                return true
            }
            keys.append(key)
            return false
        }
        return (places, keys)
    }

    /// What is known of the keys of `takeChecks`; those unknown are to be asked for.
    mutating func checked(
        _ places: [SlotPlace], _ keys: [LookupKey], _ known: [KnownAnswer?], lookup: Int
    ) throws(RunFailure) {
        var invalid: [(ticket: Int, answer: LookupAnswer)] = []
        for (index, place) in places.enumerated() {
            if let known = known[index] {
                if place.position == 0, count(place, known.countedBy) {
                    if known.isFromBefore { tallies[place.enrichment].counts.cached += 1 }
                    var counted = known
                    counted.countedBy |= 1 << UInt64(place.enrichment)
                    keeps[lookup].append(KeptAnswer(key: keys[index], known: counted, isNew: false))
                }
                try apply(known.answer, to: place)
            } else if let ticket = asking[lookup][keys[index]] {
                join(ticket, place)
            } else {
                let ticket = open(Ticket(key: keys[index], lookup: lookup, first: place))
                if let failure = slot(place).failure, slot(place).isInvalid {
                    invalid.append((ticket, .failed(failure)))
                } else {
                    asks[lookup].append((keys[index], ticket, place.enrichment))
                }
            }
        }
        for (ticket, answer) in invalid { try answered(ticket, answer) }
    }

    mutating func takeAsks(lookup: Int) -> [(key: LookupKey, ticket: Int, enrichment: Int)] {
        defer { asks[lookup].removeAll() }
        keysAsked += asks[lookup].count
        return asks[lookup]
    }

    mutating func takeKeeps(lookup: Int) -> [KeptAnswer] {
        defer { keeps[lookup].removeAll() }
        return keeps[lookup]
    }

    var isAsking: Bool { tickets.count > freeTickets.count }

    mutating func answered(_ number: Int, _ answer: LookupAnswer) throws(RunFailure) {
        guard let ticket = tickets[number] else { return }
        tickets[number] = nil
        freeTickets.append(number)
        asking[ticket.lookup][ticket.key] = nil
        let known = KnownAnswer(answer: answer, countedBy: ticket.countedBy)
        keeps[ticket.lookup].append(KeptAnswer(key: ticket.key, known: known, isNew: true))
        try apply(answer, to: ticket.first)
        for place in ticket.others { try apply(answer, to: place) }
    }

    private mutating func open(_ ticket: Ticket) -> Int {
        var ticket = ticket
        if ticket.first.position == 0, count(ticket.first, 0) {
            ticket.countedBy = 1 << UInt64(ticket.first.enrichment)
        }
        let number = freeTickets.popLast() ?? tickets.count
        if number == tickets.count { tickets.append(ticket) } else { tickets[number] = ticket }
        asking[ticket.lookup][ticket.key] = number
        return number
    }

    private mutating func join(_ ticket: Int, _ place: SlotPlace) {
        tickets[ticket]?.others.append(place)
        guard place.position == 0, let countedBy = tickets[ticket]?.countedBy, count(place, countedBy) else { return }
        tickets[ticket]?.countedBy |= 1 << UInt64(place.enrichment)
    }

    /// Counts the key where its enrichment has not counted it before.
    private mutating func count(_ place: SlotPlace, _ countedBy: UInt64) -> Bool {
        guard countedBy & 1 << UInt64(place.enrichment) == 0 else { return false }
        tallies[place.enrichment].counts.keys += 1
        batches[place.batch - firstBatch].columns[place.enrichment].slots[place.slot].counts = true
        return true
    }

    private func slot(_ place: SlotPlace) -> SlotWork {
        batches[place.batch - firstBatch].columns[place.enrichment].slots[place.slot]
    }

    /// Ends the slot, or asks the next lookup of its waterfall.
    private mutating func apply(_ answer: LookupAnswer, to place: SlotPlace) throws(RunFailure) {
        let index = place.batch - firstBatch
        if case .found(let values) = answer { return try end(place, .found, values) }
        if case .failed(var failure) = answer {
            failure.attempts += slot(place).failure?.attempts ?? 0
            batches[index].columns[place.enrichment].slots[place.slot].failure = failure
        }
        let waterfall = plan.waterfalls[place.enrichment]
        if place.position + 1 < waterfall.count, !slot(place).isInvalid {
            var next = place
            next.position += 1
            checks[waterfall[next.position]].append(next)
            return
        }
        let failure = slot(place).failure
        let enrichment = plan.enrichments[place.enrichment]
        switch failure.map({ _ in enrichment.onError }) ?? enrichment.onMissing {
        case .blank: try end(place, outcome(failure), plan.blanks[place.enrichment])
        case .values(let values): try end(place, outcome(failure), values)
        case .fail: throw RunFailure.noAnswer(enrichment, batches[index].key(place), failure)
        }
    }

    private func outcome(_ failure: LookupFailure?) -> KeyAnswer.Outcome {
        failure.map { .failed($0) } ?? .missing
    }

    private mutating func end(
        _ place: SlotPlace, _ outcome: KeyAnswer.Outcome, _ values: [Value]
    ) throws(RunFailure) {
        let index = place.batch - firstBatch
        batches[index].enriched.enrichments[place.enrichment].answers[place.slot].outcome = outcome
        batches[index].enriched.enrichments[place.enrichment].answers[place.slot].values = values
        batches[index].columns[place.enrichment].slots[place.slot].isDone = true
        batches[index].columns[place.enrichment].slots[place.slot].failure = nil
        close(batch: place.batch, enrichment: place.enrichment)
        if batches[index].columns[place.enrichment].slots[place.slot].counts {
            tallies[place.enrichment].end(outcome)
        }
        guard !plan.dependents[place.enrichment].isEmpty else { return }
        var row = batches[index].columns[place.enrichment].slots[place.slot].firstRow
        while row >= 0 {
            rowEnded(Int(row), batch: place.batch, enrichment: place.enrichment)
            row = batches[index].columns[place.enrichment].nextRow[Int(row)]
        }
    }

    mutating func record(_ record: AttemptRecord) { tallies[record.enrichment].record(record) }

    /// - Throws: where too many keys of an enrichment failed.
    func checkLimits(isAtEnd: Bool) throws(RunFailure) {
        for tally in tallies where tally.limit.isPassed(isComplete: isAtEnd && tally.open == 0) {
            throw RunFailure.tooManyFailed(tally)
        }
    }
}
