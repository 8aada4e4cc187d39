import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite("Services of a server") struct ServedServiceTests {
    @Test("After calls it says how many, how long they took, what failed and what the limits are, as the metrics do")
    func calls() async throws {
        let asked = Asked()
        // Each third serial number fails at first.
        let answer = asked.tether { sn, count in
            sn.hasSuffix("3") && count == 1 ? StandInAnswer("{}", status: 503) : nil
        }
        let handler: StandIn.Handler = { request in
            var answer = answer(request)
            answer.delay = .milliseconds(60)
            return answer
        }
        let service = "title: Tether\n" + Project.tether("limits: { max_concurrency: 3, rate: 200/s }")
        try await ServedProject.make(rows: 20, service: service).serving(answering: handler) { served in
            let idle = try await served.service { $0["calls"] == .integer(0) }
            #expect(idle["title"] == "Tether" && idle["kind"] == "http" && idle["breaker"] == "closed")
            #expect(idle["latency"]?["p50"] == .null && idle["latency"]?["max"] == .null)
            #expect(idle["history"] == .array([]))
            #expect(try await served.end(of: try await served.start("share"))["status"] == "succeeded")
            // 20 keys, two of which were asked for twice.
            let found = try await served.service { ($0["calls"]?.integer ?? 0) >= 22 }
            #expect(found["calls"] == .integer(22))
            #expect(found["errors"] == .integer(2))
            let limits = found["limits"]
            #expect(limits?["max_concurrency"] == .integer(3) && limits?["in_use"] == .integer(0))
            #expect(limits?["rate"]?.amount == 200)
            #expect(found["breaker"] == "closed")
            let latency = ["p50", "p95", "max"].map { found["latency"]?[$0]?.amount ?? 0 }
            #expect(latency == latency.sorted() && latency[0] >= 0.05 && latency[2] < 10, "\(latency)")
            let history = found["history"]?.items ?? []
            #expect(history.reduce(0) { $0 + ($1["calls"]?.integer ?? 0) } == 22)
            #expect(history.reduce(0) { $0 + ($1["errors"]?.integer ?? 0) } == 2)
            #expect(history.allSatisfy { ($0["p95"]?.amount ?? 0) >= ($0["p50"]?.amount ?? 9) })
            let metrics = try await served.metrics()
            #expect(metrics["calls_total"] == 22 && metrics["errors_total"] == 2)
            #expect(metrics["calls_in_work"] == 0 && metrics["breaker_open"] == 0)
        }
    }

    @Test("Calls in work are the limits in use")
    func inUse() async throws {
        let service = Project.tether("timeout: 60s\nlimits: { max_concurrency: 3 }")
        let silent: StandIn.Handler = { _ in StandInAnswer(manner: .hang) }
        let project = ServedProject.make(rows: 20, service: service)
        try await project.serving("--grace", "0s", answering: silent) { served in
            let run = try await served.start("share")
            let found = try await served.service { $0["limits"]?["in_use"] != .integer(0) }
            #expect(found["limits"]?["in_use"] == .integer(3) && found["calls"] == .integer(0))
            #expect(try await served.metrics()["calls_in_work"] == 3)
            _ = try await served.post("/api/v1/runs/\(run)/cancel")
            #expect(try await served.service { $0["limits"]?["in_use"] == .integer(0) }["breaker"] == "closed")
        }
    }

    @Test("A service that only fails has its breaker open, until it answers again")
    func breaker() async throws {
        let asked = Asked()
        // Three calls at once, and no other before the first trial.
        let answer = asked.tether { _, count in count == 1 ? StandInAnswer("{}", status: 503) : nil }
        let service = Project.tether(
            "deadline: 120s\nretry: { initial_interval: 12s, max_interval: 12s, jitter: none }")
        try await ServedProject.make(rows: 3, service: service).serving(answering: answer) { served in
            let run = try await served.start("share")
            let open = try await served.service { $0["breaker"] == "open" && $0["calls"] != .integer(0) }
            #expect(open["calls"] == .integer(3) && open["errors"] == .integer(3))
            let metrics = try await served.metrics()
            #expect(metrics["breaker_open"] == 1 && metrics["errors_total"] == 3)
            #expect(try await served.end(of: run)["status"] == "succeeded")
            let closed = try await served.service { $0["breaker"] == "closed" && $0["calls"] == .integer(6) }
            #expect(closed["errors"] == .integer(3))
            #expect(try await served.metrics()["breaker_open"] == 0)
        }
    }
}

extension Served {
    /// Waits until something is so of the service `tether`, which the server looks at every few seconds.
    fileprivate func service(until isSo: @Sendable (JSON) -> Bool) async throws -> JSON {
        var found = JSON.null
        for _ in 0..<600 {
            found = try await get("/api/v1/services").json["items"]?.items.first ?? .null
            if isSo(found) { return found }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw RunFailure("the service never came to be so: \(found.text)")
    }

    /// What the metrics say of the service.
    fileprivate func metrics() async throws -> [String: Int] {
        let lines = try await get("/metrics").text.split(separator: "\n")
        let form = /quire_service_([a-z_]+)\{service="tether"\} ([0-9]+)/
        let found = lines.compactMap { $0.wholeMatch(of: form) }.map { (String($0.1), Int($0.2) ?? -1) }
        return Dictionary(found) { first, _ in first }
    }
}

extension JSON {
    fileprivate var amount: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }
}
