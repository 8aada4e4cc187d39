/// Who talks to a process: gives it what is to be written, takes what it says, and decides when it is to end.
protocol Correspondent: Sendable {
    /// Hands over, one after the other, what is to be written, until there is nothing more or `send` says so.
    ///
    /// - Parameter send: returns false where nothing more can be written.
    func writing(_ send: ([UInt8]) async -> Bool) async
    /// Takes a line that was read.
    ///
    /// - Throws: where the process must not go on after it.
    func take(_ line: UnsafeRawBufferPointer) throws(ProtocolViolation)
    /// Asks for the end of the process; the first reason counts.
    func end(_ ending: ProcessEnding)
    /// Waits for a reason to end the process.
    func ending() async -> ProcessEnding
    /// Says good-bye: after that nothing more is written.
    func close()
    /// Nothing can be written any more.
    func stopWriting()
}

/// Why a process is to end.
enum ProcessEnding: Sendable, Equatable {
    case outputEnded
    case inputClosed
    case violation(String)
    /// It did not answer `initialize` in time, or not as wanted.
    case unfit
    /// It is not needed any more.
    case closing
    case cancelled
}
