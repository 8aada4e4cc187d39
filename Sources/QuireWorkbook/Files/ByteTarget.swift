import QuireModel

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

extension WorkFile {
    /// Hands a part of it on, in pieces.
    func copy(_ range: Range<Int>, to target: ByteTarget) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { buffer.deallocate() }
        for offset in stride(from: range.lowerBound, to: range.upperBound, by: buffer.count) {
            let piece = UnsafeMutableRawBufferPointer(
                rebasing: buffer[..<min(buffer.count, range.upperBound - offset)])
            try read(at: offset, into: piece)
            try target.write(UnsafeRawBufferPointer(piece))
        }
    }
}
