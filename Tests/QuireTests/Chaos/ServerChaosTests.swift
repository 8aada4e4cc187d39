import Foundation
import QuireModel
import QuireStandIn
import QuireTesting
import Synchronization
import Testing

/// A server that is killed again and again while it has much to do.
@Suite("A server in chaos", .timeLimit(.minutes(30))) struct ServerChaosTests {
    private static let kills = 20
    private static let rowCount = 40
    private static let concurrency = 4
    private static let schedules = 12

    @Test("However often a server is killed, no fire and no run is lost or made twice, and no half file is seen")
    func killed() async throws {
        let seed = Int.random(in: 0..<1_000_000)
        let asked = Asked()
        let told = Asked()
        let ledger = ChaosLedger()
        let note: StandIn.Handler = { request in
            _ = told.count((try? JSON.parse(request.body))?["run"]?["run"]?.string ?? "")
            return StandInAnswer("", status: 204)
        }
        try await StandIn.with(handler: note) { hook in
            let project = Self.project(hook)
            try await StandIn.with(handler: Self.slowly(asked)) { standIn in
                let environment = ["TETHER_URL": standIn.url]
                for number in 0..<Self.kills {
                    let (_, outcome) = try await project.serving(["--grace", "0s"], environment: environment) {
                        served in
                        await Self.trouble(served, ledger, Dice(seed, number))
                    }
                    #expect(outcome.exitCode == 128 + 9, "\(seed): \(outcome.said)")
                }
                _ = try await project.serving(environment: environment) { served in
                    try await ledger.sendAgain(to: served)
                    try await Self.expectAllWell(served, ledger, told)
                }
            }
        }
        // Of each killing, what was under way, and what had come and was not noted yet.
        let again = asked.all.values.reduce(0) { $0 + $1 - 1 }
        #expect(again <= Self.kills * 4 * Self.concurrency, "\(seed): \(again)")
        #expect(asked.all.count == ledger.batches * Self.rowCount, "\(seed)")
        #expect(ledger.batches > Self.kills, "\(seed): too little was going on")
    }

    private static func slowly(_ asked: Asked) -> StandIn.Handler {
        let answer = asked.tether()
        return { request in
            var answer = answer(request)
            answer.delay = .milliseconds(20)
            return answer
        }
    }

    private static func project(_ hook: StandIn) -> Project {
        // Their fires are spread over the minute.
        let schedules = (1...schedules).map {
            "  - { name: s\($0), cron: \"* * * * *\", jitter: 55s, catchup_window: 1h }\n"
        }.joined()
        return ServedProject.make(
            rows: rowCount, service: Project.tether("limits: { max_concurrency: \(concurrency) }"),
            [
                "share.yaml": """
                parameters: { batch: { type: integer } }
                source: { file: data/rows.csv }
                enrich:
                  tether: { lookup: tether.discount, input: { sn: "'C' || :batch || '-' || sn" } }
                columns: [sn, { title: Ours, value: tether.ours }]
                output: { file: share.xlsx }
                """,
                "told.yaml": """
                source: { file: data/rows.csv }
                columns: [sn]
                output: { file: told.xlsx }
                schedule:
                \(schedules)
                deliver: [{ to: webhook, url: "\(hook.url)/told", secret: abcdef }]
                """,
            ])
    }

    /// Has much done, and in the middle of it ends the server.
    private static func trouble(_ served: Served, _ ledger: ChaosLedger, _ seed: Dice) async {
        var dice = seed
        let wait = Duration.milliseconds(Int.random(in: 50...1_500, using: &dice))
        let seeds = (0..<4).map { _ in Int(dice.next() >> 2) }
        await withThrowingTaskGroup(of: Void.self) { group in
            for seed in seeds {
                group.addTask {
                    var dice = Dice(seed)
                    while !Task.isCancelled { try await act(served, ledger, &dice) }
                }
            }
            group.addTask {
                try await Task.sleep(for: wait)
                served.running.send(9)
            }
            defer { group.cancelAll() }
            while let result = await group.nextResult() {
                // Those who ask find the server gone.
                if case .success = result { return }
            }
        }
    }

    private static func act(_ served: Served, _ ledger: ChaosLedger, _ dice: inout Dice) async throws {
        switch Int.random(in: 0..<6, using: &dice) {
        case 0 where ledger.batches < 3 * kills: try await ledger.start(served)
        case 1 where ledger.fired.count < 5 * kills:
            try await ledger.fire(served, "s\(Int.random(in: 1...schedules, using: &dice))")
        case 2: _ = try await served.post("/api/v1/reports/told/preview")
        case 3: _ = try await served.get("/api/v1/schedules")
        default: try await ledger.download(served, &dice)
        }
    }

    private static func expectAllWell(_ served: Served, _ ledger: ChaosLedger, _ told: Asked) async throws {
        var runs: [JSON] = []
        var next: String? = ""
        while let cursor = next {
            let part = try await served.get("/api/v1/runs?limit=200\(cursor.isEmpty ? "" : "&cursor=" + cursor)").json
            runs += part["items"]?.items ?? []
            next = part["next_cursor"]?.string
        }
        var names: Set<String> = []
        var delivered = 0
        for run in runs {
            let name = try #require(run["run"]?.string)
            #expect(names.insert(name).inserted)
            let ended = try await served.run(name) { run in
                let isDelivered = run["deliveries"]?.items.allSatisfy { $0["status"] == "delivered" } ?? true
                return run["finished_at"] != .null && isDelivered
            }
            #expect(ended["status"] == "succeeded", "\(ended.text)")
            try await ledger.download(served, ended)
            delivered += ended["deliveries"]?.items.count ?? 0
        }
        #expect(ledger.started.isSubset(of: names))
        #expect(runs.count { $0["report"] == "share" } == ledger.batches)
        #expect(delivered == runs.count { $0["report"] == "told" })
        // Schedules go on meanwhile: what is younger than the list is not on it.
        let youngest = try #require(names.max())
        let listed = runs.filter { $0["report"] == "told" }.compactMap { $0["run"]?.string }
        #expect(Set(told.all.keys.filter { $0 <= youngest }) == Set(listed))
        try await expectFires(served, ledger, runs, until: youngest)
        try ledger.expectWholeFiles()
    }

    /// Each minute there is one fire of each schedule, beside those that were asked for, and each has one run.
    private static func expectFires(
        _ served: Served, _ ledger: ChaosLedger, _ runs: [JSON], until youngest: String
    ) async throws {
        var fired: [String] = []
        for number in 1...schedules {
            let path = "/api/v1/schedules/told%2Fs\(number)/fires?limit=200"
            let fires = try await served.get(path).json["items"]?.items ?? []
            let moments = fires.compactMap { $0["utc"]?.string }
            #expect(Set(moments).count == moments.count)
            #expect(
                fires.allSatisfy { $0["status"] == "run" || ["overlap", "window"].contains($0["reason"]) },
                "\(fires.map(\.text))")
            fired += fires.compactMap { $0["run"]?.string }
            let minutes = moments.filter { $0.hasSuffix(":00+00:00") }.compactMap { LocalDateTime.parse($0)?.0 }
                .reversed()
            for (earlier, later) in zip(minutes, minutes.dropFirst()) {
                #expect(later.microseconds - earlier.microseconds == 60_000_000, "s\(number): \(moments)")
            }
        }
        let scheduled = runs.filter { $0["schedule"] != .null }.compactMap { $0["run"]?.string }
        #expect(Set(fired).count == fired.count)
        #expect(Set(fired.filter { $0 <= youngest }) == Set(scheduled))
        #expect(ledger.fired.isSubset(of: Set(fired)))
    }
}
