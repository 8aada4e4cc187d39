import Foundation
import QuireModel

/// The lines of a cassette, one after the other, so that a long one is never held whole.
struct CassetteLines {
    let file: String
    /// Of the line that came last, from 1.
    private(set) var number = 0
    private let bytes: Data
    private var offset = 0

    /// - Returns: nil where there is no such file.
    /// - Throws: where it cannot be read.
    init?(_ file: String) throws(DiagnosticError) {
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        guard let bytes = try? Data(contentsOf: URL(filePath: file), options: .mappedIfSafe) else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "invalid-cassette", "'\(file)' cannot be read", at: nil,
                    hint: "remove it, and record it again with --record"))
        }
        self.file = file
        self.bytes = bytes
    }

    var position: FilePosition { FilePosition(file: file, line: number, column: 1) }

    /// - Returns: nil after the last line; empty ones are passed over.
    /// - Throws: where the line is no JSON.
    mutating func next() throws(DiagnosticError) -> JSON? {
        while offset < bytes.count {
            let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let line = bytes[offset..<end]
            offset = end + 1
            number += 1
            if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\t") }) {
                continue
            }
            do throws(JSONError) {
                return try JSON.parse(Array(line))
            } catch {
                throw DiagnosticError(Cassette.problem("the line is no JSON: \(error)", at: position))
            }
        }
        return nil
    }
}
