package import QuireModel

extension RunItem {
    /// - Parameter summary: a run's record or listing, as `RunSummary.json` writes it.
    package init(summary: JSON, reportTitle: String) {
        self.init(
            id: summary["run"]?.string ?? "", report: summary["report"]?.string ?? "", reportTitle: reportTitle,
            status: summary["status"]?.string.flatMap(RunSummary.Status.init) ?? .failed)
        schedule = summary["schedule"]?.string
        startedAt = summary["started_at"]?.string
        finishedAt = summary["finished_at"]?.string
        seconds = finishedAt == nil ? nil : summary["seconds"]?.number
        rows = finishedAt == nil ? nil : summary["rows"]?.integer
        problemCount = summary["problem_count"]?.integer ?? 0
    }
}

extension RunPage {
    /// All but files, the deliveries' numbers and what one may do.
    ///
    /// - Parameters:
    ///   - summary: a run's record, as `RunSummary.json` writes it.
    ///   - labels: of parameters, by name.
    package init(summary: JSON, reportTitle: String, labels: [String: String] = [:]) {
        self.init(run: RunItem(summary: summary, reportTitle: reportTitle))
        scheduledAt = summary["scheduled_at"]?.string
        error = summary["error"]?.string
        enrichments = (summary["enrichments"]?.members ?? []).map { EnrichmentCounts(name: $0.name, summary: $0.value) }
        problems = (summary["problems"]?.elements ?? []).map(Problem.init(summary:))
        warnings = (summary["warnings"]?.elements ?? []).compactMap(\.string)
        parameters = (summary["parameters"]?.members ?? []).map { member in
            ShownParameter(
                label: labels[member.name] ?? ParameterField(name: member.name, type: .text).title,
                text: member.value.shown)
        }
        if let times = summary["stages"], !run.status.isOpen {
            var stages = StageTimes()
            stages.read = times["read"]?.duration ?? .zero
            stages.enrich = times["enrich"]?.duration ?? .zero
            stages.render = times["render"]?.duration ?? .zero
            // A run that failed early has come through none of them.
            if stages.read + stages.enrich + stages.render > .zero { self.stages = stages }
        }
    }
}

extension RunPage {
    /// - Parameter latest: how far the run is, as `EnrichmentProgress.json` writes it.
    package mutating func show(progress latest: JSON) {
        var progress = EnrichmentProgress()
        progress.rowsRead = latest["rows_read"]?.integer ?? 0
        progress.rowsDone = latest["rows_written"]?.integer ?? 0
        progress.lookups = (latest["lookups"]?.members ?? []).map { lookup in
            EnrichmentProgress.Lookup(
                enrichment: lookup.name, known: lookup.value["known"]?.integer ?? 0,
                done: lookup.value["done"]?.integer ?? 0)
        }
        self.progress = progress
        secondsLeft = latest["seconds_left"]?.number
    }
}

extension EnrichmentCounts {
    fileprivate init(name: String, summary: JSON) {
        self.init(name: name)
        func count(_ name: String) -> Int { summary[name]?.integer ?? 0 }
        keys = count("keys")
        found = count("found")
        missing = count("missing")
        failed = count("failed")
        skipped = count("skipped")
        cached = count("cached")
        calls = count("calls")
        retries = count("retries")
        latency.p50 = summary["latency"]?["p50"]?.duration ?? .zero
        latency.p95 = summary["latency"]?["p95"]?.duration ?? .zero
        latency.max = summary["latency"]?["max"]?.duration ?? .zero
    }
}

extension Problem {
    fileprivate init(summary: JSON) {
        self.init(
            sheet: summary["sheet"]?.string ?? "", row: summary["row"]?.integer ?? 0, rowCount: 1,
            enrichment: summary["enrichment"]?.string ?? "", key: summary["key"]?.string ?? "",
            attempts: summary["attempts"]?.integer ?? 0, message: summary["message"]?.string ?? "")
    }
}

extension JSON {
    fileprivate var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    fileprivate var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    fileprivate var integer: Int? {
        if case .integer(let number) = self { Int(number) } else { nil }
    }

    fileprivate var duration: Duration? { number.map { .seconds($0) } }

    fileprivate var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    fileprivate var elements: [JSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// As a reader wants it: text as it is, a list with commas, nothing for null.
    fileprivate var shown: String {
        switch self {
        case .null: ""
        case .string(let text): text
        case .array(let elements): elements.map(\.shown).joined(separator: ", ")
        default: text
        }
    }
}
