import FoundationEssentials
import QuireDefinition
import QuireEngine
import QuireModel
import QuirePlugin

extension RunRequest {
    /// The summary of a run that is about to begin.
    var openedSummary: RunSummary {
        var summary = RunSummary(run: run, report: report.name)
        summary.status = .running
        summary.parameters = shownParameters
        summary.startedAt = project.zone.iso8601(ofUTC: begunAt ?? startedAt)
        summary.schedule = origin.schedule
        summary.scheduledAt = origin.scheduledAt.map(project.zone.iso8601(ofUTC:))
        return summary
    }

    /// Parameters as they may be shown, without the built-in ones.
    var shownParameters: [JSON.Member] {
        report.definition.parameters.entries.map { entry in
            switch parameters[entry.name] {
            case .single(.null)?, nil: return JSON.Member(entry.name, .null)
            case _ where entry.value.isSecret: return JSON.Member(entry.name, .string("***"))
            case .single(let value)?: return JSON.Member(entry.name, JSON(value))
            case .list(let values)?: return JSON.Member(entry.name, .array(values.map { JSON($0) }))
            }
        }
    }

    /// Where work files go.
    var workFolder: String {
        temporaryFolder ?? outputFolder ?? FileManager.default.temporaryDirectory.path
    }

    /// The project's `tmp`, absolute.
    var temporaryFolder: String? {
        project.temporaryFolder.map { $0.hasPrefix("/") ? $0 : folder + "/" + $0 }
    }

    /// What a sort or a filter must see is read whole.
    var rowLimits: RowLimits {
        RowLimits(allowed: project.rowLimit, taken: isReadAsItComes ? limit : nil)
    }

    /// - Parameter desk: where the service of a list is asked.
    func openSource(at desk: ServiceDesk) throws -> any RowSource {
        if let source { return source }
        let definition = report.definition.source
        let context = SourceContext(
            fieldTypes: definition.fieldTypes, invalidValues: definition.invalidValues,
            parameterTypes: report.definition.parameterTypes, zone: project.zone.local,
            zoneName: project.zone.identifier, folder: folder,
            secrets: secrets, environment: environment, log: log)
        switch definition.origin {
        case .query(let name, _, let query):
            guard let connection = project.connections[name] else { throw DiagnosticError([]) }
            return try connection.used().source(query, in: context)
        case .file(let path, let place, _, let reader):
            return try reader.source(path, at: place, in: context)
        case .list:
            guard let list = report.list else { throw DiagnosticError([]) }
            return aroundList(
                ListSource(
                    list: list, invalidValues: definition.invalidValues, zone: project.zone, secrets: secrets,
                    desk: desk))
        case .component(_, let blueprint):
            return try blueprint.source(context)
        }
    }

    /// Makes the services that the run uses known to the desk.
    func openServices(at desk: ServiceDesk) async throws {
        let list = source == nil ? report.list?.reference.service : nil
        try await open(usedEnrichments.flatMap(\.lookups).map(\.service) + [list].compactMap(\.self), at: desk)
    }

    /// The same for those alone that must be open to know what fields they have.
    func openUnknown(at desk: ServiceDesk) async throws {
        let unknown = usedEnrichments.flatMap(\.lookups).filter { lookup in
            report.services[lookup.service]?.blueprint.lookups[lookup.lookup]?.fields == nil
        }
        try await open(unknown.map(\.service), at: desk)
    }

    private func open(_ names: [String], at desk: ServiceDesk) async throws {
        for name in Set(names).sorted() {
            if let given = services[name] {
                await desk.add(name, limits: ServiceLimits()) { given }
                continue
            }
            guard let service = report.services[name] else { continue }
            // A missing variable is an error once the thing that needs it is used.
            guard service.missing.isEmpty else { throw DiagnosticError(service.missing.asErrors) }
            let context = ServiceContext(
                name: name, limits: service.limits, zone: project.zone.local, zoneName: project.zone.identifier,
                secrets: secrets, folder: folder,
                environment: environment, log: log)
            try await desk.add(name, limits: service.limits) { try await service.blueprint.open(context) }
        }
    }
}
