import ArgumentParser
import QuireDefinition
import QuireModel
import QuireRun

struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List the runs there were, or show one of them whole.",
        discussion: """
            Example:
              quire runs --report contracts -n 5
            """)

    @Argument(help: "A run's name: shows that one whole.")
    var run: String?

    @Option(help: "Only the runs of this report.")
    var report: String?

    @Option(
        name: [.customShort("n"), .long], parsing: .unconditional, help: "How many runs at most, the latest first.")
    var limit = 20

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            guard limit > 0 else {
                throw DiagnosticError(
                    Diagnostic(.error, "invalid-option", "--limit is at least 1, not \(limit)", at: nil))
            }
            let loader = try project.loader(&console)
            let records = RunRecords(try project.state(of: loader.folder))
            if let run { return try show(await records.require(run)) }
            let found = try await records.list(report: report, limit: limit)
            if json { return try Console.print(JSON.array(found.map(\.listing)).text) }
            if found.isEmpty { return console.say(report.map { "no runs of \($0) yet" } ?? "no runs yet") }
            let header = ["run", "report", "status", "started", "seconds", "rows", "problems"]
            try Console.show(PlainTable.text([header] + found.map(\.cells), numbers: [4, 5, 6]))
        }
    }

    private func show(_ record: RunRecord) throws {
        if json { return try Console.print(record.summary.text) }
        try Console.show(record.lines.joined(separator: "\n"))
    }
}

extension RunRecord {
    private func text(_ name: String) -> String { summary[name]?.plainText ?? "" }

    fileprivate var cells: [String] {
        [
            run, report, status.rawValue, String(text("started_at").prefix(19)).replacing("T", with: " "),
            text("seconds"),
            text("rows"), text("problem_count"),
        ]
    }

    fileprivate var lines: [String] {
        var lines = ["\(run): \(report), \(status.rawValue)"]
        for (name, title) in [
            ("started_at", "started"), ("finished_at", "finished"), ("seconds", "seconds"), ("rows", "rows"),
            ("file", "file"), ("error", "error"),
        ] {
            if let value = summary[name], value != .null, value != "" { lines.append("\(title): \(value.plainText)") }
        }
        if case .object(let parameters)? = summary["parameters"], !parameters.isEmpty {
            lines += ["", "Parameters"] + parameters.map { "  \($0.name)=\($0.value.plainText)" }
        }
        let options = [
            ("columns", instructions.columns), ("where", instructions.filter), ("sort", instructions.sort),
            ("limit", instructions.limit.map(String.init)), ("sheet", instructions.sheet),
            ("format", instructions.format),
        ].compactMap { name, text in text.map { "  --\(name) \($0)" } }
        if !options.isEmpty { lines += ["", "Options"] + options }
        if case .object(let enrichments)? = summary["enrichments"], !enrichments.isEmpty {
            let names = ["keys", "found", "missing", "failed", "skipped", "cached", "calls", "retries"]
            let latencies = ["p50", "p95", "max"]
            let rows = enrichments.map { enrichment in
                [enrichment.name] + names.map { enrichment.value[$0]?.plainText ?? "" }
                    + latencies.map { (enrichment.value["latency"]?[$0]?.plainText ?? "") + " s" }
            }
            let table = PlainTable.text([["enrichment"] + names + latencies] + rows, numbers: Array(1...11))
            lines += ["", table]
        }
        if !deliveries.isEmpty { lines += ["", "Deliveries"] + deliveries.map { "  \($0.line)" } }
        for (name, title) in [("warnings", "Warnings"), ("problems", "Problems")] {
            guard case .array(let items)? = summary[name], !items.isEmpty else { continue }
            lines += ["", title] + items.map { "  " + ($0["message"] ?? $0).plainText }
        }
        return lines
    }
}

extension RunSummary.Delivery {
    /// `2 hook: failed, out.csv, 3 attempts: …`
    fileprivate var line: String {
        let name = file.map { $0.split(separator: "/").last.map(String.init) ?? $0 } ?? "news of the failure"
        let tries = attempts > 1 ? ", \(attempts) attempts" : ""
        return "\(n) \(to): \(status.rawValue), \(name)\(tries)" + ((error ?? location).map { ": \($0)" } ?? "")
    }
}

extension JSON {
    /// Text without quotes, a list with commas.
    fileprivate var plainText: String {
        switch self {
        case .string(let text): text
        case .array(let items): items.map(\.plainText).joined(separator: ",")
        default: text
        }
    }
}
