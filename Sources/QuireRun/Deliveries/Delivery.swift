import FoundationEssentials
import QuireDefinition
import QuireModel
import QuirePlugin

extension RunRequest {
    /// Sends the files of a run that has ended to where the report says, one place after the other.
    ///
    /// - Returns: what became of each; nothing of those that the run's end is not meant for.
    func deliver(_ summary: RunSummary) async -> [RunSummary.Delivery] {
        guard summary.status == .succeeded || summary.status == .partial else { return [] }
        let context = DestinationContext(folder: folder, secrets: secrets, environment: environment, log: log)
        var outcomes: [RunSummary.Delivery] = []
        for delivery in report.deliveries where delivery.isDue(summary) {
            for path in summary.files {
                outcomes.append(await send(path, to: delivery, of: summary, context))
            }
        }
        return outcomes
    }

    private func send(
        _ path: String, to delivery: CheckedDelivery, of summary: RunSummary, _ context: DestinationContext
    ) async -> RunSummary.Delivery {
        let name = String(path.split(separator: "/").last ?? "")
        let file = DeliveredFile(
            path: path, name: name, mediaType: MediaType.of(name), report: report.name, run: run)
        var outcome = RunSummary.Delivery(to: delivery.to, file: path)
        do {
            if !delivery.missing.isEmpty { throw DiagnosticError(delivery.missing.asErrors) }
            outcome.location = try await delivery.destination.deliver(file, context)
        } catch let failure as RunFailure {
            outcome.error = failure.description
        } catch let error as DiagnosticError {
            outcome.error = error.description
        } catch is CancellationError {
            outcome.error = "cancelled"
        } catch {
            outcome.error = "\(error)"
        }
        return outcome
    }

    /// - Throws: every variable that a due delivery lacks, before anything is read.
    func checkDeliveries() throws(DiagnosticError) {
        let missing = report.deliveries.flatMap(\.missing)
        guard missing.isEmpty else { throw DiagnosticError(missing.asErrors) }
    }
}

extension CheckedDelivery {
    fileprivate func isDue(_ summary: RunSummary) -> Bool {
        (statuses?.contains(summary.status) ?? true) && !(skipsEmpty && summary.rows == 0)
    }
}

/// What a file is, as HTTP and mail name it.
package enum MediaType {
    package static func of(_ name: String) -> String {
        switch name.split(separator: ".").last {
        case "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case "csv": "text/csv; charset=utf-8"
        case "ndjson": "application/x-ndjson"
        case "html": "text/html; charset=utf-8"
        default: "application/octet-stream"
        }
    }
}
