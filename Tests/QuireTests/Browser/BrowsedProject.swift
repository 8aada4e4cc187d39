import Foundation
import QuireStandIn
import QuireTesting
import Testing

/// A project with users and a schedule, as `quire serve` serves it to a browser.
struct BrowsedProject: Sendable {
    let project: Project

    /// - Parameter more: files by path within `reports/`.
    init(_ more: [String: String] = [:]) {
        var project = Project(Self.files.merging(more) { _, given in given })
        project.limit = .seconds(300)
        self.project = project
    }

    private static let files = [
        "share.yaml": report("Share", asking: "tether", "schedule: { name: nightly, cron: 0 3 * * * }"),
        "slow.yaml": report("Slow share", asking: "slow"),
        "endless.yaml": report("Endless share", asking: "endless"),
        "salaries.yaml": report("Salaries", asking: "tether", "access: { roles: [finance] }"),
        "services/tether.yaml": Project.tether(),
        "services/slow.yaml": Project.tether("limits: { max_concurrency: 1, rate: 2/s }"),
        "services/endless.yaml": Project.tether("limits: { max_concurrency: 1, rate: 20/m }"),
        "data/rows.csv": Project.rows(30),
    ]

    /// - Parameters:
    ///   - rows: the file in `data/`.
    ///   - onError: what becomes of a row whose lookup fails.
    static func report(
        _ title: String, asking service: String, of rows: String = "rows", onError: String = "blank",
        _ more: String = ""
    ) -> String {
        """
        title: \(title)
        \(more)
        parameters:
          least: { type: integer, default: 0, label: At least }
          code: { type: text, required: false, pattern: "C[0-9]*", label: Code }
        source:
          file: data/\(rows).csv
          fields: { amount: number }
          where: amount >= :least and (:code is null or sn = :code)
        enrich:
          tether: { lookup: \(service).discount, input: { sn: sn }, on_error: \(onError) }
        columns:
          - sn
          - amount
          - { title: Ours, value: tether.ours }
        output: { file: share.xlsx }
        """
    }

    /// All with the password `correct horse`.
    func addUsers(_ users: [String: String]) async throws {
        for (name, roles) in users {
            let outcome = try await project.quire("user", "add", name, "--role", roles, input: "correct horse\n")
            #expect(outcome.exitCode == 0, "\(outcome.said)")
        }
    }

    /// Serves it on a free port while `body` runs.
    ///
    /// - Parameters:
    ///   - handler: the services.
    ///   - body: told where it is served, as `http://127.0.0.1:49152`.
    func serve(
        answering handler: @escaping StandIn.Handler = Project.known,
        _ body: @escaping @Sendable (_ address: String) async -> Void
    ) async throws {
        let (outcome, _) = try await project.quire(
            "serve", "--listen", "127.0.0.1:0", "--grace", "0s", answering: handler
        ) { running, _ in
            if let address = await Self.address(of: running) { await body(address) }
            running.send(SIGTERM)
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
    }

    /// - Returns: nil where it does not listen.
    private static func address(of running: Program.Running) async -> String? {
        for _ in 0..<600 {
            let lines = running.standardError.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if let line = lines.first(where: { $0.hasPrefix("listening on ") }) {
                return String(line.dropFirst("listening on ".count))
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("it does not listen: \(running.standardError)")
        return nil
    }
}
