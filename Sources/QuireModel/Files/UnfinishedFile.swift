#if canImport(Glibc)
import Glibc
#endif

/// A file that nobody sees yet: without any name where the file system can do that, so that it is gone with its
/// process however that ends, and otherwise under a hidden name, which the next run removes if this one was killed.
package struct UnfinishedFile: Sendable {
    /// How a file is kept from sight.
    package enum Manner: Sendable {
        /// Without a name where that is possible.
        case unnamed
        case hidden
    }

    let descriptor: Int32
    /// Nil where it has no name.
    let hiddenPath: String?

    /// The caller closes the descriptor.
    ///
    /// - Parameter path: what the file is to become.
    /// - Throws: `RunFailure`
    init(in folder: String, for path: String, manner: Manner = .unnamed) throws {
        if manner == .unnamed, let descriptor = UnfinishedFile.openUnnamed(in: folder) {
            self.descriptor = descriptor
            hiddenPath = nil
        } else {
            guard let hidden = HiddenFile(in: folder, ending: ".tmp") else {
                throw OutputFile.failure(errno, making: path, in: folder)
            }
            descriptor = hidden.descriptor
            hiddenPath = hidden.path
        }
    }

    /// - Returns: nil where the file system has no files without names, or `/proc` is not there to name them later.
    private static func openUnnamed(in folder: String) -> Int32? {
        guard let descriptor = WorkFile.openUnnamed(in: folder, mode: 0o666) else { return nil }
        guard access(processPath(of: descriptor), W_OK) == 0 else {
            close(descriptor)
            return nil
        }
        // Held while it has a hidden name for a moment, on its way to its place.
        flock(descriptor, LOCK_EX | LOCK_NB)
        return descriptor
    }

    /// A name for an open file, wherever it lies.
    static func processPath(of descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

    /// Puts the file in its place, in one step where another is there.
    ///
    /// - Returns: false where its place is on another file system.
    /// - Throws: `RunFailure`
    func publish(as path: String) throws -> Bool {
        let folder = OutputFile.folder(of: path)
        if let hiddenPath {
            if rename(hiddenPath, path) == 0 { return true }
        } else {
            if link(to: path) { return true }
            if errno == EEXIST {
                // Only a name can take another's place.
                if let hidden = HiddenFile.freePath(in: folder, ending: ".tmp", { link(to: $0) }) {
                    if rename(hidden, path) == 0 { return true }
                    let code = errno
                    unlink(hidden)
                    throw OutputFile.failure(code, making: path, in: folder)
                }
            }
        }
        if errno == EXDEV { return false }
        throw OutputFile.failure(errno, making: path, in: folder)
    }

    private func link(to path: String) -> Bool {
        linkat(AT_FDCWD, UnfinishedFile.processPath(of: descriptor), AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0
    }

    func discard() { if let hiddenPath { unlink(hiddenPath) } }
}
