import Foundation
import QuireTesting
import QuireWorkbook

/// The parts of a workbook as they are in its file.
struct Parts {
    let names: [String]
    let warnings: [String]
    private let folder = TemporaryFolder()

    init(_ sample: Sample) async throws {
        let path = folder.file("out.xlsx")
        warnings = try await sample.write(to: path).warnings
        names = try Parts.unzip(["-Z1", path]).split(separator: "\n").map(String.init)
    }

    subscript(name: String) -> String { (try? Parts.unzip(["-p", folder.file("out.xlsx"), name])) ?? "" }

    private static func unzip(_ arguments: [String]) throws -> String {
        String(decoding: try ToolOutput.of("/usr/bin/unzip", arguments), as: UTF8.self)
    }
}
