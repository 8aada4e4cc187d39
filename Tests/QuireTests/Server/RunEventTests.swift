import QuireModel
import QuireStandIn
import QuireTesting
import Synchronization
import Testing

@Suite("Events of a run that goes on") struct RunEventTests {
    /// Calls that are answered before the service pauses.
    private static let early = 4

    /// Answers come slower than progress is told, so that each is told of; the one after the first few takes long.
    private static func pausing(_ asked: Asked) -> StandIn.Handler {
        let answer = asked.tether()
        return { request in
            var answer = answer(request)
            answer.delay = asked.all.count == early + 1 ? .seconds(4) : .milliseconds(400)
            return answer
        }
    }

    private static func done(_ event: Served.Event) -> Int {
        event.data["lookups"]?["tether"]?["done"]?.integer ?? 0
    }

    @Test("Who loses the connection in the middle hears all that comes after, nothing twice, and the end")
    func resumed() async throws {
        let project = ServedProject.make(rows: 8, service: ServedProject.slowService)
        try await project.serving(answering: Self.pausing(Asked())) { served in
            let run = try await served.start("share")
            let heard = Mutex(-1)
            async let whole = served.events(run) { event in
                heard.withLock { $0 = max($0, Self.done(event)) }
                return event.kind == "end"
            }
            await eventually { heard.withLock { $0 } >= 0 }
            let first = try await served.events(run) { Self.done($0) >= Self.early - 1 }
            let last = try #require(first.last)
            #expect(Self.done(last) < 8 && last.kind == "progress")
            // Something has happened meanwhile.
            await eventually { heard.withLock { $0 } > Self.done(last) }
            let rest = try await served.events(run, after: last.id)
            let all = try await whole
            #expect(Set(all.map(\.id)).count == all.count)
            let begin = try #require(first.first?.id)
            #expect((first + rest).map(\.id) == all.map(\.id).drop { $0 != begin }.map { $0 })
            #expect((first + rest).map(\.data) == all.drop { $0.id != begin }.map(\.data))
            #expect(first.contains { $0.kind == "status" } && !rest.contains { $0.kind == "status" })
            #expect(rest.count { $0.kind == "progress" } >= 2, "\(rest.map(\.kind))")
            #expect(rest.last?.kind == "end" && rest.count { $0.kind == "end" } == 1)
            #expect(rest.last?.data["status"] == "succeeded" && rest.last?.data["rows"] == .integer(8))
        }
    }

    @Test("Who comes late to a run that goes on hears how it is, and who knows that already only what is new")
    func late() async throws {
        let project = ServedProject.make(rows: 3, service: ServedProject.slowService)
        let silent: StandIn.Handler = { _ in StandInAnswer(manner: .hang) }
        try await project.serving("--grace", "0s", answering: silent) { served in
            let run = try await served.start("share")
            let known = try await served.events(run) { $0.kind == "progress" }
            let again = try await served.events(run) { $0.kind == "progress" }
            #expect(again.last?.id == known.last?.id && again.first?.kind == "status")
            #expect(again.first?.data["status"] == "running")
            async let rest = served.events(run, after: known.last?.id)
            #expect(try await served.post("/api/v1/runs/\(run)/cancel").status == 202)
            let events = try await rest
            #expect(events.last?.kind == "end" && events.last?.data["status"] == "cancelled")
            #expect(!events.contains { event in known.contains { $0.id == event.id } })
        }
    }
}
