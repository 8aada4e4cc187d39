import FoundationEssentials
import QuireDefinition
import QuireModel
import QuirePlugin

extension RunRequest {
    /// Sends the files of a run that has ended, or the news of its failure, to where the report says, and keeps no record of
    /// it.
    func deliver(_ summary: RunSummary) async -> RunSummary {
        var summary = summary
        summary.deliveries = await dueDeliveries(of: summary, after: [])
        summary.deliveries = await send(summary.deliveries, of: summary.json) { _ in }
        return summary
    }

    /// Makes those deliveries that are pending: those of one place one after the other, and all places at once.
    ///
    /// - Parameters:
    ///   - summary: the run, as `--summary json` gives it.
    ///   - isInterrupted: whether those that are cancelled are to wait until they can be made.
    ///   - note: told of each after every attempt.
    /// - Returns: all of them.
    func send(
        _ deliveries: [RunSummary.Delivery], of summary: JSON,
        isInterrupted: @escaping @Sendable () -> Bool = { false },
        note: @escaping @Sendable (RunSummary.Delivery) async -> Void
    ) async -> [RunSummary.Delivery] {
        let pending = Dictionary(grouping: deliveries.filter { $0.status == .pending }, by: \.item)
        return await withTaskGroup(of: [RunSummary.Delivery].self) { group in
            for (item, entries) in pending {
                guard let delivery = report.deliveries.first(where: { $0.item == item }) else { continue }
                group.addTask {
                    var sent: [RunSummary.Delivery] = []
                    for entry in entries where !Task.isCancelled {
                        var made = await send(entry, to: delivery, of: summary, note: note)
                        if made.status == .failed, Task.isCancelled, isInterrupted() {
                            made.status = .pending
                            made.error = nil
                        }
                        sent.append(made)
                        await note(made)
                    }
                    return sent
                }
            }
            var all = deliveries
            for await sent in group {
                for entry in sent {
                    if let place = all.firstIndex(where: { $0.n == entry.n }) { all[place] = entry }
                }
            }
            return all
        }
    }

    /// Makes one delivery, with as many attempts as that takes.
    ///
    /// - Returns: what became of it.
    func send(
        _ entry: RunSummary.Delivery, to delivery: CheckedDelivery, of summary: JSON,
        note: @escaping @Sendable (RunSummary.Delivery) async -> Void
    ) async -> RunSummary.Delivery {
        let redactor = Redactor(secrets)
        let shown = redactor.redact(summary).told(byServer: origin.isServed)
        let context = DestinationContext(folder: folder, secrets: secrets, environment: environment, log: log)
        let outcome = await deliveryAttempts.carryOut { [log] failure, attempts, wait in
            var pending = entry
            pending.attempts += attempts
            pending.error = redactor.redact(failure.message)
            await note(pending)
            log(
                redactor.redact(
                    "\(entry.content) has not been delivered to '\(entry.to)' yet: \(failure.message); it is tried again in \(NumberText.fixed(wait.inSeconds, decimals: 1)) s"
                ))
        } _: {
            guard delivery.missing.isEmpty else { throw DiagnosticError(delivery.missing.asErrors) }
            if let path = entry.file {
                return try await delivery.destination.deliver(deliveredFile(path, entry, shown), context)
            }
            try await delivery.destination.tell(
                of: FailedRun(report: report.name, run: run, summary: shown), context)
            return nil
        }
        var entry = entry
        entry.attempts += outcome.attempts
        entry.location = nil
        entry.error = nil
        switch outcome.result {
        case .success(let location):
            entry.status = .delivered
            entry.location = location.map { redactor.redact($0) }
        case .failure(let error):
            entry.status = .failed
            entry.error = redactor.redact(error is CancellationError ? "cancelled" : "\(error)")
        }
        return entry
    }

    private func deliveredFile(_ path: String, _ entry: RunSummary.Delivery, _ summary: JSON) -> DeliveredFile {
        let name = String(path.split(separator: "/").last ?? "")
        return DeliveredFile(
            path: path, name: name, mediaType: MediaType.of(name), report: report.name, run: run,
            size: entry.size, sha256: entry.sha256, url: url(ofFile: name), summary: summary,
            placeholders: templateValues)
    }

    /// Where the server has a file of the run.
    private func url(ofFile name: String) -> String? {
        publicURL.map { base in
            let root = String(base.reversed().drop { $0 == "/" }.reversed())
            return "\(root)/api/v1/runs/\(Self.segment(run))/files/\(Self.segment(name))"
        }
    }

    /// As a segment of a URL's path.
    private static func segment(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.map { byte -> String in
            let character = Character(UnicodeScalar(byte))
            let isPlain = byte < 0x80 && (character.isLetter || character.isNumber || "-._~".contains(character))
            return isPlain ? String(character) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
    }

    /// - Throws: every variable that a due delivery lacks, before anything is read.
    func checkDeliveries() throws(DiagnosticError) {
        let missing = report.deliveries.flatMap(\.missing)
        guard missing.isEmpty else { throw DiagnosticError(missing.asErrors) }
    }
}

extension JSON {
    /// A run as it is told: where else a file goes is no business of whoever gets it, nor is where a server keeps it.
    fileprivate func told(byServer isServed: Bool) -> JSON {
        guard case .object(let members) = self else { return self }
        let kept = members.filter { $0.name != "deliveries" }
        guard isServed else { return .object(kept) }
        return .object(
            kept.map { member in
                ["file", "files"].contains(member.name)
                    ? JSON.Member(member.name, member.value.withoutFolders) : member
            })
    }

    /// A path, or several, as names of files.
    private var withoutFolders: JSON {
        switch self {
        case .string(let path): .string(String(path.split(separator: "/").last ?? ""))
        case .array(let paths): .array(paths.map(\.withoutFolders))
        default: self
        }
    }
}
