import QuireModel

#if canImport(Glibc)
import Glibc
#endif

enum StandardOutput {
    /// - Throws: `CancellationError` where whoever reads it has gone, having had enough; `RunFailure` where the disk it
    ///   goes to is full.
    static func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(STDOUT_FILENO, rest.baseAddress, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                if errno == EPIPE { throw CancellationError() }
                throw RunFailure("standard output could not be written: \(String(cString: strerror(errno)))")
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }
}
