import FoundationEssentials

/// A folder for the files of one measurement.
enum WorkFolder {
    /// Hands the path of a new folder to `body` and removes it however that ends.
    static func with<Result>(_ body: (String) throws -> Result) throws -> Result {
        let path = FileManager.default.temporaryDirectory.path + "/quire-benchmark-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }
}
