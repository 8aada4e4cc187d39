import Foundation
import QuireTesting
import Testing

@Suite("Standard output of a command")
struct StandardOutputTests {
    private let project = Project(rows: Project.rows(1))

    @Test(
        "that cannot be written is an error; a reader that has had enough is none",
        arguments: [("> /dev/full", "1"), ("| true", "0")])
    func failure(redirection: String, status: String) throws {
        let quire = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "quire").path
        let script =
            "set -o pipefail; '\(quire)' list --project '\(project.folder.path)/reports' \(redirection) 2>&1; echo $?"
        let output = try ToolOutput.of("/bin/bash", ["-c", script])
        #expect(String(decoding: output, as: UTF8.self).hasSuffix("\(status)\n"))
    }
}
