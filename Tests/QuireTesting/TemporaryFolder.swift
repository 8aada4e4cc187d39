import Glibc

/// A folder that is gone when the last that uses it is.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() {
        var template = Array("/tmp/quire-test-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            mkdtemp(buffer.baseAddress).map { String(cString: $0) } ?? ""
        }
        precondition(!path.isEmpty, "no temporary folder can be made")
    }

    deinit {
        nftw(path, { path, _, _, _ in remove(path) }, 16, FTW_DEPTH.rawValue | FTW_PHYS.rawValue)
    }

    /// Writes a file, with the folders it lies in.
    ///
    /// - Returns: its path.
    @discardableResult
    package func write(_ bytes: some Collection<UInt8>, to name: String) -> String {
        var folder = path
        for part in name.split(separator: "/").dropLast() {
            folder += "/" + part
            mkdir(folder, 0o700)
        }
        let file = fopen(path + "/" + name, "w")
        precondition(file != nil, "\(name) cannot be written")
        let bytes = Array(bytes)
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        return path + "/" + name
    }

    @discardableResult
    package func write(_ text: String, to name: String) -> String { write(text.utf8, to: name) }
}
