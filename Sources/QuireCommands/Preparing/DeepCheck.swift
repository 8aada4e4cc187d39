import FoundationEssentials
import QuireDefinition
import QuireEngine
import QuireModel
import QuirePlugin
import QuireRun

/// Finds what definitions alone do not tell: whether reports fit the fields that their sources have, and whether what
/// they need can be reached.
struct DeepCheck {
    /// Everything that is to be checked has been read.
    let loader: ProjectLoader
    let environment: [String: String]

    /// Of those reports whose sources tell their fields without anything remote. What cannot be asked is a warning.
    func ofLocalSources() async throws -> [Diagnostic] {
        var found: [Diagnostic] = []
        for report in loader.checkedReports where report.definition.source.knowsItsFields {
            found += try await problems(at: report.definition.source.position, unreachable: .warning) {
                try await verify(report)
            }
        }
        return try await found + ofDestinations(unreachable: .warning)
    }

    /// Of destinations that say themselves whether they take files.
    private func ofDestinations(unreachable severity: Diagnostic.Severity) async throws -> [Diagnostic] {
        var found: [Diagnostic] = []
        let context = DestinationContext(
            folder: loader.folder.path, secrets: Array(loader.secrets), environment: environment)
        for report in loader.checkedReports {
            for delivery in report.deliveries where delivery.missing.isEmpty {
                found += try await problems(at: delivery.position, unreachable: severity) {
                    try await delivery.destination.verify(context)
                }
            }
        }
        return found
    }

    /// - Parameter all: connections that nothing read so far uses, too.
    func online(all: Bool) async throws -> [Diagnostic] {
        var found: [Diagnostic] = []
        for report in loader.checkedReports where !report.needsValueToFindFile {
            found += try await problems(at: report.definition.source.position, unreachable: .error) {
                try await verify(report)
            }
        }
        found += try await ofDestinations(unreachable: .error)
        for service in loader.readServices where !service.hasErrors {
            found += try await problems(at: service.position, unreachable: .error) { try await reach(service) }
        }
        for entry in loader.project.connections.entries where all {
            guard let connection = try? entry.value.used() else { continue }
            found += try await problems(at: entry.position, unreachable: .error) {
                try await connection.reach(
                    SourceContext(
                        zone: loader.project.zone.local, zoneName: loader.project.zone.identifier,
                        folder: loader.folder.path, secrets: Array(loader.secrets),
                        environment: environment))
            }
        }
        return found
    }

    private func verify(_ report: CheckedReport) async throws {
        let now = LocalDateTime.now.inWholeMilliseconds
        let zone = loader.project.zone
        let resolver = ParameterResolver(report.definition, zone: zone, now: zone.wallTime(ofUTC: now))
        let request = RunRequest(
            report: report, project: loader.project, folder: loader.folder.path, parameters: resolver.placeholders,
            run: RunID.make(at: now), startedAt: now, secrets: Array(loader.secrets), environment: environment)
        try await ServiceDesk.open { try await request.verify(at: $0) }
    }

    private func reach(_ service: ServiceDefinition) async throws {
        guard service.missing.isEmpty else { throw DiagnosticError(service.missing.asErrors) }
        let context = ServiceContext(
            name: service.name, limits: service.limits, zone: loader.project.zone.local,
            zoneName: loader.project.zone.identifier, secrets: Array(loader.secrets), folder: loader.folder.path,
            environment: environment)
        try await withThrowingTaskGroup { group in
            group.addTask { try await service.blueprint.reach(context) }
            group.addTask {
                try await Task.sleep(for: service.limits.timeout)
                throw RunFailure(
                    "the service '\(service.name)' does not answer within \(service.limits.timeout.plainText)")
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private func problems(
        at place: FilePosition, unreachable severity: Diagnostic.Severity, _ body: () async throws -> Void
    ) async throws -> [Diagnostic] {
        do {
            try await body()
            return []
        } catch let error as DiagnosticError {
            return error.diagnostics.map { problem in
                var placed = problem
                placed.position = problem.position ?? place
                // What is there on another machine is no mistake of the definition.
                if problem.code == "missing-variable" { placed.severity = severity }
                return placed
            }
        } catch let failure as RunFailure {
            return [Diagnostic(severity, "unreachable", failure.message, at: place, hint: failure.hint)]
        }
    }
}

extension CheckedReport {
    /// Which file its rows come from is known only with the value of a parameter that has none by itself.
    fileprivate var needsValueToFindFile: Bool {
        guard case .file(let path, _, _, _) = definition.source.origin else { return false }
        return definition.parameters.entries.contains { entry in
            entry.value.isRequired && entry.value.defaultValue == nil && path.contains("{\(entry.name)}")
        }
    }
}
