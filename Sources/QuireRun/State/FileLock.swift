import Glibc

/// A file that one process at a time holds; however that ends, others can take it then.
final class FileLock: Sendable {
    private let path: String
    private let descriptor: Int32

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    /// The file cannot be made.
    struct Failure: Error {
        let reason = String(cString: strerror(errno))
    }

    /// - Parameter waits: until nobody else holds it.
    /// - Returns: nil where another process holds it.
    static func take(_ path: String, waits: Bool = false) throws(Failure) -> FileLock? {
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw Failure() }
            guard flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) == 0 else {
                close(descriptor)
                return nil
            }
            if isStill(descriptor, at: path) { return FileLock(path: path, descriptor: descriptor) }
            // Its last holder has taken the file away meanwhile.
            close(descriptor)
        }
    }

    private static func isStill(_ descriptor: Int32, at path: String) -> Bool {
        var held = stat()
        var there = stat()
        return fstat(descriptor, &held) == 0 && stat(path, &there) == 0 && held.st_ino == there.st_ino
    }

    /// Lets go, and takes the file away.
    func release() {
        unlink(path)
        close(descriptor)
    }
}
