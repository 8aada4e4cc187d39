import Glibc
import QuireModel

/// A definition file's bytes.
enum YAMLFile {
    static func bytes(at path: String, as file: String) throws(DiagnosticError) -> [UInt8] {
        // Without O_NONBLOCK a named pipe that nobody writes to would hold the reader up for good.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw DiagnosticError(unreadable(file, errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw DiagnosticError(unreadable(file, errno)) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw DiagnosticError(unreadable(file, EISDIR))
        default: throw DiagnosticError(Diagnostic(.error, "unreadable-file", "'\(file)' is not a plain file", at: nil))
        }
        guard status.st_size <= YAMLReader.maxBytes else { throw DiagnosticError(tooLarge(file)) }
        return try contents(of: descriptor, expecting: Int(status.st_size), as: file)
    }

    private static func contents(
        of descriptor: Int32, expecting size: Int, as file: String
    ) throws(DiagnosticError) -> [UInt8] {
        // One byte more than the limit shows that the file has grown past it since its size was asked.
        let capacity = min(size + 4096, YAMLReader.maxBytes + 1)
        var failure: Int32 = 0
        var bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            while count < capacity {
                let got = Glibc.read(descriptor, buffer.baseAddress! + count, capacity - count)
                if got == 0 { break }
                if got < 0 {
                    if errno == EINTR { continue }
                    failure = errno
                    break
                }
                count += got
            }
        }
        guard failure == 0 else { throw DiagnosticError(unreadable(file, failure)) }
        guard bytes.count <= YAMLReader.maxBytes else { throw DiagnosticError(tooLarge(file)) }
        if bytes.count > size { bytes.removeLast(bytes.count - size) }
        return bytes
    }

    static func tooLarge(_ file: String) -> Diagnostic {
        Diagnostic(
            .error, "limit", "the file is larger than 1 MiB", at: FilePosition(file: file, line: 1, column: 1),
            hint: "definitions are small; put data into a database or a csv file")
    }

    private static func unreadable(_ file: String, _ code: Int32) -> Diagnostic {
        let message =
            switch code {
            case ENOENT, ENOTDIR: "there is no file '\(file)'"
            case EISDIR: "'\(file)' is a folder, not a file"
            case EACCES, EPERM: "'\(file)' may not be read by this user"
            case ELOOP: "'\(file)' is a link that leads back to itself"
            default: "'\(file)' cannot be read: \(String(cString: strerror(code)))"
            }
        return Diagnostic(.error, "unreadable-file", message, at: nil)
    }
}
