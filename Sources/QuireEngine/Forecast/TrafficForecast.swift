package import QuireModel
import QuirePlugin

/// How long a run's lookups take at best: what the engine decides, with answers that all come, each after the latency of
/// its enrichment. Reading and emitting rows take no time in it.
///
/// Batches are taken when a run would read them, so that it holds no more of them than a run does.
package struct TrafficForecast {
    /// What one enrichment comes to.
    package struct Outcome: Sendable, Hashable {
        package var calls = 0
        /// Until its last answer.
        package var lasts: Duration = .zero

        package init(calls: Int = 0, lasts: Duration = .zero) {
            self.calls = calls
            self.lasts = lasts
        }
    }

    private struct UnderWay {
        var attempt: Int
        var call: Int
        var keyCount: Int
        var endsAt: Moment
    }

    private let enrichments: [ForecastEnrichment]
    /// For each enrichment its service, and its lookup there.
    private let places: [(service: Int, lookup: Int)]
    /// Those that rows ask first.
    private let firstServices: Set<Int>
    private var services: [ServiceTraffic] = []
    private var window: BatchWindow
    private var keys: ForecastKeys
    /// By enrichment. Its calls all take equally long, so they end as they began.
    private var underWay: [Queue<UnderWay>]
    private var now: Moment = .zero
    package private(set) var outcomes: [Outcome]

    /// - Parameter limits: of each service that an enrichment asks.
    package init(
        _ enrichments: [ForecastEnrichment], limits: [String: ServiceLimits],
        mostBatchesInWork: Int = EnrichmentOptions().mostBatchesInWork
    ) {
        self.enrichments = enrichments
        outcomes = enrichments.map { _ in Outcome() }
        keys = ForecastKeys(enrichmentCount: enrichments.count)
        underWay = enrichments.map { _ in Queue() }
        window = BatchWindow(most: mostBatchesInWork)
        let names = Set(enrichments.map(\.lookup.service)).sorted()
        var lookups: [[ServiceTraffic.Lookup]] = names.map { _ in [] }
        var places: [(service: Int, lookup: Int)] = []
        for enrichment in enrichments {
            let service = names.firstIndex(of: enrichment.lookup.service) ?? 0
            let known = lookups[service].firstIndex { $0.name == enrichment.lookup.lookup }
            places.append((service, known ?? lookups[service].count))
            if known != nil { continue }
            lookups[service].append(.init(name: enrichment.lookup.lookup, keysPerCall: enrichment.keysPerCall))
        }
        self.places = places
        firstServices = Set(zip(places, enrichments).filter { !$1.hasDependencies }.map(\.0.service))
        services = zip(names, lookups).map { name, lookups in
            var limits = limits[name] ?? ServiceLimits()
            // Answers come however long they take.
            limits.timeout = .seconds(1_000_000_000)
            limits.deadline = limits.timeout
            var traffic = ServiceTraffic(name: name, limits: limits, lookups: lookups, random: { 1 })
            traffic.join(run: 0, now: .zero)
            return traffic
        }
    }

    /// Lets time pass until another batch would be read, or all is answered.
    ///
    /// - Returns: whether another batch would be read.
    package mutating func advance() -> Bool {
        while !window.isDone {
            let isIdle = firstServices.contains { services[$0].isIdle(now: now) }
            if window.shouldRead(serviceIsIdle: isIdle) { return true }
            guard let next = nextMoment else { return false }
            now = next
            endCalls()
            for service in services.indices { wake(service) }
            settle()
        }
        return false
    }

    /// Takes the batch that `advance` asks for; nil where there is none.
    package mutating func read(_ batch: ForecastBatch?) {
        window.beginReading()
        window.endReading(isLast: batch == nil)
        guard let batch else { return }
        keys.add(batch)
        settle()
    }

    private var nextMoment: Moment? {
        let moments = underWay.compactMap { $0.first?.endsAt } + services.compactMap(\.wake)
        return moments.min().map { max(now, $0) }
    }

    private mutating func endCalls() {
        for enrichment in underWay.indices {
            let service = places[enrichment].service
            while let call = underWay[enrichment].first, call.endsAt <= now {
                _ = underWay[enrichment].popFirst()
                let reply = LookupReply(replies: Array(repeating: .missing, count: call.keyCount))
                services[service].attempt(call.attempt, of: call.call, endedWith: .success(reply), now: now)
            }
            takeOrders(of: service)
        }
    }

    private mutating func wake(_ service: Int) {
        guard let wake = services[service].wake, wake <= now else { return }
        // No attempt runs out of time and none is repeated: `tick` would look through all calls for nothing.
        services[service].wake = nil
        services[service].advance(now: now)
        takeOrders(of: service)
    }

    private mutating func takeOrders(of service: Int) {
        var orders = Orders()
        swap(&orders, &services[service].orders)
        for attempt in orders.started {
            guard let enrichment = keys.enrichment(of: attempt.keys) else { continue }
            outcomes[enrichment].calls += 1
            underWay[enrichment].append(
                UnderWay(
                    attempt: attempt.attempt, call: attempt.call, keyCount: attempt.keys.count,
                    endsAt: now + enrichments[enrichment].latency))
        }
        for reply in orders.replies { keys.end(ticket: reply.waiter.ticket) }
    }

    /// Asks for what can be asked by now, and lets go of batches that have all their answers.
    private mutating func settle() {
        for enrichment in keys.takeAnswered() { outcomes[enrichment].lasts = now }
        for enrichment in enrichments.indices {
            let asked = keys.takeReady(enrichment: enrichment)
            if asked.isEmpty { continue }
            let (service, lookup) = places[enrichment]
            services[service].ask(asked, lookup: lookup, now: now)
            takeOrders(of: service)
        }
        while keys.removeFinishedBatch() {
            window.handOn()
            window.emitted()
        }
    }
}
