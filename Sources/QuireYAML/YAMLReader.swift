package import QuireModel

/// Reads YAML into nodes that know their place: plain scalars by YAML 1.2's core schema, aliases and merges resolved.
///
/// An empty file is a null node at its first line. Nodes from an alias or a merge stand where they are written.
package enum YAMLReader {
    /// The most a file may hold, in bytes.
    package static let maxBytes = 1 << 20
    /// The most lists and mappings inside each other, aliases included.
    package static let maxLevels = 64
    /// The most nodes in a file, aliases counted as often as they are used.
    package static let maxNodes = 100_000

    /// - Parameter file: the name that positions and messages show.
    /// - Throws: every problem in the text, up to the first that leaves the rest unreadable.
    package static func read(_ bytes: [UInt8], file: String) throws(DiagnosticError) -> Node {
        try bytes.withUnsafeBytes { buffer in
            Result { () throws(DiagnosticError) in try read(buffer, file: file) }
        }.get()
    }

    /// As `read(_:file:)` of an array.
    package static func read(_ bytes: UnsafeRawBufferPointer, file: String) throws(DiagnosticError) -> Node {
        let (node, problems) = try readAll(bytes, file: file)
        guard problems.isEmpty else { throw DiagnosticError(problems) }
        return node
    }

    /// As `read(_:file:)`, but what is wrong in one place, such as a repeated key, does not hide the rest.
    ///
    /// - Throws: what leaves the rest unreadable, with all that was wrong before.
    private static func readAll(
        _ bytes: UnsafeRawBufferPointer, file: String, allowsListKeys: Bool = false
    ) throws(DiagnosticError) -> (node: Node, problems: [Diagnostic]) {
        guard bytes.count <= maxBytes else { throw DiagnosticError(YAMLFile.tooLarge(file)) }
        let source = try SourceText(bytes, file: file)
        var builder = NodeBuilder(source: source, allowsListKeys: allowsListKeys)
        guard !source.bytes.isEmpty else { return builder.finish() }
        let reader = EventReader(source)
        while let event = try reader.next() {
            try builder.take(event)
        }
        return builder.finish()
    }

    /// Reads a file from disk, never more of it than `maxBytes`.
    ///
    /// - Parameters:
    ///   - path: where the file is.
    ///   - file: the name that positions and messages show.
    package static func readFile(at path: String, as file: String) throws(DiagnosticError) -> Node {
        try read(YAMLFile.bytes(at: path, as: file), file: file)
    }

    /// As `readFile(at:as:)`, but what is wrong in one place, such as a repeated key, does not hide the rest.
    ///
    /// - Parameter allowsListKeys: whether a list of plain values may be a key, as in `[USD, 2026-01-02]: …`.
    /// - Throws: what leaves the rest unreadable, with all that was wrong before.
    package static func readAllOfFile(
        at path: String, as file: String, allowsListKeys: Bool = false
    ) throws(DiagnosticError) -> (node: Node, problems: [Diagnostic]) {
        try YAMLFile.bytes(at: path, as: file).withUnsafeBytes { buffer in
            Result { () throws(DiagnosticError) in
                try readAll(buffer, file: file, allowsListKeys: allowsListKeys)
            }
        }.get()
    }
}
