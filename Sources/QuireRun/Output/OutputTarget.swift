import FoundationEssentials
package import QuireDefinition
package import QuireModel

/// Where a run's file goes, and of what format it is.
package struct OutputTarget: Sendable, Hashable {
    /// Absolute; nil is standard output.
    package var path: String?
    package var format: OutputFormat
    package var warnings: [String] = []

    /// What stands for standard output where a path is given.
    static let standardOutput = "-"

    /// - Parameters:
    ///   - asked: what the user gave: a file, a folder, or `-`.
    ///   - format: what the user gave; wins over every ending.
    ///   - name: the file's name as the report says, with or without ending.
    ///   - folder: where relative paths begin, and where the file goes unless asked otherwise.
    /// - Throws: where the format and the place do not fit, or the place cannot be written.
    package init(
        asked: String?, format: OutputFormat?, reportFormat: OutputFormat?, name: String, in folder: String
    ) throws(DiagnosticError) {
        let fallback = format ?? reportFormat ?? FileName.ending(of: name).flatMap(OutputFormat.init(ending:)) ?? .xlsx
        guard asked != Self.standardOutput else {
            guard format != .xlsx else {
                throw Self.problem(
                    "an xlsx file cannot go to standard output",
                    hint: "name a file, or add --format csv, ndjson or html")
            }
            self.format = fallback == .xlsx ? .csv : fallback
            return
        }
        guard let asked, !Self.isFolder(asked, in: folder) else {
            self.format = fallback
            let place = asked.map { Self.absolute($0, in: folder) } ?? folder
            path = place + "/" + FileName.safe(name, as: fallback)
            try Self.checkFolder(place)
            return
        }
        let ending = FileName.ending(of: asked)
        let byEnding = ending.flatMap(OutputFormat.init(ending:))
        self.format = format ?? byEnding ?? fallback
        if let format, let byEnding, format != byEnding {
            warnings.append("--format \(format.rawValue) wins over the ending of '\(asked)'")
        }
        if format == nil, byEnding == nil, let ending {
            warnings.append("'\(ending)' is no format: '\(asked)' is written as \(self.format.rawValue)")
        }
        let path = Self.absolute(asked, in: folder)
        self.path = path
        try Self.checkFolder(FileName.folder(of: path))
    }

    private static func isFolder(_ path: String, in folder: String) -> Bool {
        var isFolder = false
        return path.hasSuffix("/")
            || (FileManager.default.fileExists(atPath: absolute(path, in: folder), isDirectory: &isFolder) && isFolder)
    }

    private static func absolute(_ path: String, in folder: String) -> String {
        let full = path.hasPrefix("/") ? path : folder + "/" + path
        return full.count > 1 && full.hasSuffix("/") ? String(full.dropLast()) : full
    }

    private static func checkFolder(_ path: String) throws(DiagnosticError) {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else {
            throw problem("there is no folder '\(path)' for the file", hint: "make it, or name another with -o")
        }
        guard FileManager.default.isWritableFile(atPath: path) else {
            throw problem("the folder '\(path)' cannot be written", hint: "name another with -o")
        }
    }

    private static func problem(_ message: String, hint: String) -> DiagnosticError {
        DiagnosticError(Diagnostic(.error, "invalid-output", message, at: nil, hint: hint))
    }
}
