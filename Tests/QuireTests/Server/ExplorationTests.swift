import Foundation
import QuireStandIn
import QuireTesting
import Testing

/// Asks a server whatever its description allows, and much that it does not. The program that does so is installed by
/// the command for tests that the README shows.
@Suite("The API explored", .enabled(if: Explorer.isInstalled)) struct ExplorationTests {
    @Test("Whatever is asked, the answer is one that is described, and none is the server's own fault")
    func open() async throws {
        try await ServedProject.make().serving(answering: Project.known) { served in
            // Nobody has to sign in.
            try await Explorer.explore(served, "--exclude-checks", "ignored_auth")
            try await Explorer.expectNoFault(served)
        }
    }

    @Test("The same where one has to sign in, and who does not is refused")
    func withToken() async throws {
        let project = ServedProject.make()
        let created = try await project.quire("token", "create", "explorer", "--role", "admin")
        let token = try #require(created.lines.last)
        try await StandIn.with(handler: Project.known) { standIn in
            _ = try await project.serving(token: token, environment: ["TETHER_URL": standIn.url]) { served in
                try await Explorer.explore(served, "--header", "Authorization: Bearer \(token)")
                try await Explorer.expectNoFault(served)
            }
        }
    }
}

enum Explorer {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    private static let programs = root.appending(path: "../../../.build/python/bin").standardized.path

    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: programs + "/schemathesis") }

    static func explore(_ served: Served, _ options: String...) async throws {
        let folder = TemporaryFolder()
        var start = Program.Start(
            [
                "--config-file", root.appending(path: "explore.toml").path, "run", served.url + "/api/v1/openapi.json",
                "--checks", "all", "--phases", "coverage,fuzzing,stateful", "--max-examples", "15", "--seed", "1",
                "--request-timeout", "60", "--generation-database", "none", "--suppress-health-check", "all",
                "--no-color",
            ] + options, in: folder.path)
        start.limit = .seconds(400)
        start.environment = ["HOME": folder.path]
        let outcome = try await Program(path: programs + "/schemathesis").run(start)
        let found = outcome.said.firstRange(of: "= FAILURES").map { outcome.said[$0.lowerBound...] }
        #expect(outcome.exitCode == 0, "\(found.map { String($0.prefix(6_000)) } ?? outcome.said)")
        #expect(!outcome.isOverdue)
    }

    static func expectNoFault(_ served: Served) async throws {
        #expect(!served.running.standardError.contains("a request failed"), "\(served.running.standardError)")
    }
}
