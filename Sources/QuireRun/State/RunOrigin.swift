package import QuireModel

/// Who or what asked for a run.
package struct RunOrigin: Sendable, Hashable {
    /// The name of the schedule, among its report's, that the run is a fire of.
    package var schedule: String?
    /// When the fire was due, in UTC.
    package var scheduledAt: LocalDateTime?
    /// The user or token that asked for it at a server.
    package var requester: String?
    /// A server does it: it waits in the queue, and is taken up again after an interruption.
    package var isServed = false

    package init() {}
}
