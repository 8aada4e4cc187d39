import FoundationEssentials

#if canImport(Glibc)
import Glibc
#endif

/// A work file under a hidden name, `.quire-….tmp`, that its process holds a lock on for as long as it lives.
package struct HiddenFile: Sendable {
    package let path: String
    package let descriptor: Int32

    /// The caller closes the descriptor, and with it gives the lock away.
    ///
    /// - Parameter ending: such as `.tmp`.
    /// - Returns: nil where the file cannot be made; `errno` says why.
    package init?(in folder: String, ending: String) {
        var descriptor: Int32 = -1
        let path = HiddenFile.freePath(in: folder, ending: ending) { path in
            descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { return false }
            flock(descriptor, LOCK_EX | LOCK_NB)
            if HiddenFile.isStill(path, descriptor) { return true }
            // Another run took it for a leftover in the moment before the lock.
            close(descriptor)
            errno = EEXIST
            return false
        }
        guard let path else { return nil }
        self.path = path
        self.descriptor = descriptor
    }

    /// - Parameter take: makes the file; false where it cannot, `errno` saying why.
    /// - Returns: the first path that could be taken.
    static func freePath(in folder: String, ending: String, _ take: (String) -> Bool) -> String? {
        for _ in 0..<100 {
            let path = folder + "/" + start + String(UInt64.random(in: .min ... .max), radix: 36) + ending
            if take(path) { return path }
            guard errno == EEXIST || errno == EINTR else { return nil }
        }
        return nil
    }

    /// Removes the hidden files of processes that are gone. Whatever is not Quire's own, or still in use, stays.
    package static func removeLeftovers(in folders: Set<String>) {
        for folder in folders {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where isHidden(name) {
                removeLeftover(folder + "/" + name)
            }
        }
    }

    private static func removeLeftover(_ path: String) {
        let descriptor = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
            return
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, isStill(path, descriptor) else { return }
        unlink(path)
    }

    private static let start = ".quire-"

    private static func isHidden(_ name: String) -> Bool {
        guard name.hasPrefix(start), let ending = [".tmp", ".db"].first(where: name.hasSuffix) else { return false }
        let middle = name.utf8.dropFirst(start.utf8.count).dropLast(ending.utf8.count)
        return (1...20).contains(middle.count)
            && middle.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
    }

    /// Whether a path is an open file's.
    private static func isStill(_ path: String, _ descriptor: Int32) -> Bool {
        var named = stat()
        var opened = stat()
        return lstat(path, &named) == 0 && fstat(descriptor, &opened) == 0 && named.st_ino == opened.st_ino
            && named.st_dev == opened.st_dev
    }
}
