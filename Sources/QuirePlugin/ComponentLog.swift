import Glibc

/// Where a component says, a line at a time, what is neither an answer nor an error. The lines are fit to be shown:
/// there are no secrets in them, and nothing that a terminal obeys.
public typealias ComponentLog = @Sendable (String) -> Void

/// Lines on standard error, for who has no better place for them.
public enum StandardErrorLog {
    public static let write: ComponentLog = { line in
        var rest = Array((line + "\n").utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}
