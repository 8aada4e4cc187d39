import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// A file that appears under its name complete, or not at all: it is made unseen beside its place, or in a folder for
/// unfinished files.
package final class OutputFile: Sendable {
    package let path: String
    /// Where the unfinished file and what is needed to make it lie.
    package let workFolder: String
    package let descriptor: Int32
    private let manner: UnfinishedFile.Manner
    /// What to do where the disk is full.
    private let remedy: String
    /// The one that goes to the file's place last; nil once the file is published or discarded.
    private let unfinished: Mutex<[UnfinishedFile]?>

    /// - Parameters:
    ///   - manner: how the unfinished file is kept from sight.
    ///   - remedy: what to do where the disk is full.
    /// - Throws: `RunFailure` where the file cannot be made there.
    package init(
        path: String, temporaryFolder: String?, manner: UnfinishedFile.Manner = .unnamed,
        whenFull remedy: String = OutputFile.moreRoom
    ) throws {
        self.path = path
        self.manner = manner
        self.remedy = remedy
        let folder = OutputFile.folder(of: path)
        try OutputFile.checkFolder(folder)
        try OutputFile.checkTarget(path)
        workFolder = temporaryFolder ?? folder
        if workFolder != folder {
            try OutputFile.checkFolder(workFolder)
            guard access(folder, W_OK | X_OK) == 0 else { throw OutputFile.failure(errno, making: path, in: folder) }
        }
        let made = try UnfinishedFile(in: workFolder, for: path, manner: manner)
        descriptor = made.descriptor
        unfinished = Mutex([made])
    }

    deinit {
        discard()
        close(descriptor)
    }

    /// A name under which a C library can open the unfinished file, even where it has been discarded meanwhile.
    package var openPath: String {
        let path = UnfinishedFile.processPath(of: descriptor)
        return access(path, W_OK) == 0 ? path : unfinished.withLock { $0?.first?.hiddenPath } ?? path
    }

    package var size: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// - Throws: `RunFailure`; a full disk names the folder and what was needed.
    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw OutputFile.failure(
                    errno, making: path, in: workFolder, needed: size + rest.count, whenFull: remedy)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Puts the file in its place.
    ///
    /// - Throws: `RunFailure`, or `CancellationError` where it was discarded before.
    package func publish() throws {
        let folder = OutputFile.folder(of: path)
        guard fsync(descriptor) == 0 else {
            throw OutputFile.failure(errno, making: path, in: workFolder, needed: size, whenFull: remedy)
        }
        if try !place() {
            let beside = try UnfinishedFile(in: folder, for: path, manner: manner)
            defer { close(beside.descriptor) }
            try copy(into: beside, in: folder)
            _ = try place()
        }
        // So that the name, too, is there after a crash.
        let opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if opened >= 0 {
            _ = fsync(opened)
            close(opened)
        }
    }

    /// Removes the unfinished file; after `publish` it does nothing. Never waits.
    package func discard() {
        let files = unfinished.withLock { files in
            defer { files = nil }
            return files
        }
        for file in files ?? [] { file.discard() }
    }

    /// With the lock held, so that a file is either discarded or published.
    ///
    /// - Returns: false where the unfinished file lies on another file system.
    private func place() throws -> Bool {
        try unfinished.withLock { files in
            guard let made = files, let last = made.last else { throw CancellationError() }
            guard try last.publish(as: path) else { return false }
            for file in made.dropLast() { file.discard() }
            files = nil
            return true
        }
    }

    /// A file cannot go to its place from another file system; a copy beside its place can.
    private func copy(into beside: UnfinishedFile, in folder: String) throws {
        let copy = beside.descriptor
        let isWanted = unfinished.withLock { files in
            files?.append(beside)
            return files != nil
        }
        guard isWanted else {
            beside.discard()
            throw CancellationError()
        }
        var offset: off_t = 0
        let size = self.size
        while offset < size {
            let sent = sendfile(copy, descriptor, &offset, min(size - Int(offset), 1 << 30))
            if sent < 0, errno == EINTR { continue }
            guard sent > 0 else { throw OutputFile.failure(errno, making: path, in: folder, needed: size) }
        }
        guard fsync(copy) == 0 else { throw OutputFile.failure(errno, making: path, in: folder, needed: size) }
    }
}

extension OutputFile {
    package static let moreRoom = "make room there, or set 'tmp' in quire.yaml to a folder with more room"

    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func checkFolder(_ folder: String) throws {
        var status = stat()
        guard stat(folder, &status) == 0 else {
            throw RunFailure("there is no folder '\(folder)' to write to", hint: "make the folder, or choose another")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw RunFailure("'\(folder)' is not a folder") }
    }

    private static func checkTarget(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFDIR { throw RunFailure("'\(path)' is a folder, not a file") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw RunFailure("'\(path)' is not a regular file", hint: "write csv to standard output with '-'")
        }
    }

    /// What a failed system call means for who wanted the file.
    ///
    /// - Parameters:
    ///   - needed: bytes that were needed in the folder, as far as is known.
    ///   - remedy: what to do where the disk is full.
    package static func failure(
        _ code: Int32, making path: String, in folder: String, needed: Int? = nil,
        whenFull remedy: String = moreRoom
    ) -> RunFailure {
        switch code {
        case ENOSPC, EDQUOT:
            RunFailure(
                "the disk is full: '\(path)' could not be made in the folder '\(folder)'"
                    + (needed.map { ", where it needed at least \(FileSize.text($0))" } ?? ""),
                hint: remedy)
        case EACCES, EPERM, EROFS:
            RunFailure("the folder '\(folder)' cannot be written to: \(String(cString: strerror(code)))")
        default:
            RunFailure("'\(path)' could not be made in the folder '\(folder)': \(String(cString: strerror(code)))")
        }
    }
}

package enum FileSize {
    package static func text(_ bytes: Int) -> String {
        if bytes < 1 << 20 { return "\((bytes + 1023) >> 10) KiB" }
        let tenths = (bytes * 10 + (1 << 20) - 1) >> 20
        return "\(tenths / 10).\(tenths % 10) MiB"
    }
}
