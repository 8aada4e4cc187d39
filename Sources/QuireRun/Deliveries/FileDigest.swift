import Crypto
import Glibc
import QuireModel

/// What tells whether a file is still the one it was.
struct FileDigest: Sendable, Hashable {
    /// In bytes.
    var size: Int
    /// In hexadecimal digits.
    var sha256: String

    /// Reads the file on a thread of its own.
    ///
    /// - Throws: `RunFailure` where it cannot be read.
    static func of(_ path: String) async throws(RunFailure) -> FileDigest { try await Reader().digest(of: path) }

    private actor Reader {
        private let thread = DedicatedThread(name: "digest")

        nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

        func digest(of path: String) throws(RunFailure) -> FileDigest {
            let file = open(path, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { throw Self.unreadable(path) }
            defer { close(file) }
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
            defer { buffer.deallocate() }
            var hash = SHA256()
            var size = 0
            while true {
                let count = read(file, buffer.baseAddress, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw Self.unreadable(path) }
                if count == 0 { break }
                size += count
                hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
            let digits = hash.finalize().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
            return FileDigest(size: size, sha256: digits.joined())
        }

        private static func unreadable(_ path: String) -> RunFailure {
            RunFailure("'\(path)' cannot be read: \(String(cString: strerror(errno)))")
        }
    }
}
