import QuireModel
import QuireStandIn
import QuireTesting
import Synchronization
import Testing

@Suite struct KilledRunTests {
    private static let rowCount = 400
    private static let concurrency = 8

    /// How a run that was killed and resumed went.
    private struct Story: Sendable {
        var wasKilled: Bool
        /// Serial numbers that were asked for twice, since their answers were under way.
        var askedTwice: Int
    }

    @Test("A run killed at any moment is resumed with what it knows, and gives the file of an undisturbed run")
    func killed() async throws {
        var generator = SystemRandomNumberGenerator()
        let moments = (0..<20).map { _ in Int.random(in: 1...Self.rowCount, using: &generator) }
        let stories = try await withThrowingTaskGroup(of: Story.self) { group in
            var waiting = moments[...]
            for moment in waiting.prefix(3) { group.addTask { try await story(killedAt: moment) } }
            waiting = waiting.dropFirst(3)
            var stories: [Story] = []
            while let story = try await group.next() {
                stories.append(story)
                if let moment = waiting.popFirst() { group.addTask { try await self.story(killedAt: moment) } }
            }
            return stories
        }
        #expect(stories.count == 20)
        #expect(stories.count { $0.wasKilled } >= 15)
        // Calls that were under way must be made again, and those whose answers had no time to be noted.
        let again = stories.map(\.askedTwice)
        #expect(again.reduce(0, +) <= 20 * 4 * Self.concurrency, "\(again)")
        #expect(again.allSatisfy { $0 < Self.rowCount / 2 }, "\(again)")
    }

    /// - Parameter moment: the number of the request that brings the end.
    private func story(killedAt moment: Int) async throws -> Story {
        let project = Project(
            service: Project.tether("limits: { max_concurrency: \(Self.concurrency) }"),
            rows: Project.rows(Self.rowCount))
        project.folder.write("defaults: { batch_size: 50 }", to: "reports/quire.yaml")
        let file = moment % 2 == 0 ? "out.csv" : "out.xlsx"
        let asked = Asked()
        let (reached, reach) = AsyncStream<Void>.makeStream()
        let answer = asked.tether()
        let count = Mutex(0)
        let handler: StandIn.Handler = { request in
            let number = count.withLock { count in
                count += 1
                return count
            }
            if number == moment { reach.yield() }
            var answer = answer(request)
            answer.delay = .milliseconds(20)
            return answer
        }
        let (outcome, _) = try await project.quire("run", "share", "-o", file, answering: handler) { running, _ in
            for await _ in reached {
                running.send(9)
                break
            }
        }
        let run = try await project.latestRun()
        let wasKilled = outcome.exitCode == 128 + 9
        if wasKilled {
            #expect(try await project.runs().first?.status == "failed")
            #expect(try !project.files.contains(file))
            let (resumed, _) = try await project.quire("resume", run, "--summary", "json", answering: handler)
            #expect(resumed.exitCode == 0, "\(resumed.said)")
            #expect(try Summary(resumed.standardOutput).run == run)
        }
        #expect(try await project.runs().map(\.status) == ["succeeded"])
        #expect(try project.filesBelow("reports/.quire/journals") == [])
        #expect(try shown(in: project, file) == expected)
        #expect(asked.all.count == Self.rowCount)
        #expect(asked.all.values.allSatisfy { $0 <= 2 })
        return Story(wasKilled: wasKilled, askedTwice: asked.all.values.count { $0 == 2 })
    }

    private var expected: [[String]] {
        (1...Self.rowCount).map { number in
            ["C\(number)", NumberText.shortest(Double(ContractStandIns.ours("C\(number)")) / 100)]
        }
    }

    private func shown(in project: Project, _ file: String) throws -> [[String]] {
        if file.hasSuffix("csv") {
            return try project.lines(file).dropFirst().map { $0.split(separator: ",").map(String.init) }
        }
        let rows = try project.workbook(file).sheets[0].rows.dropFirst()
        return rows.map { row in [row[0].text ?? "", row[1].number.map(NumberText.shortest) ?? ""] }
    }
}
