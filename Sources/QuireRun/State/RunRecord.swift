package import FoundationEssentials
package import QuireModel

/// What the state database holds of one run.
package struct RunRecord: Sendable {
    package var run: String
    package var report: String
    package var status: RunSummary.Status
    /// As `--summary json` gives it, secrets taken out.
    package var summary: JSON
    package var instructions: RunInstructions
    /// Tells whether the definition is still the same; empty while the run waits.
    package var definition: Data
    package var origin = RunOrigin()

    package init(
        run: String, report: String, status: RunSummary.Status, summary: JSON, instructions: RunInstructions,
        definition: Data = Data(), origin: RunOrigin = RunOrigin()
    ) {
        self.run = run
        self.report = report
        self.status = status
        self.summary = summary
        self.instructions = instructions
        self.definition = definition
        self.origin = origin
    }

    /// When it was asked for or began, in UTC.
    package var startedAt: LocalDateTime? { RunID.moment(of: run) ?? begunAt }

    /// When it first began, in UTC; nil where it has not.
    package var begunAt: LocalDateTime? { moment("started_at") }

    /// When it last ended, in UTC; nil where it goes on.
    package var finishedAt: LocalDateTime? { moment("finished_at") }

    private func moment(_ member: String) -> LocalDateTime? {
        guard case .string(let text)? = summary[member], let (moment, offset) = LocalDateTime.parse(text) else {
            return nil
        }
        return LocalDateTime(microseconds: moment.microseconds - Int64(offset ?? 0) * 1_000_000)
    }

    /// - Returns: when it began, in UTC.
    /// - Throws: where there is nothing to go on with.
    package func resumable() throws(DiagnosticError) -> LocalDateTime {
        func refused(_ why: String, hint: String? = nil) -> DiagnosticError {
            DiagnosticError(Diagnostic(.error, "not-resumable", "the run '\(run)' \(why)", at: nil, hint: hint))
        }
        switch status {
        case .queued: throw refused("waits for a server to begin it")
        case .running: throw refused("is under way")
        case .succeeded: throw refused("succeeded: there is nothing to go on with")
        case .partial, .failed, .cancelled: break
        }
        guard !instructions.isIncomplete, let startedAt else {
            throw refused(
                "holds a secret in its options, which no record keeps", hint: "run the report again")
        }
        return startedAt
    }

    /// Those of its files that were to be sent somewhere, as far as they are numbered.
    package var deliveries: [RunSummary.Delivery] {
        guard case .array(let items)? = summary["deliveries"] else { return [] }
        return items.compactMap { RunSummary.Delivery($0) }
    }

    /// Those that have not arrived.
    package var undelivered: [RunSummary.Delivery] { deliveries.filter { $0.status != .delivered } }

    /// As `quire runs --json` lists it.
    package var listing: JSON {
        let names = [
            "run", "report", "schedule", "status", "started_at", "finished_at", "seconds", "rows", "file",
            "problem_count",
        ]
        return .object(names.map { JSON.Member($0, summary[$0] ?? .null) })
    }

    /// How long a lookup of each enrichment took, half of them less, where the run asked at all.
    var latencies: [String: Duration] {
        guard case .object(let enrichments)? = summary["enrichments"] else { return [:] }
        var latencies: [String: Duration] = [:]
        for enrichment in enrichments {
            guard let calls = enrichment.value["calls"]?.number, calls > 0,
                let seconds = enrichment.value["latency"]?["p50"]?.number
            else { continue }
            latencies[enrichment.name] = .seconds(seconds)
        }
        return latencies
    }
}

extension JSON {
    fileprivate var number: Double? {
        switch self {
        case .integer(let integer): Double(integer)
        case .number(let number): number
        default: nil
        }
    }
}
