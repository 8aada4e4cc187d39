import FoundationEssentials
import Glibc
import QuireModel

/// The sample project that the program carries with it.
package enum SampleProject {
    /// Writes the project's files.
    ///
    /// - Throws: where the folder is there and not empty, or cannot be written.
    package static func write(to folder: String) throws {
        let files = FileManager.default
        var isFolder = false
        if files.fileExists(atPath: folder, isDirectory: &isFolder), !isFolder {
            throw DiagnosticError(
                Diagnostic(
                    .error, "folder-in-use", "'\(folder)' is a file", at: nil,
                    hint: "name a folder: `quire init my-reports`"))
        }
        if let content = try? files.contentsOfDirectory(atPath: folder), !content.isEmpty {
            throw DiagnosticError(
                Diagnostic(
                    .error, "folder-in-use", "the folder '\(folder)' is not empty", at: nil,
                    hint: "name another: `quire init my-reports`"))
        }
        do {
            for file in SampleFiles.all {
                let path = folder + "/" + file.path
                try files.createDirectory(
                    atPath: String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]),
                    withIntermediateDirectories: true)
                try Data(file.bytes).write(to: URL(filePath: path))
            }
        } catch {
            throw RunFailure(
                "the sample project cannot be written to '\(folder)': \(reason(of: error))",
                hint: "name a folder that this user may write to: `quire init my-reports`")
        }
    }

    private static func reason(of error: any Error) -> String {
        guard let problem = (error as? CocoaError)?.underlying as? POSIXError else {
            return "its folder cannot be written"
        }
        return String(cString: strerror(problem.code.rawValue))
    }

    /// Hands the path of a copy to `body` and removes it however that ends.
    package static func withTemporaryCopy<Result: Sendable>(
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.path + "/quire-samples-\(UInt64.random(in: 0 ... .max))"
        try write(to: folder)
        do {
            let result = try await body(folder)
            try? FileManager.default.removeItem(atPath: folder)
            return result
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
    }
}

/// One file of the sample project.
struct SampleFile {
    /// From the project folder on.
    var path: String
    var bytes: [UInt8]

    init(_ path: String, text: String) {
        self.path = path
        bytes = Array(text.utf8)
    }

    init(_ path: String, base64: String) {
        self.path = path
        bytes = Data(base64Encoded: base64, options: .ignoreUnknownCharacters).map(Array.init) ?? []
    }
}
