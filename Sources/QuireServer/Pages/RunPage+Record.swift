import FoundationEssentials
import QuireAccess
import QuireDefinition
import QuireModel
import QuirePages
import QuirePlugin
import QuireRun

extension RunItem {
    init(_ record: RunRecord, title: String) {
        self.init(summary: record.summary, reportTitle: title)
        startedBy = record.origin.requester
        schedule = record.origin.schedule
        isUndelivered = record.deliveries.contains { $0.status == .failed }
    }
}

extension RunPage {
    /// - Parameter loaded: the report as it is now; nil where it is gone.
    init(_ record: RunRecord, _ loaded: LoadedReport?, in state: StateDatabase, for principal: Principal) {
        let title = loaded?.report.title ?? record.report
        let definitions = loaded?.report.definition.parameters.entries ?? []
        let labels = definitions.compactMap { entry in entry.value.label.map { (entry.name, $0) } }
        self.init(
            summary: record.summary, reportTitle: title, labels: Dictionary(labels) { first, _ in first })
        run = RunItem(record, title: title)
        files = record.fileNames.compactMap { name in
            let path = "\(state.folder.files)/\(record.run)/\(name)"
            guard let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int else {
                return nil
            }
            return RunFile(name: name, size: size, listsProblems: name.hasSuffix(".problems.csv"))
        }
        options = Self.options(record.instructions)
        deliveries = Self.deliveries(record, showsPlaces: principal.may(.retryDelivery))
        let owner = record.origin.requester
        mayRun = loaded != nil && principal.may(.run)
        mayCancel = principal.mayCancel(runOf: owner)
        mayResume =
            record.origin.isServed && record.isResumable && record.instructions.secretParameters.isEmpty
            && principal.mayResume(runOf: owner)
        mayRetryDeliveries = principal.may(.retryDelivery)
        if mayRun, record.instructions.secretParameters.isEmpty, !record.instructions.isIncomplete {
            let asked = record.instructions
            again = FormFields(
                parameters: asked.parameters.map { ($0.name, $0.text) }, columns: asked.columns, filter: asked.filter,
                sort: asked.sort, limit: asked.limit, format: asked.format)
        }
    }

    /// What of it was asked for otherwise than the report says.
    private static func options(_ asked: RunInstructions) -> [RunPage.Option] {
        [
            (RunPage.OptionKind.columns, asked.columns), (.filter, asked.filter), (.sort, asked.sort),
            (.limit, asked.limit.map(String.init)), (.format, asked.format),
        ].compactMap { kind, text in text.map { RunPage.Option(kind: kind, text: $0) } }
    }

    /// - Parameter showsPlaces: where files went, which may be paths of the server.
    private static func deliveries(_ record: RunRecord, showsPlaces: Bool) -> [DeliveryItem] {
        guard case .array(let items)? = record.summary["deliveries"] else { return [] }
        return items.enumerated().compactMap { place, item in
            guard case .string(let to)? = item["to"] else { return nil }
            var number = Int64(place + 1)
            if case .integer(let written)? = item["n"] { number = written }
            var status = DeliveryItem.Status.failed
            if case .string(let text)? = item["status"] { status = DeliveryItem.Status(rawValue: text) ?? .failed }
            var shown = DeliveryItem(n: Int(number), to: to, status: status)
            if case .integer(let attempts)? = item["attempts"] { shown.attempts = Int(attempts) }
            if case .string(let error)? = item["error"] { shown.error = error }
            if showsPlaces, case .string(let location)? = item["location"] { shown.location = location }
            return shown
        }
    }
}
