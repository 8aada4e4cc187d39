package import QuireModel
package import QuirePlugin

package struct EnrichmentOptions: Sendable {
    /// Rows.
    package var batchSize = 1_000
    /// Batches that are read and not yet emitted.
    package var mostBatchesInWork = 64
    /// Takes out of what is said of a service what only the run may know.
    package var redactor = Redactor([])

    package init() {}
}

extension ServiceDesk {
    /// Reads rows, looks up what each of them needs, and emits them in their order.
    ///
    /// - Parameter enrichments: in order of dependency, their services known to the desk.
    /// - Parameter answers: what the run knows already and comes to know.
    /// - Parameter observe: told how far the run is, after every batch and with the answers of every few calls.
    /// - Parameter emit: called with one batch at a time; while it takes its time no more is read than batches may be
    ///   in work.
    /// - Throws: `RunFailure` where a key fails that must not or too many fail, `CancellationError`, and what `reader`,
    ///   `answers`, `emit` and `makeKey` throw. Calls that only this run waits for are dropped then.
    package func enrich(
        _ reader: any RowReader, _ enrichments: [Enrichment], options: EnrichmentOptions = EnrichmentOptions(),
        answers: any AnswerStore = AnswersInMemory(),
        observe: @escaping @Sendable (EnrichmentProgress) -> Void = { _ in },
        emit: @escaping @Sendable (EnrichedBatch) async throws -> Void
    ) async throws -> EnrichmentReport {
        let plan = try EnrichmentPlan(enrichments)
        let lookups = try plan.lookups.map { lookup throws(RunFailure) in
            guard let line = line(lookup.service), let index = line.lookupIndex[lookup.lookup] else {
                throw RunFailure("there is no lookup \(lookup)")
            }
            return RunLookup(line: line, index: index)
        }
        var run = EnrichmentRun(
            number: newRun(), plan: plan, lookups: lookups, clock: clock, answers: answers, options: options)
        return try await run.run(reader, observe: observe, emit: emit)
    }
}

/// A lookup as a run asks for it.
struct RunLookup {
    var line: ServiceLine
    /// Its place among the service's lookups.
    var index: Int
}

/// One run: does what its keys and its window decide.
struct EnrichmentRun {
    private let number: Int
    private let plan: EnrichmentPlan
    private let lookups: [RunLookup]
    private let lines: [ServiceLine]
    /// Those that rows ask first. Others get their keys from these, so reading more rows would not keep them busier.
    private let firstLines: [ServiceLine]
    private let clock: DeskClock
    private let answers: any AnswerStore
    private let options: EnrichmentOptions
    private let inbox = RunInbox()
    private var keys: RunKeys
    private var window: BatchWindow
    private var report: EnrichmentReport
    private var progress = EnrichmentProgress()
    private var warnings: [LookupReference: [String: Int]] = [:]
    private var askingSince: Moment?

    init(
        number: Int, plan: EnrichmentPlan, lookups: [RunLookup], clock: DeskClock, answers: any AnswerStore,
        options: EnrichmentOptions
    ) {
        self.number = number
        self.plan = plan
        self.lookups = lookups
        lines = EnrichmentRun.distinct(lookups.map(\.line))
        firstLines = EnrichmentRun.distinct(
            plan.enrichments.indices.filter { plan.enrichments[$0].dependsOn.isEmpty }
                .map { lookups[plan.waterfalls[$0][0]].line })
        self.clock = clock
        self.answers = answers
        self.options = options
        keys = RunKeys(plan)
        window = BatchWindow(most: options.mostBatchesInWork)
        report = EnrichmentReport(enrichments: [])
    }

    private static func distinct(_ lines: [ServiceLine]) -> [ServiceLine] {
        lines.indices.filter { place in lines.firstIndex { $0 === lines[place] } == place }.map { lines[$0] }
    }

    mutating func run(
        _ reader: any RowReader, observe: @Sendable (EnrichmentProgress) -> Void,
        emit: @escaping @Sendable (EnrichedBatch) async throws -> Void
    ) async throws -> EnrichmentReport {
        for line in lines { line.join(run: number, inbox: inbox, hiding: options.redactor) }
        let (wishes, wish) = AsyncStream<Void>.makeStream()
        let (finished, finish) = AsyncStream<EnrichedBatch>.makeStream()
        async let reading: Void = read(reader, wishes, options.batchSize, inbox, clock)
        async let writing: Void = write(finished, inbox, clock, emit)
        defer {
            for line in lines { line.leave(run: number) }
            wish.finish()
            finish.finish()
        }
        while !window.isDone {
            let isIdle = firstLines.contains { $0.isIdle }
            if window.shouldRead(serviceIsIdle: isIdle) {
                window.beginReading()
                wish.yield()
            }
            let mail = try await inbox.receive()
            do {
                try take(mail)
            } catch {
                // What has been paid for is not lost with the run.
                try? await keepAnswers()
                throw error
            }
            try await settle()
            try keys.checkLimits(isAtEnd: window.isAtEnd)
            while let batch = keys.takeFinished() {
                window.handOn()
                finish.yield(batch)
            }
            observe(progress(keys))
        }
        wish.finish()
        finish.finish()
        _ = await (reading, writing)
        return finalReport()
    }

    private mutating func take(_ mail: RunMail) throws {
        for record in mail.records { keys.record(record) }
        for (service, call) in mail.warnings {
            let lookup = LookupReference(service: service, lookup: call.lookup)
            for warning in call.warnings { warnings[lookup, default: [:]][warning.text, default: 0] += warning.count }
        }
        // A service that is at its end says more than the keys that fail with it.
        for case .failed(let error) in mail.events { throw error }
        for reply in mail.replies { try keys.answered(reply.waiter.ticket, reply.answer) }
        for event in mail.events {
            switch event {
            case .read(let batch, let took):
                report.stages.read += took
                window.endReading(isLast: batch == nil)
                guard let batch else { break }
                progress.rowsRead += batch.rowCount
                keys.add(batch)
            case .emitted(let rows, let took):
                report.stages.render += took
                window.emitted()
                progress.rowsDone += rows
            case .failed: break
            }
        }
    }

    /// Makes keys, finds those that are known, and asks for the rest.
    ///
    /// While it waits for `answers` no mail is taken, so that a key's answer is either still awaited or kept.
    private mutating func settle() async throws {
        try await keepAnswers()
        while keys.hasChecks {
            try keys.makeKeys()
            for lookup in plan.lookups.indices where !keys.checks[lookup].isEmpty {
                let (places, wanted) = keys.takeChecks(lookup: lookup)
                if wanted.isEmpty { continue }
                let known = try await answers.answers(for: wanted, of: plan.lookups[lookup])
                try keys.checked(places, wanted, known, lookup: lookup)
            }
            try await keepAnswers()
        }
        for (index, lookup) in lookups.enumerated() where !keys.asks[index].isEmpty {
            let asked = keys.takeAsks(lookup: index).map { ask in
                AskedKey(
                    key: ask.key, waiter: Waiter(run: number, ticket: ask.ticket, enrichment: ask.enrichment))
            }
            lookup.line.ask(asked, lookup: lookup.index)
        }
        timeAsking()
    }

    private mutating func keepAnswers() async throws {
        for lookup in plan.lookups.indices where !keys.keeps[lookup].isEmpty {
            try await answers.keep(keys.takeKeeps(lookup: lookup), of: plan.lookups[lookup])
        }
    }

    private mutating func timeAsking() {
        if keys.isAsking {
            if askingSince == nil { askingSince = clock.now() }
        } else if let since = askingSince {
            report.stages.enrich += clock.now() - since
            askingSince = nil
        }
    }

    private mutating func progress(_ keys: RunKeys) -> EnrichmentProgress {
        progress.lookups = keys.tallies.map {
            EnrichmentProgress.Lookup(enrichment: $0.counts.name, known: $0.counts.keys, done: $0.limit.ended)
        }
        return progress
    }

    private func finalReport() -> EnrichmentReport {
        var report = report
        report.rows = progress.rowsRead
        report.enrichments = keys.tallies.map(\.finalCounts)
        report.warnings = warnings.flatMap { lookup, texts in
            texts.map { EnrichmentReport.Warning(lookup: lookup, text: $0.key, count: $0.value) }
        }.sorted { ($0.lookup.description, $0.text) < ($1.lookup.description, $1.text) }
        return report
    }
}

/// Reads a batch for every wish.
private func read(
    _ reader: any RowReader, _ wishes: AsyncStream<Void>, _ count: Int, _ inbox: RunInbox, _ clock: DeskClock
) async {
    for await _ in wishes {
        let began = clock.now()
        do {
            let batch = try await reader.next(count)
            inbox.post(.read(batch, took: clock.now() - began))
        } catch {
            return inbox.post(.failed(error))
        }
    }
}

/// Emits batches as they come.
private func write(
    _ finished: AsyncStream<EnrichedBatch>, _ inbox: RunInbox, _ clock: DeskClock,
    _ emit: @Sendable (EnrichedBatch) async throws -> Void
) async {
    for await batch in finished {
        let began = clock.now()
        do {
            try await emit(batch)
            inbox.post(.emitted(rows: batch.rows.rowCount, took: clock.now() - began))
        } catch {
            return inbox.post(.failed(error))
        }
    }
}
