import Foundation
import QuireModel
import QuireTesting
import Testing

/// What others wrote is shown, and does not command the terminal.
@Suite struct TerminalTests {
    private static let report = """
        title: "Sh\\e[31mare"
        description: "a\\x9bb\\u202ec"
        source: { file: data/rows.csv }
        columns: [sn, amount]
        """

    /// Fields and values with an escape, a control of eight bits, one that turns the direction, and a bell.
    private static let rows = "sn,amount\n\u{1B}[2JC1,\u{9B}2J\u{202E}9\u{7}\n"

    @Test(
        "Control characters of definitions and data do not reach the terminal",
        arguments: [
            ["list"], ["show", "share"], ["preview", "share"], ["check", "wrong"], ["run", "wrong"],
            ["run", "share", "-o", "a\u{1B}[31m.csv"], ["run", "share", "sn\u{1B}[2J"],
        ])
    func controls(_ arguments: [String]) async throws {
        let wrong = Self.report.replacing("amount", with: "\"amo\\e[2Junt\"")
        let project = Project(["share.yaml": Self.report, "wrong.yaml": wrong, "data/rows.csv": Self.rows])
        let outcome = try await project.quire(arguments)
        #expect(!outcome.said.isEmpty)
        let commands = outcome.said.unicodeScalars.filter { $0.commandsTerminal && $0 != "\n" }
        #expect(commands.isEmpty, "\(outcome.said.debugDescription)")
    }

    @Test("What is said goes into no file where the standard streams are closed")
    func closedStreams() async throws {
        let project = Project(report: TerminalTests.report, rows: "sn,amount\nC1,1\n")
        let program = Program("quire")
        var start = Program.Start(
            ["run", "share", "-o", "out.csv", "--summary", "json", "-v"], in: project.folder.path)
        start.closesStreams = true
        #expect(try await program.run(start).exitCode == 0)
        #expect(try project.lines("out.csv") == ["Sn,Amount", "C1,1"])
        start.arguments = ["run", "share", "-o", "-", "--format", "csv"]
        #expect(try await program.run(start).exitCode == 1)
    }
}
