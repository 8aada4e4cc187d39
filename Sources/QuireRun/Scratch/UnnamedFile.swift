import Glibc
import QuireModel
import QuireWorkbook

/// A file for the work of one run that has no name, so that it is gone with the process, however that ends.
final class UnnamedFile {
    private let descriptor: Int32
    private let folder: String
    /// In bytes.
    private(set) var size = 0

    /// - Parameter folder: where there is room.
    init(in folder: String) throws(RunFailure) {
        self.folder = folder
        let opened = open(folder, Self.withoutName | O_RDWR | O_CLOEXEC, 0o600)
        descriptor = opened >= 0 ? opened : try Self.openAndUnlink(in: folder)
    }

    deinit { close(descriptor) }

    /// `O_TMPFILE`, a macro that Swift does not see.
    private static let withoutName: Int32 = 0o20_000_000 | O_DIRECTORY

    /// For file systems that make no file without a name.
    private static func openAndUnlink(in folder: String) throws(RunFailure) -> Int32 {
        let path = folder + "/.quire-\(UInt64.random(in: 0 ... .max)).tmp"
        let opened = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw .workFile(errno, in: folder) }
        unlink(path)
        return opened
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(RunFailure) {
        var rest = bytes
        while !rest.isEmpty {
            let written = pwrite(descriptor, rest.baseAddress, rest.count, off_t(size))
            if written < 0 {
                if errno == EINTR { continue }
                throw .workFile(errno, in: folder, needed: size + rest.count)
            }
            size += written
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Fills the space from `offset` on, which must not reach past the end.
    func read(at offset: Int, into space: UnsafeMutableRawBufferPointer) throws(RunFailure) {
        var done = 0
        while done < space.count {
            let count = pread(
                descriptor, space.baseAddress?.advanced(by: done), space.count - done, off_t(offset + done))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .workFile(count < 0 ? errno : EIO, in: folder) }
            done += count
        }
    }
}

extension RunFailure {
    /// What a failed system call on a work file means.
    ///
    /// - Parameter needed: bytes that were needed in the folder, as far as is known.
    static func workFile(_ code: Int32, in folder: String, needed: Int? = nil) -> RunFailure {
        switch code {
        case ENOSPC, EDQUOT:
            RunFailure(
                "the disk is full: rows that have to wait could not be kept in the folder '\(folder)'"
                    + (needed.map { ", where they needed at least \(ByteCount.text($0))" } ?? ""),
                hint: "make room there, or set 'tmp' in quire.yaml to a folder with more room")
        case EIO: RunFailure("rows that had to wait could not be read back in the folder '\(folder)'")
        default:
            RunFailure(
                "no work file can be made in the folder '\(folder)': \(String(cString: strerror(code)))",
                hint: "set 'tmp' in quire.yaml to another folder")
        }
    }
}
