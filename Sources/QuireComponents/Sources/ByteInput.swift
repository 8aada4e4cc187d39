import CZlib
import Glibc
import QuireModel

/// The bytes of a file or of standard input, unpacked where its name ends in `.gz`. Used by one thread.
final class ByteInput {
    private let file: DataFile
    private let descriptor: Int32
    private var compressed: gzFile?

    init(_ file: DataFile) throws(RunFailure) {
        self.file = file
        guard let path = file.path else {
            descriptor = STDIN_FILENO
            return
        }
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ByteInput.failure(file, errno) }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            Glibc.close(descriptor)
            throw ByteInput.failure(file, EISDIR)
        }
        if file.isCompressed {
            compressed = gzdopen(descriptor, "rb")
            gzbuffer(compressed, 1 << 17)
        }
    }

    deinit {
        if let compressed {
            gzclose(compressed)
        } else if file.path != nil {
            close(descriptor)
        }
    }

    /// - Returns: how many bytes came; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if let compressed { return try unpack(compressed, into: buffer) }
        while true {
            if file.path == nil { try waitForInput() }
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR && errno != EAGAIN { throw ByteInput.failure(file, errno) }
        }
    }

    private func unpack(_ compressed: gzFile, into buffer: UnsafeMutableRawBufferPointer) throws(RunFailure) -> Int {
        let count = gzread(compressed, buffer.baseAddress, UInt32(clamping: buffer.count))
        var code: Int32 = Z_OK
        let message = gzerror(compressed, &code).map { String(cString: $0) } ?? ""
        if count < 0 || code == Z_BUF_ERROR {
            let reason = code == Z_BUF_ERROR ? "it ends too early" : message
            throw RunFailure("\(file.name) cannot be unpacked: \(reason)", hint: "the file is damaged or not complete")
        }
        return Int(count)
    }

    /// Whoever feeds standard input may take for ever; a cancelled run does not wait for it.
    private func waitForInput() throws {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&waiting, 1, 100) == 0 { try Task.checkCancellation() }
    }

    private static func failure(_ file: DataFile, _ code: Int32) -> RunFailure {
        switch code {
        case ENOENT, ENOTDIR:
            RunFailure("there is no file '\(file.name)'", hint: "it was looked for at \(file.path ?? "")")
        case EISDIR: RunFailure("'\(file.name)' is a folder, not a file")
        case EACCES, EPERM: RunFailure("'\(file.name)' may not be read by this user")
        default: RunFailure("'\(file.name)' cannot be read: \(String(cString: strerror(code)))")
        }
    }
}
