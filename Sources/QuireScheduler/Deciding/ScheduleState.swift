package import QuireModel

/// What is known of a schedule from before.
package struct ScheduleState: Sendable {
    package var plan: FirePlan
    package var isPaused = false
    /// So many failures in a row paused it; nil where nobody did, or somebody.
    package var pausedAfter: Int?
    /// Fires in a row that failed.
    package var failures = 0
    /// Fires up to this one are decided, in UTC; those from before it became known are none.
    package var considered: LocalDateTime
    /// The run that was under way when the next fire was due.
    package var lateRun: String?
    /// When it was no longer there, in UTC, if it was not.
    package var ended: LocalDateTime?
    /// In order.
    package var open: [OpenFire] = []

    package init(_ plan: FirePlan, since moment: LocalDateTime) {
        self.plan = plan
        considered = moment
    }
}

/// What is to be done for a schedule at some moment.
package struct ScheduleDecisions: Sendable {
    /// Fires whose outcome is known, and counted.
    package var settled: [LocalDateTime] = []
    /// Fires whose run is to be tried again later.
    package var postponed: [(fire: LocalDateTime, until: LocalDateTime)] = []
    /// Fires whose run is to be tried again now.
    package var retried: [OpenFire] = []
    /// Fires that waited and whose run is to begin now.
    package var begun: [LocalDateTime] = []
    /// Fires that waited, and are not to run any more.
    package var dropped: [(fire: LocalDateTime, reason: FireRecord.Reason)] = []
    /// New fires, in order.
    package var fires: [(fire: LocalDateTime, fate: FireFate)] = []
    /// Runs to be cancelled.
    package var cancelled: [String] = []
    /// As it is then, `open` left out.
    package var state: ScheduleState
    /// When there is something to be decided again, whatever becomes of runs.
    package var wake: LocalDateTime?
    /// What people should know.
    package var notes: [String] = []

    /// Nothing is to be kept.
    package var isEmpty: Bool {
        settled.isEmpty && postponed.isEmpty && retried.isEmpty && begun.isEmpty && dropped.isEmpty && fires.isEmpty
    }
}

/// What becomes of a fire that is due.
package enum FireFate: Sendable, Hashable {
    case run
    /// It runs once the run under way has ended.
    case buffered
    case missed(FireRecord.Reason)
    case skipped(FireRecord.Reason)
}
