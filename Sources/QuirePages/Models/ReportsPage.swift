/// All reports that one may see.
package struct ReportsPage: Sendable {
    package var reports: [ReportItem]
    /// Text that the reports were searched for; the page leaves out those that do not hold it.
    package var search: String

    package init(reports: [ReportItem], search: String = "") {
        self.reports = reports
        self.search = search
    }
}

/// A report as lists show it.
package struct ReportItem: Sendable {
    package var name: String
    package var title: String
    package var description: String?
    package var lastRun: RunItem?
    /// ISO 8601 with offset.
    package var nextRun: String?
    /// Its definition has errors: the last good version serves, or none.
    package var hasErrors = false

    package init(name: String, title: String) {
        self.name = name
        self.title = title
    }
}
