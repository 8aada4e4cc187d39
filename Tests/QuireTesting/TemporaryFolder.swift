import FoundationEssentials

/// A folder that is gone when the last that uses it is.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() {
        path = FileManager.default.temporaryDirectory.appending(path: "quire-test-\(UUID().uuidString)").path
        write("", to: "")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file, with the folders it lies in.
    ///
    /// - Returns: its path.
    @discardableResult
    package func write(_ bytes: some Collection<UInt8>, to name: String) -> String {
        let file = path + "/" + name
        do {
            let folder = String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)])
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            if !name.isEmpty { try Data(bytes).write(to: URL(filePath: file)) }
        } catch {
            preconditionFailure("\(name) cannot be written: \(error)")
        }
        return file
    }

    @discardableResult
    package func write(_ text: String, to name: String) -> String { write(text.utf8, to: name) }
}
