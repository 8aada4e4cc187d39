import Foundation
import QuireTesting
import Testing

/// What people do with the web page, done in Chromium by `browser.py`, which has a function for each.
@Suite("The web page in a browser", .serialized)
struct BrowserTests {
    @Test("People can do what they come for", arguments: Scenario.allCases)
    func scenario(_ scenario: Scenario) async throws {
        let served = BrowsedProject(scenario.files)
        try await served.addUsers(scenario.users)
        if !scenario.brokenFiles.isEmpty {
            try await served.serve { _ in }
            for (name, text) in scenario.brokenFiles { served.project.folder.write(text, to: "reports/" + name) }
        }
        try await served.serve(answering: scenario.handler) { address in
            await #expect(throws: Never.self) {
                let outcome = try await Self.drive(scenario, through: address, served.project)
                #expect(outcome.exitCode == 0 && !outcome.isOverdue, "\(outcome.said)")
            }
        }
    }

    private static func drive(
        _ scenario: Scenario, through address: String, _ project: Project
    ) async throws -> Program.Outcome {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "browser.py").path
        let folder = TemporaryFolder()
        var start = Program.Start(
            [script, scenario.rawValue, address, folder.path, project.folder.file("reports")], in: folder.path)
        start.environment = [
            "HOME": folder.path, "TMPDIR": folder.path, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
        ]
        start.limit = .seconds(180)
        let outcome = try await Program(path: "/usr/bin/python3").run(start)
        withExtendedLifetime(folder) {}
        return outcome
    }
}
