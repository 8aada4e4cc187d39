import Foundation
import QuireModel
import QuireTesting
import Testing

/// Reports that are for few, once they can no longer be read or are gone.
@Suite struct GoneReportTests {
    private static let salaries = """
        title: Salaries
        access: { roles: [finance] }
        source: { file: data/rows.csv }
        columns: [sn, amount]
        output: { file: salaries.csv }
        schedule: { cron: "0 7 1 1 *" }
        """

    /// The tokens of some of those who use the server.
    private struct People: Sendable {
        let editor, finance, admin: String

        init(_ project: Project) async throws {
            editor = try await project.makeToken("ed", role: "editor")
            finance = try await project.makeToken("fay", role: "analyst,finance")
            admin = try await project.makeToken("boss", role: "admin")
        }
    }

    /// All that tells of a report's runs.
    private func paths(of run: String) -> [String] {
        [
            "/api/v1/runs/\(run)", "/api/v1/runs/\(run)/events", "/api/v1/runs/\(run)/files/salaries.csv",
            "/runs/\(run)",
        ]
    }

    @Test(
        "Its runs, files and schedules stay with those whom it was for, across a restart too",
        arguments: ["deleted", "broken"])
    func stays(_ manner: String) async throws {
        let project = ServedProject.make(["salaries.yaml": Self.salaries])
        let people = try await People(project)
        let file = project.folder.file("reports/salaries.yaml")
        func change() throws {
            if manner == "deleted" {
                try FileManager.default.removeItem(atPath: file)
            } else {
                project.folder.write("columns: [", to: "reports/salaries.yaml")
            }
        }
        @Sendable func expectHidden(_ run: String, _ served: Served) async throws {
            for path in paths(of: run) {
                #expect(try await served.asked(with: people.editor).get(path).status == 404, "\(manner): \(path)")
                #expect(try await served.asked(with: people.finance).get(path).status == 200, "\(manner): \(path)")
            }
            for path in ["cancel", "resume", "deliveries/1/retry"] {
                let answer = try await served.asked(with: people.editor).post("/api/v1/runs/\(run)/\(path)")
                #expect(answer.status == 404, "\(manner): \(path)")
            }
            #expect(try await !served.asked(with: people.editor).get("/api/v1/runs").text.contains(run))
            #expect(try await served.asked(with: people.finance).get("/api/v1/runs").text.contains(run))
            for path in ["/api/v1/schedules", "/schedules", "/problems", "/"] {
                #expect(
                    try await !served.asked(with: people.editor).get(path).text.contains("salaries"),
                    "\(manner): \(path)")
            }
            let fires = try await served.asked(with: people.editor).get("/api/v1/schedules/salaries%2Fdefault/fires")
            #expect(fires.status == 404)
        }
        let (run, _) = try await project.serving([], token: people.admin) { served in
            let answer = try await served.asked(with: people.finance).post("/api/v1/reports/salaries/runs", "{}")
            let run = try #require(answer.json["run"]?.string)
            _ = try await served.asked(with: people.finance).get("/api/v1/runs/\(run)/events")
            try await expectHidden(run, served)
            return run
        }
        try change()
        try await project.serving([], token: people.admin) { served in try await expectHidden(run, served) }
    }

    @Test("Runs of which nobody knows whom they are for are seen by those who give others their roles")
    func neverServed() async throws {
        let project = ServedProject.make()
        let people = try await People(project)
        let ran = try await project.quire("run", "plain", "-o", "plain.csv")
        #expect(ran.exitCode == 0, "\(ran.said)")
        try FileManager.default.removeItem(atPath: project.folder.file("reports/plain.yaml"))
        try await project.serving([], token: people.admin) { served in
            let shown = try await served.asked(with: people.editor).get("/api/v1/runs")
            #expect(shown.json["items"]?.items == [])
            let all = try await served.asked(with: people.admin).get("/api/v1/runs")
            #expect(all.json["items"]?.items.count == 1)
        }
    }

    @Test("What is wrong with a report is told to those who mend reports and may see it, on its own page alone")
    func problems() async throws {
        let broken = Self.salaries.replacing("title:", with: "titel:")
        let project = ServedProject.make([
            "salaries.yaml": Self.salaries, "finance/plain.yaml": ServedProject.plain,
        ])
        let people = try await People(project)
        let chief = try await project.makeToken("chief", role: "editor,finance")
        try await project.serving([], token: people.admin) { served in
            project.folder.write(broken, to: "reports/salaries.yaml")
            project.folder.write(ServedProject.plain + "\ncolour: red\n", to: "reports/finance/plain.yaml")
            await eventually {
                served.running.standardError.contains("'titel'") && served.running.standardError.contains("'colour'")
            }
            let shown = try await served.asked(with: chief).get("/problems").text
            #expect(shown.contains("titel") && shown.contains("colour"))
            let hidden = try await served.asked(with: people.editor).get("/problems").text
            #expect(!hidden.contains("titel") && hidden.contains("colour"))
            #expect(try await served.asked(with: chief).get("/reports/salaries").text.contains("titel"))
            #expect(try await served.asked(with: chief).get("/reports/finance%2Fplain").text.contains("colour"))
            #expect(try await !served.asked(with: chief).get("/reports/plain").text.contains("colour"))
            #expect(try await served.asked(with: people.finance).get("/problems").status == 403)
        }
    }
}
