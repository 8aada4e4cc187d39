import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite struct ResumeTests {
    private static let down = StandInAnswer("out of order", status: 400)

    @Test("A partial run is resumed: only keys that failed are asked again, and the file is made anew where it was")
    func partial() async throws {
        let project = Project(rows: Project.rows(30))
        project.folder.write("", to: "exports/empty")
        let asked = Asked()
        let (first, _) = try await project.quire(
            "run", "share", "-o", "exports/", "--format", "csv",
            answering: asked.tether { sn, _ in sn == "C7" ? Self.down : nil })
        #expect(first.exitCode == 3)
        let run = try await project.latestRun()
        project.folder.write("", to: "elsewhere/empty")
        let resumed = try await StandIn.with(handler: asked.tether()) { standIn in
            try await project.quire(
                "resume", run, "--project", "../reports", "--summary", "json",
                environment: ["TETHER_URL": standIn.url], in: "elsewhere")
        }
        #expect(resumed.exitCode == 0, "\(resumed.said)")
        let tether = try #require(try Summary(resumed.standardOutput).enrichments["tether"])
        #expect(tether.calls == 1)
        #expect(tether.keys == 30)
        #expect(tether.cached == 29)
        #expect(asked.all == Dictionary((1...30).map { ("C\($0)", $0 == 7 ? 2 : 1) }, uniquingKeysWith: +))
        #expect(try project.filesBelow("exports").filter { $0 != "empty" }.count == 1)
        #expect(try project.filesBelow("elsewhere") == ["empty"])
        let again = try await project.quire("resume", run)
        #expect(again.exitCode == 2)
        #expect(again.standardError.contains("succeeded: there is nothing to go on with"))
    }

    @Test(
        "A run that failed because its service was down, or was cancelled, goes on from there",
        arguments: [true, false])
    func stopped(byFailure: Bool) async throws {
        let project = Project(
            service: Project.tether("limits: { max_concurrency: 4 }\ndeadline: 1s"), rows: Project.rows(60))
        let asked = Asked()
        let (reached, reach) = AsyncStream<Void>.makeStream()
        let handler = asked.tether { sn, _ in
            guard (Int(sn.dropFirst()) ?? 0) > 40 else { return nil }
            reach.yield()
            return byFailure ? Self.down : StandInAnswer("", manner: .hang)
        }
        let (first, _) = try await project.quire("run", "share", "-o", "out.csv", answering: handler) { running, _ in
            guard !byFailure else { return }
            for await _ in reached {
                running.send(2)
                break
            }
        }
        #expect(first.exitCode == (byFailure ? 1 : 130))
        #expect(try project.files == [])
        let listed = try #require(try await project.runs().first)
        #expect(listed.status == (byFailure ? "failed" : "cancelled"))
        let before = asked.all
        let (resumed, _) = try await project.quire("resume", listed.run, answering: asked.tether())
        #expect(resumed.exitCode == 0, "\(resumed.said)")
        #expect(try project.lines("out.csv").count == 61)
        let again = asked.all.filter { sn, count in count > (before[sn] ?? 0) }.map(\.key)
        // Answers that had come when it was cancelled may not have been noted yet.
        let known = byFailure ? 36 : 10
        #expect(again.count <= 60 - known, "\(again)")
    }

    @Test("The moment of a run stays that of its beginning, so that what depends on it does not change")
    func moment() async throws {
        let report = Project.share + "\n  - { title: Made, value: \":now\" }\noutput: { file: \"{run}.csv\" }"
        let project = Project(report: report, rows: Project.rows(12))
        let (first, _) = try await project.quire(
            "run", "share", answering: Asked().tether { sn, _ in sn == "C1" ? Self.down : nil })
        #expect(first.exitCode == 3)
        let run = try await project.latestRun()
        let before = try project.lines(run + ".csv")
        let (resumed, _) = try await project.quire("resume", run, answering: Project.known)
        #expect(resumed.exitCode == 0, "\(resumed.said)")
        let after = try project.lines(run + ".csv")
        #expect(after.count == 13)
        #expect(after.dropFirst(2) == before.dropFirst(2))
    }

    @Test("Options of the run are those of its beginning")
    func options() async throws {
        let project = Project(rows: Project.rows(40))
        let (first, _) = try await project.quire(
            "run", "share", "-o", "out.txt", "--format", "csv", "--columns", "ours,sn", "--sort", "-sn", "--where",
            "tether.ours > 0.3 or tether.ours is null", "--limit", "5",
            answering: Asked().tether { sn, _ in sn == "C9" ? Self.down : nil })
        #expect(first.exitCode == 3)
        let (resumed, _) = try await project.quire(
            "resume", try await project.latestRun(), answering: Project.known)
        #expect(resumed.exitCode == 0, "\(resumed.said)")
        #expect(try project.lines("out.txt") == ["Ours,Sn", "0.81,C9", "0.74,C8", "0.67,C7", "0.6,C6", "0.53,C5"])
    }

    @Test("A secret parameter is in no file of the state, and must be given again")
    func secretParameter() async throws {
        let secret = "pa55/word+of=mine"
        let report = """
            parameters: { pass: { type: text, secret: true } }
            \(Project.share)
              - { title: Same, value: ":pass = 'x'" }
            """
        let project = Project(report: report, rows: Project.rows(12))
        let (first, _) = try await project.quire(
            "run", "share", "pass=\(secret)", "-o", "out.csv",
            answering: Asked().tether { sn, _ in sn == "C1" ? Self.down : nil })
        #expect(first.exitCode == 3)
        #expect(try !project.stateHolds(secret))
        #expect(try !project.stateHolds(Project.token))
        let run = try await project.latestRun()
        let without = try await project.quire("resume", run)
        #expect(without.exitCode == 2)
        #expect(without.standardError.contains("give it again: pass=…"))
        let (resumed, _) = try await project.quire("resume", run, "pass=\(secret)", answering: Project.known)
        #expect(resumed.exitCode == 0, "\(resumed.said)")
        #expect(try !project.stateHolds(secret))
    }

    @Test("A definition that was changed meanwhile is said to be; answers of a changed lookup are asked for again")
    func changed() async throws {
        let project = Project(rows: Project.rows(12))
        let asked = Asked()
        let (first, _) = try await project.quire(
            "run", "share", "-o", "out.csv", answering: asked.tether { sn, _ in sn == "C1" ? Self.down : nil })
        #expect(first.exitCode == 3)
        let changed = Project.tether().replacing("$.discount.ours", with: "$.discount.theirs")
        project.folder.write(changed, to: "reports/services/tether.yaml")
        let resumed = try await StandIn.with(handler: asked.tether()) { standIn in
            try await project.quire(
                "resume", try await project.latestRun(), environment: ["TETHER_URL": standIn.url])
        }
        #expect(resumed.exitCode == 0, "\(resumed.said)")
        #expect(resumed.standardError.contains("has been changed since the run began"))
        #expect(asked.all.values.allSatisfy { $0 == 2 })
        #expect(try project.lines("out.csv")[1] == "C1,0.75")
    }

    @Test("A run that another process does cannot be taken up")
    func underWay() async throws {
        let project = Project(rows: Project.rows(3))
        let (reached, reach) = AsyncStream<Void>.makeStream()
        let hang: StandIn.Handler = { _ in
            reach.yield()
            return StandInAnswer("", manner: .hang)
        }
        let (outcome, _) = try await project.quire("run", "share", "-o", "out.csv", answering: hang) { running, _ in
            for await _ in reached { break }
            do {
                let listed = try #require(try await project.runs().first)
                #expect(listed.status == "running")
                #expect(listed.finishedAt == nil)
                let second = try await project.quire("resume", listed.run)
                #expect(second.exitCode == 2)
                #expect(second.standardError.contains("is under way"))
            } catch { Issue.record("\(error)") }
            running.send(15)
        }
        #expect(outcome.exitCode == 143)
    }

    @Test("A run that is not known is an error, with the nearest name")
    func unknown() async throws {
        let project = Project(rows: Project.rows(3))
        _ = try await project.quire("run", "share", "-o", "out.csv", answering: Project.known)
        let run = try await project.latestRun()
        let outcome = try await project.quire("resume", String(run.dropLast()) + "x")
        #expect(outcome.exitCode == 2)
        #expect(outcome.standardError.contains("did you mean '\(run)'?"))
    }
}
