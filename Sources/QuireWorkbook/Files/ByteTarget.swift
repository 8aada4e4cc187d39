/// Where the bytes of an output go.
enum ByteTarget: Sendable {
    case file(OutputFile)
    case standardOutput

    /// The path that stands for standard output.
    static let standardOutputPath = "-"

    /// - Throws: `RunFailure` where the file cannot be made there.
    init(path: String, temporaryFolder: String?) throws {
        self =
            path == Self.standardOutputPath
            ? .standardOutput : .file(try OutputFile(path: path, temporaryFolder: temporaryFolder))
    }

    func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        switch self {
        case .file(let file): try file.write(bytes)
        case .standardOutput: try StandardOutput.write(bytes)
        }
    }

    func publish() throws { if case .file(let file) = self { try file.publish() } }

    func discard() { if case .file(let file) = self { file.discard() } }
}
