import Foundation
import QuireTesting
import Testing

/// What people do with the web page, done in Chromium by `browser.py`, which has a function for each.
@Suite("The web page in a browser", .serialized)
struct BrowserTests {
    enum Scenario: String, CaseIterable, Sendable {
        case search, searchWithoutScript, wrongInput, preview, liveRun, cancelRun, download, schedule, signIn,
            hiddenReport, chinese, withoutScript, keyboard

        /// By name: those who have to sign in.
        var users: [String: String] {
            switch self {
            case .signIn, .hiddenReport: ["ann": "analyst", "fay": "analyst,finance"]
            default: [:]
            }
        }
    }

    @Test("People can do what they come for", arguments: Scenario.allCases)
    func scenario(_ scenario: Scenario) async throws {
        let served = BrowsedProject()
        try await served.addUsers(scenario.users)
        try await served.serve { address in
            await #expect(throws: Never.self) {
                let outcome = try await Self.drive(scenario, through: address)
                #expect(outcome.exitCode == 0 && !outcome.isOverdue, "\(outcome.said)")
            }
        }
    }

    private static func drive(_ scenario: Scenario, through address: String) async throws -> Program.Outcome {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "browser.py").path
        let folder = TemporaryFolder()
        var start = Program.Start([script, scenario.rawValue, address, folder.path], in: folder.path)
        start.environment = ["HOME": folder.path, "TMPDIR": folder.path, "LANG": "C.UTF-8"]
        start.limit = .seconds(180)
        let outcome = try await Program(path: "/usr/bin/python3").run(start)
        withExtendedLifetime(folder) {}
        return outcome
    }
}
