package import QuireModel

/// The runs there were, the latest first.
package struct RunsPage: Sendable {
    package var runs: [RunItem]
    /// Reports to choose from.
    package var reports: [ReportName]
    package var report: String?
    package var status: RunSummary.Status?
    /// The cursor of the page with those before; nil on the last page.
    package var older: String?
    /// The page is not the first.
    package var isContinued: Bool

    package init(
        runs: [RunItem], reports: [ReportName], report: String? = nil, status: RunSummary.Status? = nil,
        older: String? = nil,
        isContinued: Bool = false
    ) {
        self.runs = runs
        self.reports = reports
        self.report = report
        self.status = status
        self.older = older
        self.isContinued = isContinued
    }
}

package struct ReportName: Sendable {
    package var name: String
    package var title: String

    package init(name: String, title: String) {
        self.name = name
        self.title = title
    }
}
