import FoundationEssentials
import Glibc
package import QuireModel

/// Where the state is: runs, their journals, the cache.
package struct StateFolder: Sendable {
    package let path: String

    /// Makes the folder where it is not there, closed to others, and has git ignore it. One that was there with something in
    /// it stays as it is: what else is in there may be meant for others, and for git.
    ///
    /// - Parameter path: absolute.
    /// - Throws: where it cannot be made or written.
    package init(_ path: String) throws(DiagnosticError) {
        self.path = path
        let journals = path + "/journals"
        guard !FileManager.default.fileExists(atPath: journals) else {
            guard FileManager.default.isWritableFile(atPath: path) else {
                throw Self.problem(path, String(cString: strerror(EACCES)))
            }
            return
        }
        do {
            let onlyOwner: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
            let others = try? FileManager.default.contentsOfDirectory(atPath: path).filter { $0 != ".gitignore" }
            if others?.isEmpty ?? true {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true, attributes: onlyOwner)
                chmod(path, 0o700)
                let ignored = path + "/.gitignore"
                if FileManager.default.contents(atPath: ignored)?.isEmpty ?? true {
                    try Data("*\n".utf8).write(to: URL(filePath: ignored))
                }
            }
            // The last to be made: with it the folder is complete.
            try FileManager.default.createDirectory(
                atPath: journals, withIntermediateDirectories: true, attributes: onlyOwner)
        } catch {
            throw Self.problem(path, (error as? CocoaError).map(Self.reason) ?? "\(error)")
        }
    }

    private static func reason(_ error: CocoaError) -> String {
        switch error.code {
        case .fileWriteNoPermission: String(cString: strerror(EACCES))
        case .fileWriteOutOfSpace: String(cString: strerror(ENOSPC))
        case .fileWriteVolumeReadOnly: String(cString: strerror(EROFS))
        default: String(cString: strerror(errno))
        }
    }

    static func problem(
        _ path: String, _ reason: String, hint: String = "name another with --state or QUIRE_STATE"
    ) -> DiagnosticError {
        DiagnosticError(
            Diagnostic(
                .error, "state", "the state folder '\(path)' cannot be used: \(reason)", at: nil,
                hint: hint))
    }

    var database: String { path + "/state.db" }

    /// Held while the database is opened: two processes must not set it up at once.
    var openingLock: String { path + "/opening.lock" }

    func journal(of run: String) -> String { "\(path)/journals/\(run).db" }

    /// Held by the process that does the run.
    func lock(of run: String) -> String { "\(path)/journals/\(run).lock" }

    /// Where a server keeps what runs make.
    package var files: String { path + "/files" }

    /// Makes the folder for the files of a run that a server does.
    ///
    /// - Returns: its path.
    package func makeFileFolder(of run: String) throws(DiagnosticError) -> String {
        let folder = files + "/" + run
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Self.problem(folder, (error as? CocoaError).map(Self.reason) ?? "\(error)")
        }
        return folder
    }

    /// Removes the files that a server keeps of a run.
    package func removeFiles(of run: String) { try? FileManager.default.removeItem(atPath: files + "/" + run) }

    /// Takes a run in hand.
    ///
    /// - Throws: where another process has it in hand, or the lock cannot be made.
    func takeLock(of run: String) throws(DiagnosticError) -> FileLock {
        do throws(FileLock.Failure) {
            if let lock = try FileLock.take(lock(of: run)) { return lock }
        } catch {
            throw Self.problem(path, "its folder 'journals': \(error.reason)")
        }
        throw DiagnosticError(
            Diagnostic(.error, "under-way", "the run '\(run)' is under way in another process", at: nil))
    }

    func removeJournal(of run: String) { RunJournal.remove(journal(of: run)) }
}
