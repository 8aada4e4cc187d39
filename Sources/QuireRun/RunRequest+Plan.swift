import QuireDefinition
package import QuireEngine
import QuireModel
import QuirePlugin

extension RunRequest {
    /// Holds the report against the fields of its source and services, without reading rows or asking for keys.
    ///
    /// - Throws: what keeps the run from beginning.
    package func verify(at desk: ServiceDesk) async throws {
        try await openUnknown(at: desk)
        let fields = try await openSource(at: desk).fields(parameters: parameters)
        let plan = try RunPlan(self, fields: fields, shape: desk.shape)
        _ = try QueryPlan.make(self, fields: fields, plan)
    }

    /// Finds out what the run would do: reads the source as the run does, and asks no service.
    ///
    /// - Throws: what keeps the run from beginning, and what makes reading fail.
    package func plan(
        knowing prior: PriorKnowledge = PriorKnowledge(), at desk: ServiceDesk
    ) async throws -> ReportPlan {
        try await openUnknown(at: desk)
        if source == nil, let list = report.list { return try plan(without: list, prior, at: desk) }
        return try await openSource(at: desk).withReader(parameters: parameters) { reader in
            let run = try RunPlan(self, fields: reader.fields, shape: desk.shape)
            _ = try QueryPlan.make(self, fields: reader.fields, run)
            let rows = SourceRows(
                reader, filter: run.rowFilter, distinctFields: run.distinctFields, seen: SeenKeys(folder: workFolder),
                limits: RowLimits(allowed: .max, taken: rowLimits.taken))
            let enrichments = usedEnrichments
            var count = KeyCount(run.enrichments, run.keys, isKnown: prior.isKnown, folder: workFolder)
            var forecast = TrafficForecast(
                enrichments.map { ForecastEnrichment($0, latency: prior.latency(of: $0.name)) },
                limits: report.services.mapValues(\.limits))
            while forecast.advance() {
                try Task.checkCancellation()
                if let batch = try await rows.next(project.batchSize) {
                    forecast.read(try await count.add(batch))
                } else {
                    forecast.read(nil)
                }
            }
            var plan = ReportPlan(report: report.name, title: report.title, source: shownSource)
            plan.parameters = shownParameters
            plan.source.rows = count.rowCount
            plan.enrichments = enrichments.indices.map { index in
                planned(enrichments[index], count.tallies[index], forecast.outcomes[index], prior)
            }
            let longest = forecast.outcomes.map(\.lasts).max() ?? .zero
            plan.lasts = longest == .zero && plan.enrichments.contains { $0.lasts == nil } ? nil : longest
            plan.warnings = warnings(of: plan)
            return plan
        }
    }

    /// What is known of a run whose rows only a service knows.
    private func plan(
        without list: CheckedList, _ prior: PriorKnowledge, at desk: ServiceDesk
    ) throws -> ReportPlan {
        _ = try list.input(parameters, zone: project.zone)
        let run = try RunPlan(self, fields: list.fields, shape: desk.shape)
        _ = try QueryPlan.make(self, fields: list.fields, run)
        var plan = ReportPlan(report: report.name, title: report.title, source: shownSource)
        plan.parameters = shownParameters
        plan.enrichments = usedEnrichments.map { enrichment in
            var planned = planned(enrichment, KeyCount.Tally(), TrafficForecast.Outcome(), prior)
            planned.isCounted = false
            planned.lasts = nil
            return planned
        }
        plan.warnings = warnings(of: plan)
        return plan
    }

    private var shownSource: ReportPlan.Source {
        let origin: ReportPlan.Source.Origin =
            switch report.definition.source.origin {
            case .query(let connection, _, let query): .query(query.text, connection: connection)
            case .file(let path, _, _, _): .file(path)
            case .list(let list): .list(report.list?.reference.description ?? list.service)
            case .component(let kind, _): .other(kind)
            }
        return ReportPlan.Source(origin: origin, isAtMost: mayEndEarly)
    }

    /// No sheet has to see all rows.
    private var mayStopEarly: Bool {
        sheets.allSatisfy { sheet in
            guard case .rows(let selection) = sheet.content else { return false }
            return selection.sort.isEmpty && selection.split == nil
        }
    }

    /// The filter may have let enough rows through before the last of them is read.
    private var mayEndEarly: Bool { limit != nil && !isReadAsItComes && mayStopEarly }

    private func planned(
        _ enrichment: CheckedEnrichment, _ tally: KeyCount.Tally, _ outcome: TrafficForecast.Outcome,
        _ prior: PriorKnowledge
    ) -> ReportPlan.Enrichment {
        let latency = prior.latency(of: enrichment.name)
        let isBounded = latency.duration != nil || outcome.lasts > .zero || outcome.calls == 0
        return ReportPlan.Enrichment(
            name: enrichment.name, lookups: enrichment.lookups, dependsOn: enrichment.dependsOn, keys: tally.keys,
            keysFollowAnswers: tally.isAtMost, keysAreAtMost: tally.isAtMost || mayEndEarly,
            cached: tally.cached, calls: outcome.calls,
            furtherCalls: enrichment.lookups.dropFirst().map { lookup in
                let size = report.services[lookup.service]?.blueprint.lookups[lookup.lookup]?.keysPerCall ?? 1
                return (tally.keys - tally.cached + size - 1) / size
            },
            lasts: isBounded ? outcome.lasts : nil, latency: latency,
            limits: report.services[enrichment.lookups[0].service]?.limits ?? ServiceLimits())
    }

    private func warnings(of plan: ReportPlan) -> [Diagnostic] {
        var warnings: [Diagnostic] = []
        if let rows = plan.source.rows, rows > project.rowLimit {
            warnings.append(.rowLimit(project.rowLimit, rows: rows))
        }
        for entry in report.definition.enrichments.entries
        where !plan.enrichments.contains(where: { $0.name == entry.name }) {
            warnings.append(
                Diagnostic(
                    .warning, "unused-enrichment", "nothing uses the enrichment '\(entry.name)', so it is not fetched",
                    at: entry.position))
        }
        for enrichment in plan.enrichments where enrichment.calls > 0 {
            guard let latency = enrichment.latency.duration, latency >= enrichment.limits.timeout else { continue }
            warnings.append(.timeout(of: enrichment, latency))
        }
        return warnings
    }
}

extension PriorKnowledge {
    fileprivate func latency(of enrichment: String) -> ReportPlan.Latency {
        if let assumedLatency { return .assumed(assumedLatency) }
        return latencies[enrichment].map { .asInEarlierRuns($0) } ?? .unknown
    }
}

extension ForecastEnrichment {
    fileprivate init(_ enrichment: CheckedEnrichment, latency: ReportPlan.Latency) {
        self.init(
            lookup: enrichment.lookups[0], keysPerCall: enrichment.shape.keysPerCall,
            hasDependencies: !enrichment.dependsOn.isEmpty, latency: latency.duration ?? .zero)
    }
}

extension Diagnostic {
    fileprivate static func rowLimit(_ limit: Int, rows: Int) -> Diagnostic {
        Diagnostic(
            .warning, "row-limit",
            "the report has \(rows) rows, more than the \(limit) that it may have: a run would fail",
            at: nil, hint: "narrow it with its parameters, or raise row_limit under 'defaults' in quire.yaml")
    }

    fileprivate static func timeout(of enrichment: ReportPlan.Enrichment, _ latency: Duration) -> Diagnostic {
        let service = enrichment.lookups[0].service
        return Diagnostic(
            .warning, "timeout",
            "no call of '\(enrichment.name)' would be waited for to its end: an answer takes \(latency.plainText), "
                + "and the service '\(service)' is given \(enrichment.limits.timeout.plainText)",
            at: nil, hint: "raise 'timeout' of the service")
    }
}
