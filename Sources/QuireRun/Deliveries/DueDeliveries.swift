import QuireDefinition
import QuireModel
import QuirePlugin

extension RunRequest {
    /// What is to become of the files of a run that has ended: for each file and place one delivery, numbered from 1. Of a
    /// run that has failed its places are told instead, where they are for that.
    ///
    /// A delivery made by an earlier attempt at the run is not made again where the file is still the same.
    ///
    /// - Parameter earlier: those of earlier attempts at the run.
    func dueDeliveries(
        of summary: RunSummary, after earlier: [RunSummary.Delivery]
    ) async -> [RunSummary.Delivery] {
        guard delivers else { return earlier }
        let due: [RunSummary.Delivery]
        switch summary.status {
        case .succeeded, .partial: due = await dueFiles(of: summary, after: earlier)
        case .failed: due = dueNews(of: summary)
        case .queued, .running, .cancelled: return earlier
        }
        let arrived = earlier.filter { old in
            old.status == .delivered && !due.contains { $0.isOfSamePlace(as: old) }
        }
        return (due + arrived).enumerated().map { index, delivery in
            var delivery = delivery
            delivery.n = index + 1
            return delivery
        }
    }

    private func dueNews(of summary: RunSummary) -> [RunSummary.Delivery] {
        report.deliveries.filter { $0.isDue(summary) }.map { delivery in
            RunSummary.Delivery(n: 0, item: delivery.item, to: delivery.to, file: nil, size: 0, sha256: "")
        }
    }

    private func dueFiles(
        of summary: RunSummary, after earlier: [RunSummary.Delivery]
    ) async -> [RunSummary.Delivery] {
        var digests: [String: Result<FileDigest, RunFailure>] = [:]
        var due: [RunSummary.Delivery] = []
        for delivery in report.deliveries where delivery.isDue(summary) {
            for path in summary.files {
                if digests[path] == nil { digests[path] = await Self.digest(of: path) }
                guard let digest = digests[path] else { continue }
                due.append(entry(path, digest, to: delivery, after: earlier))
            }
        }
        return due
    }

    private static func digest(of path: String) async -> Result<FileDigest, RunFailure> {
        do throws(RunFailure) { return .success(try await FileDigest.of(path)) } catch { return .failure(error) }
    }

    private func entry(
        _ path: String, _ digest: Result<FileDigest, RunFailure>, to delivery: CheckedDelivery,
        after earlier: [RunSummary.Delivery]
    ) -> RunSummary.Delivery {
        var entry = RunSummary.Delivery(n: 0, item: delivery.item, to: delivery.to, file: path, size: 0, sha256: "")
        let before = earlier.last { $0.isOfSamePlace(as: entry) }
        switch digest {
        case .success(let digest):
            if let before, before.status == .delivered, before.sha256 == digest.sha256 { return before }
            entry.size = digest.size
            entry.sha256 = digest.sha256
        case .failure(let failure):
            entry.status = .failed
            entry.error = failure.description
        }
        if let before, before.status != .delivered { entry.attempts = before.attempts }
        return entry
    }
}

extension RunSummary.Delivery {
    fileprivate func isOfSamePlace(as other: Self) -> Bool {
        item == other.item && to == other.to && file == other.file
    }
}

extension CheckedDelivery {
    fileprivate func isDue(_ summary: RunSummary) -> Bool {
        guard statuses?.contains(summary.status) ?? true else { return false }
        return summary.status == .failed ? destination.takesFailures : !(skipsEmpty && summary.rows == 0)
    }
}
