import Foundation
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite struct RunsTests {
    @Test("Every run is remembered with how it ended, the latest first, those that failed before a row was read too")
    func history() async throws {
        let project = Project(rows: Project.rows(12))
        #expect(try await project.runs() == [])
        _ = try await project.quire("run", "share", "-o", "one.csv", answering: Project.known)
        _ = try await project.quire(
            "run", "share", "-o", "two.csv",
            answering: Asked().tether { sn, _ in sn == "C2" ? StandInAnswer("no", status: 400) : nil })
        _ = try await project.quire(
            "run", "share", "-o", "three.csv", answering: { _ in StandInAnswer("no", status: 400) })
        project.folder.write("sn\nC1\n", to: "reports/data/rows.csv")
        let refused = try await project.quire("run", "share", "-o", "four.csv", answering: Project.known)
        #expect(refused.outcome.exitCode == 2)
        let runs = try await project.runs()
        #expect(runs.map(\.status) == ["failed", "failed", "partial", "succeeded"])
        #expect(runs.map(\.rows) == [0, 0, 12, 12])
        #expect(runs.map(\.problemCount) == [0, 0, 1, 0])
        #expect(runs.last?.file == project.folder.file("one.csv"))
        #expect(try await project.runs("-n", "2").map(\.run) == runs.prefix(2).map(\.run))
        #expect(try await project.runs("--report", "other") == [])
        let text = try await project.quire("runs")
        #expect(text.lines.count == 5)
        #expect(text.lines[0].hasPrefix("run"))
        #expect(text.lines[3].contains("partial"))
    }

    @Test("A run whose place among the journals cannot be made is refused for that, not for being under way")
    func noJournals() async throws {
        let project = Project(rows: Project.rows(3))
        project.folder.write("", to: "reports/.quire/journals")
        let (outcome, counts) = try await project.quire("run", "share", "-o", "out.csv", answering: Project.known)
        #expect(outcome.exitCode == 2)
        #expect(outcome.standardError.contains("cannot be used: its folder 'journals': Not a directory"))
        #expect(counts.requests == 0)
    }

    @Test("One run is shown whole: what --summary json said, or as text")
    func one() async throws {
        let project = Project(rows: Project.rows(3))
        let (outcome, _) = try await project.quire(
            "run", "share", "-o", "out.csv", "--summary", "json", answering: Project.known)
        let run = try Summary(outcome.standardOutput).run
        let shown = try await project.quire("runs", run, "--json")
        #expect(shown.standardOutput == outcome.standardOutput)
        let text = try await project.quire("runs", run)
        #expect(text.lines.first == "\(run): share, succeeded")
        #expect(text.standardOutput.contains("file: \(project.folder.file("out.csv"))"))
        #expect(text.lines.last?.hasPrefix("tether") == true)
    }

    @Test(
        "Where the project's folder cannot hold the state, runs go on without it; a state named by the user must work")
    func noState() async throws {
        let project = Project(rows: Project.rows(3))
        project.folder.write("a file where the folder would be", to: "reports/.quire")
        let (outcome, _) = try await project.quire("run", "share", "-o", "out.csv", answering: Project.known)
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.standardError.contains("warning: the state folder '"))
        #expect(outcome.standardError.contains("name another with --state"))
        let (named, _) = try await project.quire(
            "run", "share", "-o", "two.csv", "--state", "reports/.quire", answering: Project.known)
        #expect(named.exitCode == 2)
        #expect(try project.files == ["out.csv"])
        let (other, _) = try await project.quire(
            "run", "share", "-o", "two.csv", "--state", "elsewhere", answering: Project.known)
        #expect(other.exitCode == 0)
        #expect(try project.filesBelow("elsewhere").contains("state.db"))
    }
}
