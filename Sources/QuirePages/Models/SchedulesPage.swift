/// All schedules of the reports that one may see.
package struct SchedulesPage: Sendable {
    package var schedules: [ScheduleItem]

    package init(schedules: [ScheduleItem]) { self.schedules = schedules }
}

/// A schedule. Times are ISO 8601 with offset.
package struct ScheduleItem: Sendable {
    /// `report/name`.
    package var id: String
    package var report: String
    package var reportTitle: String
    package var name: String
    package var cron: String
    /// The cron in words, in the page's language.
    package var words: String
    /// IANA.
    package var timezone: String
    /// `enabled` of its definition.
    package var isEnabled = true
    package var isPaused = false
    /// So many failures in a row paused it; nil where nobody did, or somebody.
    package var pausedAfter: Int?
    /// The coming five.
    package var next: [String] = []
    package var last: RunItem?
    /// The latest first.
    package var fires: [FireItem] = []
    package var warning: Warning?
    /// One may pause, resume and run it.
    package var mayChange = false

    package enum Warning: Sendable, Hashable {
        /// The report has errors.
        case broken
        /// Its runs take longer than the time between its fires, as this one did.
        case late(run: String)
    }

    package init(
        id: String, report: String, reportTitle: String, name: String, cron: String, words: String, timezone: String
    ) {
        self.id = id
        self.report = report
        self.reportTitle = reportTitle
        self.name = name
        self.cron = cron
        self.words = words
        self.timezone = timezone
    }
}

/// A fire of a schedule that is over.
package struct FireItem: Sendable {
    package enum Status: String, Sendable, CaseIterable {
        case run, missed, skipped
    }

    package enum Reason: String, Sendable, CaseIterable {
        case overlap, window, paused, definition
    }

    /// ISO 8601 with offset.
    package var at: String
    package var status: Status
    package var reason: Reason?
    package var run: RunItem?

    package init(at: String, status: Status, reason: Reason? = nil, run: RunItem? = nil) {
        self.at = at
        self.status = status
        self.reason = reason
        self.run = run
    }
}
