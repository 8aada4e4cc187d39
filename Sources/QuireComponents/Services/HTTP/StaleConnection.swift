import NIOCore

/// A kept connection that ended before anything came in answer to a request on it: as a rule the other side had closed
/// it while nothing went over it, and the request crossed with that.
struct StaleConnection: Error {
    /// Also said of a connection that was found closed before the request was sent.
    static func isReason(for error: any Error) -> Bool {
        switch error {
        case is StaleConnection, ChannelError.ioOnClosedChannel: true
        default: false
        }
    }
}
