import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// Bytes that wait on disk, in a file without a name: it is gone with its process, however that ends. Written by one
/// thread at a time.
package final class WorkFile: Sendable {
    /// What a failed system call means for who needs the file.
    ///
    /// - Parameters:
    ///   - code: `errno`; `EIO` where bytes could not be read back.
    ///   - needed: bytes that were needed in the folder, as far as is known.
    package typealias MakeFailure = @Sendable (_ code: Int32, _ needed: Int?) -> RunFailure

    private let descriptor: Int32
    private let makeFailure: MakeFailure
    private let end = Mutex(0)

    /// - Parameter folder: where there is room.
    package init(in folder: String, _ makeFailure: @escaping MakeFailure) throws(RunFailure) {
        self.makeFailure = makeFailure
        if let opened = WorkFile.openUnnamed(in: folder, mode: 0o600) {
            descriptor = opened
            return
        }
        guard let hidden = HiddenFile(in: folder, ending: ".tmp") else { throw makeFailure(errno, nil) }
        unlink(hidden.path)
        descriptor = hidden.descriptor
    }

    deinit { close(descriptor) }

    /// - Returns: nil where the file system has no files without names from the start; `errno` says why.
    static func openUnnamed(in folder: String, mode: mode_t) -> Int32? {
        // `O_TMPFILE`, a macro that Swift does not see.
        let withoutName: Int32 = 0o20_000_000 | O_DIRECTORY
        let opened = open(folder, withoutName | O_RDWR | O_CLOEXEC, mode)
        return opened >= 0 ? opened : nil
    }

    /// In bytes.
    package var size: Int { end.withLock { $0 } }

    package func append(_ bytes: UnsafeRawBufferPointer) throws(RunFailure) {
        var rest = bytes
        while !rest.isEmpty {
            let written = pwrite(descriptor, rest.baseAddress, rest.count, off_t(size))
            if written < 0 {
                if errno == EINTR { continue }
                throw makeFailure(errno, size + rest.count)
            }
            end.withLock { $0 += written }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Fills the space from `offset` on, which must not reach past the end.
    package func read(at offset: Int, into space: UnsafeMutableRawBufferPointer) throws(RunFailure) {
        var done = 0
        while done < space.count {
            let count = pread(
                descriptor, space.baseAddress?.advanced(by: done), space.count - done, off_t(offset + done))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw makeFailure(count < 0 ? errno : EIO, nil) }
            done += count
        }
    }
}
