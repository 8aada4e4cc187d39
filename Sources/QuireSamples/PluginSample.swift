import FoundationEssentials
import QuireModel

/// The sample project's plugin, as a start for one's own.
package enum PluginSample {
    private static let original = "rating"

    /// Writes `plugins/NAME.py` in a project.
    ///
    /// - Parameter shown: the project's folder as the user names it.
    /// - Returns: the file's path within the project.
    /// - Throws: where the name cannot be one, or there is such a file already.
    package static func write(
        _ name: String, to folder: String, shown: String
    ) throws -> String {
        guard let first = name.utf8.first, (97...122).contains(first),
            name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 95 })
        else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "invalid-name", "'\(name)' cannot be the name of a plugin", at: nil,
                    hint: "names are lower-case letters, digits and _, and begin with a letter"))
        }
        let path = "plugins/\(name).py"
        let text = String(decoding: source, as: UTF8.self).replacing("check \(original)", with: "check \(name)")
        do {
            try FileManager.default.createDirectory(
                atPath: folder + "/plugins", withIntermediateDirectories: true)
        } catch {
            throw RunFailure("the folder '\(shown)/plugins' cannot be made")
        }
        do {
            try Data(text.utf8).write(to: URL(filePath: folder + "/" + path), options: .withoutOverwriting)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/" + path)
        } catch let error as CocoaError where error.code == .fileWriteFileExists {
            throw DiagnosticError(
                Diagnostic(
                    .error, "file-exists", "there is a file '\(shown)/\(path)' already", at: nil,
                    hint: "give the plugin another name, or remove the file"))
        } catch {
            throw RunFailure("'\(shown)/\(path)' cannot be written")
        }
        return path
    }

    private static var source: [UInt8] {
        SampleFiles.all.first { $0.path == "plugins/\(original).py" }?.bytes ?? []
    }
}
