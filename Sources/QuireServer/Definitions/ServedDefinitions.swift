package import QuireAccess
package import QuireDefinition
package import QuireModel
package import QuirePlugin
package import QuireRun

/// The project as the server uses it: of each report, service and of what they share the last version without errors.
package struct ServedDefinitions: Sendable {
    /// By name.
    package var reports: [String: LoadedReport] = [:]
    /// Those whose files have errors: they are shown, and run as they were before, if they ever were.
    package var broken: Set<String> = []
    /// Who each report is for, also of those that are gone.
    package var access: [String: KnownAccess] = [:]
    /// Which report a file is of, or tests, by its path as it is shown.
    package var reportFiles: [String: String] = [:]
    /// What is wrong with the files as they are.
    package var diagnostics: [Diagnostic] = []
    /// In order of their names.
    package var services: [ServiceDefinition] = []
    /// Texts that must never be shown.
    package var secrets: Set<String> = []
    package var zone = Zone.utc
    /// Counts versions of what reports share.
    package var generation = 0

    package init() {}

    /// Names of all reports there are files of, in order.
    package var names: [String] { Set(reports.keys).union(broken).sorted() }

    /// Reads the project's files; what has errors stays as it was in `previous`.
    ///
    /// - Parameter loader: has read `quire.yaml` alone.
    package static func read(
        _ loader: ProjectLoader, environment: [String: String], after previous: ServedDefinitions,
        log: @escaping ComponentLog
    ) async -> ServedDefinitions {
        var base = loader
        var result = ServedDefinitions()
        result.access = previous.access
        // Nothing but `quire.yaml` was read by now.
        let isProjectWhole = !base.diagnostics.contains { $0.severity == .error }
        result.zone = isProjectWhole ? base.project.zone : previous.zone
        do {
            try await base.discover([], environment: environment, log: log)
        } catch {
            result.diagnostics.append(
                Diagnostic(.error, "unknown-lookups", "services could not be started: \(error)", at: nil))
        }
        for name in base.folder.reports {
            for file in [name + ".yaml", name + ".test.yaml"] {
                result.reportFiles[base.folder.place(of: file).shown] = name
            }
            var one = base
            let (report, problems) = one.reportIfWhole(name)
            result.diagnostics += problems
            result.secrets.formUnion(one.secrets)
            if let report {
                result.access[name] = KnownAccess(roles: report.definition.access?.roles)
                result.reports[name] = LoadedReport(
                    report: report, project: one.project, folder: one.folder.path, secrets: one.secrets,
                    environment: environment)
            } else {
                result.broken.insert(name)
                result.reports[name] = previous.reports[name]
            }
        }
        let services = Dictionary(uniqueKeysWithValues: previous.services.map { ($0.name, $0) })
        result.services = base.folder.services.compactMap { name in
            let service = base.service(name)
            return service?.hasErrors == false ? service : services[name] ?? service
        }
        result.secrets.formUnion(base.secrets)
        // Of versions that are still in use.
        for name in result.broken { result.secrets.formUnion(previous.reports[name]?.secrets ?? []) }
        // What several reports use is read with each of them.
        var seen: Set<Diagnostic> = []
        result.diagnostics = (result.diagnostics + base.findings).sortedByPlace().filter { seen.insert($0).inserted }
        return result
    }
}

extension ProjectLoader {
    /// - Returns: nil where the report, or something it uses, has errors; and everything that is to be said of it.
    fileprivate mutating func reportIfWhole(_ name: String) -> (CheckedReport?, [Diagnostic]) {
        do {
            let report = try report(name)
            let isWhole = !diagnostics.contains { $0.severity == .error }
            return (isWhole ? report : nil, diagnostics)
        } catch {
            return (nil, diagnostics + error.diagnostics)
        }
    }
}
