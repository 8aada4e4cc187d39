package import QuireAccess
import QuireDefinition
package import QuireModel
package import QuireRun

/// The reports as someone sees them: one that they may not see is not there.
package struct ReportShelf: Sendable {
    package let definitions: ServedDefinitions
    private let principal: Principal

    package init(_ definitions: ServedDefinitions, for principal: Principal) {
        self.definitions = definitions
        self.principal = principal
    }

    /// In order of their names; of those with errors the last version without.
    package var reports: [LoadedReport] {
        definitions.reports.values.filter { shows($0) }.sorted { $0.report.name < $1.report.name }
    }

    /// Those that have had errors since before the server was started, for who may mend them.
    package var unreadable: [String] {
        guard principal.may(.seeServices) else { return [] }
        return definitions.broken.filter { definitions.reports[$0] == nil && mayMend($0) }.sorted()
    }

    /// What is wrong with the files, for who may mend them.
    package var diagnostics: [Diagnostic] {
        guard principal.may(.seeServices) else { return [] }
        return definitions.diagnostics.filter { diagnostic in
            guard let file = diagnostic.position?.file, let report = definitions.reportFiles[file] else { return true }
            return mayMend(report)
        }
    }

    /// What is wrong with a report's own file.
    package func diagnostics(of report: String) -> [Diagnostic] {
        diagnostics.filter { $0.position.flatMap { definitions.reportFiles[$0.file] } == report }
    }

    /// - Throws: a problem of 404.
    package func report(_ name: String) throws(Problem) -> LoadedReport {
        guard let found = definitions.reports[name], shows(found) else { throw .notFound("report '\(name)'") }
        return found
    }

    /// Whether runs of a report are shown, which may be gone. Where nobody knows any more who it was for, only to those who
    /// give others their roles.
    package func showsRuns(of name: String) -> Bool {
        guard let known = definitions.access[name] else {
            return principal.may(.manageUsers) && principal.maySee(report: name, roles: nil)
        }
        return principal.maySee(report: name, roles: known.roles)
    }

    /// A report that was never read is everyone's who mends reports.
    private func mayMend(_ report: String) -> Bool {
        principal.maySee(report: report, roles: definitions.access[report]?.roles)
    }

    private func shows(_ loaded: LoadedReport) -> Bool { showsRuns(of: loaded.report.name) }
}
