import FoundationEssentials
import Glibc
package import QuireDefinition
package import QuireModel

/// A file that a person goes on with, as it is put into a project.
package struct StartingFile: Sendable {
    /// From the project folder on.
    package var path: String
    package var text: String
    /// Whoever may read it may run it.
    package var isProgram = false

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// To be asked before the work that fills the file.
    ///
    /// - Throws: `DiagnosticError` where there is something of this name.
    package static func checkFree(_ path: String, in project: ProjectFolder) throws(DiagnosticError) {
        var status = stat()
        if lstat(project.path + "/" + path, &status) == 0 { throw exists(project.shown + "/" + path) }
    }

    private static func exists(_ shown: String) -> DiagnosticError {
        DiagnosticError(
            Diagnostic(
                .error, "file-exists", "there is a file '\(shown)' already", at: nil,
                hint: "choose another name, or remove it first"))
    }

    /// Makes the file, and the folders on its way; never one that is there.
    ///
    /// - Returns: the path as the user knows it.
    /// - Throws: `DiagnosticError` where there is something of this name, `RunFailure` where it cannot be written.
    package func write(in project: ProjectFolder) throws -> String {
        let shown = project.shown + "/" + path
        try makeFolders(in: project)
        let descriptor = open(project.path + "/" + path, O_WRONLY | O_CREAT | O_EXCL, isProgram ? 0o777 : 0o666)
        if descriptor < 0, errno == EEXIST { throw Self.exists(shown) }
        guard descriptor >= 0 else { throw Self.unwritable(shown, errno) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else {
                let problem = errno
                close(descriptor)
                unlink(project.path + "/" + path)
                throw Self.unwritable(shown, problem)
            }
            rest = rest.dropFirst(written)
        }
        close(descriptor)
        return shown
    }

    private func makeFolders(in project: ProjectFolder) throws {
        var folder = ""
        for name in path.split(separator: "/").dropLast() {
            folder += "/" + name
            if mkdir(project.path + folder, 0o777) == 0 { continue }
            let problem = errno
            guard problem == EEXIST else { throw Self.unwritable(project.shown + folder, problem) }
            let attributes = try? FileManager.default.attributesOfItem(atPath: project.path + folder)
            guard attributes?[.type] as? FileAttributeType == .typeDirectory else {
                throw DiagnosticError(
                    Diagnostic(
                        .error, "file-exists", "'\(project.shown + folder)' is there and is no folder of the project",
                        at: nil, hint: "choose another name"))
            }
        }
    }

    private static func unwritable(_ shown: String, _ problem: Int32) -> RunFailure {
        RunFailure(
            "'\(shown)' cannot be written: \(String(cString: strerror(problem)))",
            hint: "have the folder made writable, or name another project with --project")
    }
}
