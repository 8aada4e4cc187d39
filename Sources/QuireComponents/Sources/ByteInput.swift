import Glibc
import QuireModel

/// The bytes of a file or of standard input, unpacked where they are gzip, whatever the file is called. Used by one
/// thread.
final class ByteInput {
    private let file: DataFile
    private let descriptor: Int32
    private var gzip: GzipStream?
    /// Bytes that were looked at and not handed out.
    private var first: [UInt8] = []

    init(_ file: DataFile) throws {
        self.file = file
        if let path = file.path {
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw ByteInput.failure(file, errno) }
            var status = stat()
            if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                Glibc.close(descriptor)
                throw ByteInput.failure(file, EISDIR)
            }
        } else {
            descriptor = STDIN_FILENO
        }
        try look()
    }

    deinit {
        if file.path != nil { close(descriptor) }
    }

    /// Looks at the first bytes: they tell what is packed, and what is no text at all.
    private func look() throws {
        var bytes = [UInt8](repeating: 0, count: 6)
        var count = 0
        try bytes.withUnsafeMutableBytes { bytes in
            while count < bytes.count {
                let more = try readRaw(into: UnsafeMutableRawBufferPointer(rebasing: bytes[count...]))
                if more == 0 { break }
                count += more
            }
        }
        first = Array(bytes[..<count])
        if first.starts(with: GzipStream.mark) {
            gzip = first.withUnsafeBytes { GzipStream(file.name, first: $0) }
            first = []
        } else if let kind = Self.kinds.first(where: { first.starts(with: $0.mark) }) {
            throw RunFailure("\(file.name) is \(kind.name), which is no text", hint: kind.hint)
        }
    }

    /// What is taken for text by mistake.
    private static let kinds: [(mark: [UInt8], name: String, hint: String)] = [
        ([0x50, 0x4B, 3, 4], "a workbook or another zip file", "save it as csv, or unpack it first"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook", "save it as csv"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "packed with xz", "unpack it first, or pack it with gzip"),
        ([0x28, 0xB5, 0x2F, 0xFD], "packed with zstd", "unpack it first, or pack it with gzip"),
        ([0x42, 0x5A, 0x68, 0x39, 0x31, 0x41], "packed with bzip2", "unpack it first, or pack it with gzip"),
    ]

    /// - Returns: how many bytes came; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if let gzip { return try gzip.unpack(into: buffer) { try readRaw(into: $0) } }
        guard first.isEmpty else {
            let count = min(buffer.count, first.count)
            buffer.copyBytes(from: first[..<count])
            first.removeFirst(count)
            return count
        }
        return try readRaw(into: buffer)
    }

    private func readRaw(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            if file.path == nil { try waitForInput() }
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR && errno != EAGAIN { throw ByteInput.failure(file, errno) }
        }
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
