import Glibc

/// What the benchmark says.
enum Output {
    /// Results, to standard output.
    static func print(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// What goes on, to standard error.
    static func say(_ text: String) { write(text, to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array((text + "\n").utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, written))
        }
    }
}
