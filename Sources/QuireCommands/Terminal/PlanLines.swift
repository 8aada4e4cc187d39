import QuireEngine
import QuireModel
import QuireRun

/// A plan for people to read.
enum PlanLines {
    static func lines(_ plan: ReportPlan) -> [String] {
        var lines = ["\(plan.report): \(plan.title)"]
        let parameters = plan.parameters.filter { $0.value != .null }.map(parameter)
        if !parameters.isEmpty { lines.append("  " + parameters.joined(separator: " ")) }
        lines += [""] + source(plan.source)
        if case .list(let list) = plan.source.origin {
            lines += ["", "How many rows there are only \(list) knows, and a plan asks no service."]
        }
        if plan.enrichments.isEmpty { return lines + ["", "Nothing is looked up."] }
        return lines + ["", "Enrichments"] + table(plan.enrichments) + [""] + notes(plan)
    }

    private static func parameter(_ parameter: JSON.Member) -> String {
        let values: [JSON] = if case .array(let values) = parameter.value { values } else { [parameter.value] }
        let texts = values.map { value in if case .string(let text) = value { text } else { value.text } }
        return "\(parameter.name)=\(texts.joined(separator: ","))"
    }

    private static func source(_ source: ReportPlan.Source) -> [String] {
        let rows = source.rows.map { (source.isAtMost ? "at most " : "") + $0.counted("row") } ?? "? rows"
        switch source.origin {
        case .file(let name), .list(let name), .other(let name): return ["Source: \(name), \(rows)"]
        case .query(let query, let connection):
            return ["Source: \(connection), \(rows)"] + query.split(separator: "\n").map { "  \($0)" }
        }
    }

    private static func count(_ count: Int, of enrichment: ReportPlan.Enrichment) -> String {
        guard enrichment.isCounted else { return "?" }
        return enrichment.keysAreAtMost ? "at most \(count)" : "\(count)"
    }

    private static func table(_ enrichments: [ReportPlan.Enrichment]) -> [String] {
        let header = ["name", "lookup", "after", "keys", "calls", "at once", "rate", "an answer", "done after"]
        let cells = enrichments.map { enrichment in
            [
                enrichment.name, enrichment.lookups[0].description, enrichment.dependsOn.joined(separator: ", "),
                count(enrichment.keys, of: enrichment), count(enrichment.calls, of: enrichment),
                (enrichment.limits.adaptive ? "up to " : "") + "\(enrichment.limits.maxConcurrency)",
                enrichment.limits.rate.map { "\(NumberText.shortest($0.perSecond))/s" } ?? "",
                enrichment.latency.duration?.plainText ?? "?", enrichment.lasts.map(time) ?? "?",
            ]
        }
        return PlainTable.text([header] + cells).split(separator: "\n").map { "  " + $0 }
    }

    private static func notes(_ plan: ReportPlan) -> [String] {
        var notes: [String] = []
        let asked = plan.enrichments.filter { $0.calls > 0 }
        let unknown = asked.filter { $0.latency == .unknown }
        if let lasts = plan.lasts {
            let isAtMost = plan.enrichments.contains(where: \.keysAreAtMost)
            let share = (unknown.isEmpty ? "at best" : "by what is known") + (isAtMost ? " if all keys are needed" : "")
            notes.append("In all \(time(lasts)) \(share), besides reading and writing the rows.")
        }
        if case .assumed(let latency)? = asked.first?.latency {
            notes.append("An answer is assumed to take \(latency.plainText) (--latency).")
        }
        let known = asked.filter { if case .asInEarlierRuns = $0.latency { true } else { false } }
        if !known.isEmpty { notes.append("An answer of \(names(known)) takes what it took in earlier runs.") }
        if !unknown.isEmpty {
            notes.append(
                "How long an answer of \(names(unknown)) takes is not known before a first run; "
                    + "--latency 500ms assumes it.")
        }
        for enrichment in plan.enrichments {
            notes += self.notes(enrichment).map { "\(enrichment.name): \($0)." }
        }
        return notes
    }

    private static func names(_ enrichments: [ReportPlan.Enrichment]) -> String {
        enrichments.map(\.name).joined(separator: ", ")
    }

    private static func notes(_ enrichment: ReportPlan.Enrichment) -> [String] {
        var notes: [String] = []
        if enrichment.keysFollowAnswers {
            let needed = enrichment.dependsOn.joined(separator: " and ")
            notes.append("its keys follow from the answers of \(needed), so there are at most so many")
        }
        if enrichment.cached > 0 { notes.append("\(enrichment.cached) of its keys are known and need no call") }
        guard enrichment.isCounted else { return notes }
        for (lookup, calls) in zip(enrichment.lookups.dropFirst(), enrichment.furtherCalls) {
            notes.append("what is not found is then asked of \(lookup), in at most \(calls.counted("call"))")
        }
        return notes
    }

    /// `0.5 s`, `12.3 s`, `3 min 20 s`, `1 h 5 min`.
    private static func time(_ duration: Duration) -> String {
        let seconds = duration.inSeconds
        if seconds < 60 { return "\(NumberText.shortest((seconds * 10).rounded() / 10)) s" }
        let whole = Int(seconds.rounded())
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
