import QuireDefinition
import QuireModel

/// The few lines that end a run.
enum RunLines {
    /// - Parameters:
    ///   - format: of the file.
    ///   - isRecorded: the run can be resumed.
    static func lines(_ summary: RunSummary, _ format: OutputFormat, isRecorded: Bool) -> [String] {
        var lines: [String] = []
        switch summary.status {
        case .succeeded, .partial:
            lines.append(reportFiles(summary))
        case .queued, .running, .failed, .cancelled: break
        }
        let time = JSON.seconds(summary.seconds).text
        let rows = summary.rows == 1 ? "1 row" : "\(summary.rows) rows"
        let isUnfinished =
            summary.status != .succeeded || summary.deliveries.contains { $0.status != .delivered }
        let goesOn = isRecorded && isUnfinished ? "; `quire resume \(summary.run)` goes on with it" : ""
        lines.append("\(rows), \(summary.status.rawValue) in \(time) s, run \(summary.run)\(goesOn)")
        for counts in summary.enrichments {
            var line = "\(counts.name): \(counts.found) found, \(counts.missing) missing, \(counts.failed) failed"
            line += " in \(counts.calls) calls"
            if counts.cached > 0 { line += ", \(counts.cached) keys known before" }
            if counts.retries > 0 { line += ", \(counts.retries) of them retries" }
            lines.append(line)
        }
        lines += summary.deliveries.filter { $0.status == .delivered }.map(delivered)
        if let first = summary.problems.first {
            let place = first.row > 0 ? "\(first.sheet), row \(first.row)" : "in no row of the sheet"
            let problems = summary.problemCount == 1 ? "1 problem" : "\(summary.problemCount) problems"
            lines.append("\(problems); the first, \(place): \(first.message)")
            // On standard output there is no room for a list of them.
            if summary.files != ["-"] {
                lines.append(
                    (summary.problemCount == 1 ? "it is " : "all of them are ")
                        + (problemFile(summary) ?? problemPlace(format)))
            }
        }
        return lines
    }

    static func delivered(_ delivery: RunSummary.Delivery) -> String {
        "\(delivery.file == nil ? "told" : "delivered to") \(delivery.to)" + (delivery.location.map { ": \($0)" } ?? "")
    }

    /// Why nothing was sent, where sending was asked for.
    ///
    /// - Returns: nil where something was, or the run came to no file anyway.
    static func undue(_ summary: RunSummary, of report: CheckedReport) -> String? {
        guard summary.status == .succeeded || summary.status == .partial, summary.deliveries.isEmpty else {
            return nil
        }
        if report.deliveries.isEmpty { return "nothing was delivered: the report has no 'deliver'" }
        if summary.files.isEmpty { return "nothing was delivered: there is no file" }
        let rows = summary.rows == 0 ? " without rows" : ""
        return
            "nothing was delivered: by 'when' and 'when_empty', no delivery of the report is for a run that \(summary.status == .partial ? "ended partial" : "succeeded")\(rows)"
    }

    static func undelivered(_ delivery: RunSummary.Delivery) -> String {
        "\(delivery.content) could not be delivered to '\(delivery.to)': \(delivery.error ?? "it was not tried")"
    }

    private static func reportFiles(_ summary: RunSummary) -> String {
        let files = summary.files.filter { $0 != summary.problemFile }
        guard let first = files.first else { return "no rows, no file" }
        let names = files.dropFirst().map { $0.split(separator: "/").last.map(String.init) ?? $0 }
        return switch names.count {
        case 0: "wrote \(first)"
        case 1...4: "wrote \(first), and beside it " + names.joined(separator: ", ")
        default: "wrote \(first), and beside it \(names.count) more, one for each sheet"
        }
    }

    private static func problemFile(_ summary: RunSummary) -> String? {
        summary.problemFile.map { "in \($0)" }
    }

    private static func problemPlace(_ format: OutputFormat) -> String {
        format == .html ? "at the end of the page" : "on the sheet 'Problems'"
    }
}
