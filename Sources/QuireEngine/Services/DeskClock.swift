import QuireModel

/// The clock a desk runs by, in moments since the desk was opened.
struct DeskClock: Sendable {
    let now: @Sendable () -> Moment
    let sleep: @Sendable (_ until: Moment) async throws -> Void

    init(_ clock: some Clock<Duration>) {
        let start = clock.now
        now = { start.duration(to: clock.now) }
        sleep = { moment in try await clock.sleep(until: start.advanced(by: moment), tolerance: nil) }
    }
}
