import Glibc
import QuireStandIn
import QuireTesting
import Testing

@Suite struct KilledOutputTests {
    /// C1 to C200 are answered, the rest hangs.
    private static let handler: StandIn.Handler = { request in
        let number = request.query("sn").flatMap { Int($0.dropFirst()) } ?? 0
        return number <= 200 ? Project.known(request) : StandInAnswer("", manner: .hang)
    }

    @Test(
        "A run that is killed with SIGKILL leaves nothing beside its output",
        arguments: ["out.xlsx", "out.csv"], ["", "tmp: scratch\n"])
    func killed(output: String, settings: String) async throws {
        let project = Project(
            service: Project.tether("limits: { max_concurrency: 8 }"), rows: Project.rows(3_000))
        project.folder.write(settings + "defaults: { batch_size: 50 }", to: "reports/quire.yaml")
        project.folder.write("", to: "reports/scratch/empty")
        project.folder.write("before", to: output)
        let outcome = try await StandIn.with(handler: Self.handler) { standIn in
            try await project.quire("run", "share", "-o", output, environment: ["TETHER_URL": standIn.url]) {
                await eventually { standIn.counts.openRequests == 8 && standIn.counts.requests >= 208 }
                $0.send(SIGKILL)
            }
        }
        #expect(outcome.exitCode == 128 + 9, "\(outcome.said)")
        #expect(try project.files == [output])
        #expect(try project.text(output) == "before")
        #expect(try project.filesBelow("reports/scratch") == ["empty"])
    }

    @Test("What a killed run left beside its output is gone with the next start")
    func leftovers() async throws {
        let project = Project(["share.yaml": Self.rowsOnly, "data/rows.csv": Project.rows(3)])
        project.folder.write("tmp: scratch", to: "reports/quire.yaml")
        for folder in ["out", "reports/scratch"] {
            project.folder.write("half", to: folder + "/.quire-3w5e11264sgsf.tmp")
            project.folder.write("", to: folder + "/.quire-17293822569102704640.db")
            project.folder.write("mine", to: folder + "/.quire.tmp")
        }
        let outcome = try await project.quire("run", "share", "-o", "out/share.csv")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.filesBelow("out") == [".quire.tmp", "share.csv"])
        #expect(try project.filesBelow("reports/scratch") == [".quire.tmp"])
    }

    private static let rowsOnly = """
        source: { file: data/rows.csv }
        columns: [sn]
        """
}
