import FoundationEssentials
import Glibc
package import QuireModel

/// A project's folder: which reports and services it has, by name. The name of a thing is its file's path without
/// `.yaml`.
package struct ProjectFolder: Sendable {
    /// As the user gave it, for messages.
    package let shown: String
    /// Absolute.
    package let path: String

    /// - Throws: where there is no such folder.
    package init(_ shown: String) throws(DiagnosticError) {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: shown, isDirectory: &isFolder), isFolder else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "unknown-project", "there is no project folder '\(shown)'", at: nil,
                    hint: "name it with --project or QUIRE_PROJECT; `quire init` writes a new one"))
        }
        guard FileManager.default.isReadableFile(atPath: shown) else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "unknown-project", "the project folder '\(shown)' may not be read by this user", at: nil,
                    hint: "have it made readable, or name another with --project or QUIRE_PROJECT"))
        }
        self.shown = shown.count > 1 && shown.hasSuffix("/") ? String(shown.dropLast()) : shown
        path = shown.hasPrefix("/") ? self.shown : FileManager.default.currentDirectoryPath + "/" + self.shown
    }

    /// Names of all reports, in order.
    package var reports: [String] {
        names(below: "").filter { !$0.hasPrefix("services/") && $0 != "quire" && !$0.hasSuffix(Self.testEnding) }
    }

    /// Names of all reports that a file of tests is for, in order, be they there or not.
    package var testedReports: [String] {
        names(below: "").filter { !$0.hasPrefix("services/") && $0.hasSuffix(Self.testEnding) }
            .map { String($0.dropLast(Self.testEnding.count)) }
    }

    private static let testEnding = ".test"

    /// Tells one state of the definitions from another: when each file was last written, and how long it is.
    ///
    /// - Parameter includesReports: not only what reports share, `quire.yaml` and the services.
    package func fingerprint(includesReports: Bool) -> [String: FileVersion] {
        let names = Self.files(in: path, prefix: "").filter { name in
            name.hasSuffix(".yaml") && (includesReports || name == "quire.yaml" || name.hasPrefix("services/"))
        }
        return Dictionary(uniqueKeysWithValues: names.map { ($0, FileVersion(path + "/" + $0)) })
    }

    /// Names of all services, in order.
    package var services: [String] { names(below: "services") }

    private func names(below folder: String) -> [String] {
        let root = folder.isEmpty ? path : path + "/" + folder
        return Self.files(in: root, prefix: "")
            .filter { $0.hasSuffix(".yaml") && !isFolder(root + "/" + $0) }
            .map { String($0.dropLast(".yaml".count)) }
            .sorted()
    }

    private func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    /// Whether a name is there directly in the folder, also as a link that leads nowhere.
    func has(_ name: String) -> Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: path))?.contains(name) == true
    }

    /// Paths of all files, hidden ones left out, also those in folders. A folder that may not be read has none.
    private static func files(in folder: String, prefix: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { !$0.hasPrefix(".") }.flatMap { name in
            let path = folder + "/" + name
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            // A link to a folder is none, so that links cannot lead in circles.
            guard attributes?[.type] as? FileAttributeType == .typeDirectory else { return [prefix + name] }
            return files(in: path, prefix: prefix + name + "/")
        }
    }

    /// The path of a file of the project, to be read and to be shown.
    package func place(of file: String) -> (path: String, shown: String) { (path + "/" + file, shown + "/" + file) }
}

/// What changes with every change of a file.
package struct FileVersion: Sendable, Hashable {
    private var file: UInt64 = 0
    private var bytes: Int = 0
    private var seconds = 0
    private var nanoseconds = 0

    /// All zero where there is no such file.
    init(_ path: String) {
        var found = stat()
        guard stat(path, &found) == 0 else { return }
        file = UInt64(found.st_ino)
        bytes = Int(found.st_size)
        seconds = found.st_mtim.tv_sec
        nanoseconds = found.st_mtim.tv_nsec
    }
}
