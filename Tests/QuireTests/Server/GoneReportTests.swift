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

    private struct People {
        let editor: Served.Headers
        let finance: Served.Headers
        let admin: Served.Headers
        let adminToken: String
    }

    private func people(_ project: Project) async throws -> People {
        func token(_ name: String, _ roles: String) async throws -> String {
            try #require(try await project.quire("token", "create", name, "--role", roles).lines.last)
        }
        let adminToken = try await token("boss", "admin")
        return People(
            editor: ["Authorization": "Bearer \(try await token("ed", "editor"))"],
            finance: ["Authorization": "Bearer \(try await token("fay", "analyst,finance"))"],
            admin: ["Authorization": "Bearer \(adminToken)"], adminToken: adminToken)
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
        let people = try await people(project)
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
                #expect(try await served.get(path, people.editor).status == 404, "\(manner): \(path)")
                #expect(try await served.get(path, people.finance).status == 200, "\(manner): \(path)")
            }
            for path in ["cancel", "resume", "deliveries/1/retry"] {
                let answer = try await served.post("/api/v1/runs/\(run)/\(path)", nil, people.editor)
                #expect(answer.status == 404, "\(manner): \(path)")
            }
            #expect(try await !served.get("/api/v1/runs", people.editor).text.contains(run))
            #expect(try await served.get("/api/v1/runs", people.finance).text.contains(run))
            for path in ["/api/v1/schedules", "/schedules", "/problems", "/"] {
                #expect(try await !served.get(path, people.editor).text.contains("salaries"), "\(manner): \(path)")
            }
            let fires = try await served.get("/api/v1/schedules/salaries%2Fdefault/fires", people.editor)
            #expect(fires.status == 404)
        }
        let (run, _) = try await project.serving([], token: people.adminToken) { served in
            let answer = try await served.post("/api/v1/reports/salaries/runs", "{}", people.finance)
            let run = try #require(answer.json["run"]?.string)
            _ = try await served.get("/api/v1/runs/\(run)/events", people.finance)
            try await expectHidden(run, served)
            return run
        }
        try change()
        try await project.serving([], token: people.adminToken) { served in try await expectHidden(run, served) }
    }

    @Test("Runs of which nobody knows whom they are for are seen by those who give others their roles")
    func neverServed() async throws {
        let project = ServedProject.make()
        let people = try await people(project)
        let ran = try await project.quire("run", "plain", "-o", "plain.csv")
        #expect(ran.exitCode == 0, "\(ran.said)")
        try FileManager.default.removeItem(atPath: project.folder.file("reports/plain.yaml"))
        try await project.serving([], token: people.adminToken) { served in
            let shown = try await served.get("/api/v1/runs", people.editor)
            #expect(shown.json["items"]?.items == [])
            let all = try await served.get("/api/v1/runs", people.admin)
            #expect(all.json["items"]?.items.count == 1)
        }
    }

    @Test("What is wrong with a report is told to those who mend reports and may see it, on its own page alone")
    func problems() async throws {
        let broken = Self.salaries.replacing("title:", with: "titel:")
        let project = ServedProject.make([
            "salaries.yaml": Self.salaries, "finance/plain.yaml": ServedProject.plain,
        ])
        let people = try await people(project)
        let chief = try await project.quire("token", "create", "chief", "--role", "editor,finance").lines.last
        let headers: Served.Headers = ["Authorization": "Bearer \(try #require(chief))"]
        try await project.serving([], token: people.adminToken) { served in
            project.folder.write(broken, to: "reports/salaries.yaml")
            project.folder.write(ServedProject.plain + "\ncolour: red\n", to: "reports/finance/plain.yaml")
            await eventually {
                served.running.standardError.contains("'titel'") && served.running.standardError.contains("'colour'")
            }
            let shown = try await served.get("/problems", headers).text
            #expect(shown.contains("titel") && shown.contains("colour"))
            let hidden = try await served.get("/problems", people.editor).text
            #expect(!hidden.contains("titel") && hidden.contains("colour"))
            #expect(try await served.get("/reports/salaries", headers).text.contains("titel"))
            #expect(try await served.get("/reports/finance%2Fplain", headers).text.contains("colour"))
            #expect(try await !served.get("/reports/plain", headers).text.contains("colour"))
            #expect(try await served.get("/problems", people.finance).status == 403)
        }
    }
}
