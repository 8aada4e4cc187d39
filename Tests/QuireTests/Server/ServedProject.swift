import NIOHTTP1
import QuireModel
import QuireStandIn
import QuireTesting

/// The project that the server's tests serve.
enum ServedProject {
    /// - Parameter rows: of the report `share`, which asks its service for each.
    static func make(rows: Int = 3, service: String = Project.tether(), _ more: [String: String] = [:]) -> Project {
        let files = [
            "share.yaml": share, "plain.yaml": plain, "services/tether.yaml": service,
            "data/rows.csv": Project.rows(rows),
        ]
        return Project(files.merging(more) { _, given in given })
    }

    static let share = """
        title: Share
        description: What we bear.
        parameters:
          region: { type: text, choices: [east, west], default: east, label: Region }
          least: { type: integer, default: 0, min: 0 }
          pin: { type: text, secret: true, required: false }
        source: { file: data/rows.csv, fields: { amount: number }, where: "amount >= :least" }
        enrich:
          tether: { lookup: tether.discount, input: { sn: sn } }
        columns:
          - sn
          - { title: Ours, value: tether.ours }
        output: { file: "share {region} 份额.csv" }
        """

    /// A report that asks nobody, with schedules.
    static let plain = """
        source: { file: data/rows.csv }
        columns: [sn, amount]
        output: { file: plain.csv }
        schedule:
          - { name: yearly, cron: "0 7 1 1 *", timezone: Asia/Shanghai }
          - { name: off, cron: "0 7 1 1 *", enabled: false }
        """

    /// One call at a time, so that a run of many rows takes as long as its answers do.
    static let slowService = Project.tether("timeout: 60s\nlimits: { max_concurrency: 1 }")

    /// A stand-in whose answers take a while.
    static func slowly(_ asked: Asked = Asked(), _ delay: Duration = .milliseconds(100)) -> StandIn.Handler {
        asked.tether { sn, _ in
            var answer = Project.known(
                StandInRequest(
                    method: "GET", uri: "/contract/?sn=\(sn)", headers: ["Authorization": "Token \(Project.token)"]))
            answer.delay = delay
            return answer
        }
    }
}

extension Project {
    /// The same while a stand-in answers as its service.
    @discardableResult
    func serving<Result: Sendable>(
        _ options: String..., answering handler: @escaping StandIn.Handler,
        _ body: @escaping @Sendable (Served) async throws -> Result
    ) async throws -> (result: Result, outcome: Program.Outcome) {
        try await StandIn.with(handler: handler) { standIn in
            try await serving(options, token: nil, environment: ["TETHER_URL": standIn.url], body)
        }
    }
}
