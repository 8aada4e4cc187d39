package import QuireDefinition
package import QuireModel
package import QuirePlugin
package import QuireRun

/// The project as the server uses it: of each report the last version without errors.
package struct ServedDefinitions: Sendable {
    /// By name.
    package var reports: [String: LoadedReport] = [:]
    /// Those whose files have errors: they are shown, and run as they were before, if they ever were.
    package var broken: Set<String> = []
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
        result.zone = base.project.zone
        do {
            try await base.discover([], environment: environment, log: log)
        } catch {
            result.diagnostics.append(
                Diagnostic(.error, "unknown-lookups", "services could not be started: \(error)", at: nil))
        }
        for name in base.folder.reports {
            var one = base
            let (report, problems) = one.reportIfWhole(name)
            result.diagnostics += problems
            result.secrets.formUnion(one.secrets)
            if let report {
                result.reports[name] = LoadedReport(
                    report: report, project: one.project, folder: one.folder.path, secrets: one.secrets,
                    environment: environment)
            } else {
                result.broken.insert(name)
                result.reports[name] = previous.reports[name]
            }
        }
        for name in base.folder.services { _ = base.service(name) }
        result.services = base.readServices
        result.secrets.formUnion(base.secrets)
        // Of versions that are still in use.
        for name in result.broken { result.secrets.formUnion(previous.reports[name]?.secrets ?? []) }
        // What several reports use is read with each of them.
        var seen: Set<Diagnostic> = []
        result.diagnostics = (result.diagnostics + base.diagnostics).sortedByPlace().filter { seen.insert($0).inserted }
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
