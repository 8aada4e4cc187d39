package import QuireModel

extension RunSummary.Status {
    /// It can still change by itself.
    package var isOpen: Bool { self == .queued || self == .running }
}

/// A run as lists show it. Times are ISO 8601 with offset.
package struct RunItem: Sendable {
    package var id: String
    package var report: String
    package var reportTitle: String
    package var status: RunSummary.Status
    /// The schedule's name, where one started it.
    package var schedule: String?
    /// Who started it, where somebody did.
    package var startedBy: String?
    package var startedAt: String?
    package var finishedAt: String?
    package var seconds: Double?
    package var rows: Int?
    package var problemCount = 0
    /// Something of it was to be sent and did not arrive.
    package var isUndelivered = false

    package init(id: String, report: String, reportTitle: String, status: RunSummary.Status) {
        self.id = id
        self.report = report
        self.reportTitle = reportTitle
        self.status = status
    }
}
