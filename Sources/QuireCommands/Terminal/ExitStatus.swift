/// The exit codes of the program.
enum ExitStatus {
    static let done: Int32 = 0
    /// The run failed, or a check found an error.
    static let failed: Int32 = 1
    /// Wrong usage, unknown names, definitions with errors.
    static let usage: Int32 = 2
    /// The file is there, and some cells stand for failed lookups.
    static let partial: Int32 = 3
    /// A command that works until it is stopped was stopped: for it that is no failure.
    static let stopped: Int32 = -1
    /// 130 for SIGINT, 143 for SIGTERM.
    static func cancelled(by signal: Int32) -> Int32 { 128 + signal }
}
