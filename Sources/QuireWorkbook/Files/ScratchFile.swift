import QuireModel

#if canImport(Glibc)
import Glibc
#endif

/// Bytes that wait on disk until they are put in their place, in a file without a name: it is gone with its process,
/// however that ends.
final class ScratchFile: Sendable {
    private let descriptor: Int32
    private let folder: String
    /// What is being made of it.
    private let path: String

    /// - Throws: `RunFailure` where no file can be made there.
    init(in folder: String, for path: String) throws {
        self.folder = folder
        self.path = path
        var opened = open(folder, Self.withoutName | O_RDWR | O_CLOEXEC, 0o600)
        if opened < 0 {
            // Not every file system has files without a name from the start.
            let name = folder + "/.quire-" + String(UInt64.random(in: .min ... .max), radix: 36) + ".tmp"
            opened = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard opened >= 0 else { throw OutputFile.failure(errno, making: path, in: folder) }
            unlink(name)
        }
        descriptor = opened
    }

    /// `O_TMPFILE`, which Swift does not import.
    private static let withoutName = 0o20000000 | O_DIRECTORY

    deinit { close(descriptor) }

    /// Adds bytes at the end.
    func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    throw OutputFile.failure(errno, making: path, in: folder, needed: size + rest.count)
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }

    private var size: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Hands a part of it on, in pieces.
    func copy(_ range: Range<Int>, to target: ByteTarget) throws {
        var offset = range.lowerBound
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { buffer.deallocate() }
        while offset < range.upperBound {
            let count = pread(
                descriptor, buffer.baseAddress, min(buffer.count, range.upperBound - offset), off_t(offset))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw OutputFile.failure(count < 0 ? errno : EIO, making: path, in: folder) }
            try target.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += count
        }
    }
}
