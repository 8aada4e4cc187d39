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

    /// Runs a script in which `quire` is the program.
    private func script(_ text: String, in project: Project) throws -> [String] {
        let quire = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "quire").path
        let output = try ToolOutput.of(
            "/bin/bash",
            ["-c", "cd '\(project.folder.path)'; quire() { '\(quire)' \"$@\"; }; set -o pipefail; " + text])
        return String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
    }

    private static let plain =
        "title: Plain\nsource: { file: data/rows.csv, fields: { amount: integer } }\ncolumns: [sn, amount]\n"

    @Test(
        "whose reader leaves before the last row fails a run, in one line",
        arguments: [("csv", "Sn,Amount"), ("ndjson", #"{"sn":"C1","amount":100}"#), ("html", "<!DOCTYPE html>")])
    func leavesEarly(_ format: String, first: String) throws {
        // More rows than a pipe holds.
        let project = Project(report: Self.plain, rows: Project.rows(50_000))
        let lines = try script(
            "quire run share -o - --format \(format) 2>&1 | head -1; echo ${PIPESTATUS[0]}", in: project)
        #expect(lines == [first, "1"])
        let said = try script("{ quire run share -o - --format \(format) | head -1 >head; } 2>&1; true", in: project)
        #expect(said == ["error: standard output was closed before all rows were written"])
        let runs = try script("quire runs | grep -c cancelled", in: project)
        #expect(runs == ["2"])
    }
}
