package import QuireAccess
import QuireDefinition
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

    /// Those that never were without errors; who may see them cannot be known, so only who sees everything does.
    package var unreadable: [String] {
        guard principal.may(.seeServices) else { return [] }
        return definitions.broken.filter { definitions.reports[$0] == nil && principal.maySee(report: $0, roles: nil) }
            .sorted()
    }

    /// - Throws: a problem of 404.
    package func report(_ name: String) throws(Problem) -> LoadedReport {
        guard let found = definitions.reports[name], shows(found) else { throw .notFound("report '\(name)'") }
        return found
    }

    /// Whether runs of a report are shown; those of a report that is gone only to who sees everything.
    package func showsRuns(of name: String) -> Bool {
        guard let found = definitions.reports[name] else {
            return principal.may(.seeServices) && principal.maySee(report: name, roles: nil)
        }
        return shows(found)
    }

    private func shows(_ loaded: LoadedReport) -> Bool {
        principal.maySee(report: loaded.report.name, roles: loaded.report.definition.access?.roles)
    }
}
