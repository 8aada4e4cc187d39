import Foundation
import Testing

@testable import QuireSamples

/// The program carries the files of `reports/` with it.
@Suite struct SampleFilesTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test("the samples in the program are the files of reports/")
    func samplesAreCurrent() throws {
        let rendered = try Self.render()
        let file = Self.root.appending(path: "Sources/QuireSamples/SampleFiles.swift")
        if ProcessInfo.processInfo.environment["QUIRE_RENEW"] == "1" {
            try rendered.write(to: file, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(written == rendered, "renew it: QUIRE_RENEW=1 swift test --filter samplesAreCurrent")
    }

    @Test("init writes every file as it is in reports/, and never into a folder in use")
    func initWritesEveryFile() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "samples-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try SampleProject.write(to: folder)
        for file in SampleFiles.all {
            let original = try Data(contentsOf: Self.root.appending(path: "reports/\(file.path)"))
            #expect(try Data(contentsOf: URL(filePath: "\(folder)/\(file.path)")) == original)
        }
        #expect(throws: (any Error).self) { try SampleProject.write(to: folder) }
    }

    private static func render() throws -> String {
        let folder = root.appending(path: "reports").path
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { path in
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
            return isThere && !isFolder.boolValue && !path.hasPrefix(".") && !path.contains("/.")
        }
        var text = """
            // swift-format-ignore-file
            // Made from the files of reports/: QUIRE_RENEW=1 swift test --filter samplesAreCurrent

            enum SampleFiles {
                static let all = [

            """
        for path in paths.sorted() {
            let data = try Data(contentsOf: URL(filePath: "\(folder)/\(path)"))
            if let content = String(data: data, encoding: .utf8), !content.contains("\0") {
                text += "        SampleFile(\"\(path)\", text: #\"\"\"\n\(content)\n\"\"\"#),\n"
            } else {
                let base64 = lines(of: data.base64EncodedString(), length: 400)
                text += "        SampleFile(\"\(path)\", base64: \"\"\"\n\(base64)\n\"\"\"),\n"
            }
        }
        return text + "    ]\n}\n"
    }

    private static func lines(of text: String, length: Int) -> String {
        stride(from: 0, to: text.utf8.count, by: length)
            .map { String(decoding: text.utf8.dropFirst($0).prefix(length), as: UTF8.self) }
            .joined(separator: "\n")
    }
}
