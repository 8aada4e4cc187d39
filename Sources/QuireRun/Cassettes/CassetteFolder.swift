import FoundationEssentials
package import QuireModel

/// Where cassettes lie: `SERVICE.ndjson` for each service, in folders where its name has some.
package struct CassetteFolder: Sendable {
    /// As the user gave it, for messages.
    let shown: String

    /// A folder to read from.
    ///
    /// - Throws: where there is none.
    package init(toRead shown: String) throws(DiagnosticError) {
        self.init(shown)
        guard isThere else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "unknown-cassettes", "there is no folder '\(shown)' of cassettes", at: nil,
                    hint: "`quire run REPORT --record \(shown)` makes it"))
        }
    }

    /// A folder to write to, which is made where it is not there.
    ///
    /// - Throws: where it cannot be written.
    package init(toWrite shown: String) throws(DiagnosticError) {
        self.init(shown)
        try? FileManager.default.createDirectory(atPath: self.shown, withIntermediateDirectories: true)
        guard isThere, FileManager.default.isWritableFile(atPath: self.shown) else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "unwritable-cassettes", "the folder '\(shown)' cannot be written", at: nil,
                    hint: "name another with --record"))
        }
    }

    private init(_ shown: String) {
        self.shown = shown.count > 1 && shown.hasSuffix("/") ? String(shown.dropLast()) : shown
    }

    private var isThere: Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: shown, isDirectory: &isFolder) && isFolder
    }

    func file(of service: String) -> String { "\(shown)/\(service).ndjson" }

    /// No service has a dot in its name.
    func file(of list: ListReference) -> String { "\(shown)/\(list.service).\(list.list).ndjson" }

    /// - Returns: nil where the service has none.
    /// - Throws: every line that is broken.
    func read(_ service: String) throws(DiagnosticError) -> Cassette? {
        let file = file(of: service)
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        guard let bytes = FileManager.default.contents(atPath: file),
            let text = String(validating: bytes, as: UTF8.self)
        else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "invalid-cassette", "'\(file)' cannot be read as UTF-8", at: nil,
                    hint: "remove it, and record it again with --record"))
        }
        return try Cassette(text, file: file)
    }

    /// Puts a cassette in the place of the one before, whole or not at all.
    func write(_ cassette: Cassette, of service: String) throws {
        let file = file(of: service)
        try makeFolder(of: file)
        let output = try OutputFile(path: file, temporaryFolder: nil)
        try Array(cassette.text.utf8).withUnsafeBytes { try output.write($0) }
        try output.publish()
    }

    func makeFolder(of file: String) throws(RunFailure) {
        let folder = OutputFile.folder(of: file)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw RunFailure("the folder '\(folder)' cannot be made", hint: "name another with --record")
        }
    }
}
