import FoundationEssentials

extension TemporaryFolder {
    package func file(_ name: String) -> String { path + "/" + name }

    /// Names of all that is in it, hidden files too, sorted.
    package var names: [String] { get throws { try TemporaryFolder.names(in: path) } }

    package static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    package func text(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }

    package func copy(_ path: String, to copy: String) throws {
        try FileManager.default.copyItem(atPath: path, toPath: copy)
    }

    /// Whether a file has a text somewhere in its bytes; one that is not there has none.
    package func holds(_ text: String, in path: String) throws -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return false }
        return try Data(contentsOf: URL(filePath: path)).firstRange(of: Data(text.utf8)) != nil
    }

    /// Nil where there is no such file.
    package static func permissions(of path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int
    }
}
