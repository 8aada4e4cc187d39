import Foundation
import GRDBSQLite
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

/// A project in a folder of its own, and the program run beside it.
struct Project: Sendable {
    /// What must never be seen in what the program says.
    static let token = "s3cr3t/t0ken+of=tether"

    let folder = TemporaryFolder()
    var environment: [String: String] = ["TETHER_TOKEN": token]
    /// The longest that the program may take.
    var limit = Duration.seconds(60)

    /// - Parameter files: by path within `reports/`.
    init(_ files: [String: String] = [:]) {
        for (name, text) in files { folder.write(text, to: "reports/" + name) }
    }

    /// A project of one report, `share`, of rows in csv, and the service `tether`.
    init(report: String = Self.share, service: String = Self.tether(), rows: String = Self.rows(3)) {
        self.init(["share.yaml": report, "services/tether.yaml": service, "data/rows.csv": rows])
    }

    /// Runs `quire` in the folder that holds `reports/`.
    func quire(
        _ arguments: String..., environment more: [String: String] = [:], in place: String = "", input: String = "",
        meanwhile: @escaping @Sendable (Program.Running) async -> Void = { _ in }
    ) async throws -> Program.Outcome {
        try await quire(arguments, environment: more, in: place, input: input, meanwhile: meanwhile)
    }

    func quire(
        _ arguments: [String], environment more: [String: String] = [:], in place: String = "", input: String = "",
        meanwhile: @escaping @Sendable (Program.Running) async -> Void = { _ in }
    ) async throws -> Program.Outcome {
        var start = Program.Start(arguments, in: place.isEmpty ? folder.path : folder.file(place))
        start.limit = limit
        start.input = input
        let work = TemporaryFolder()
        start.environment = environment.merging(["TMPDIR": work.path]) { given, _ in given }
        start.environment.merge(more) { _, given in given }
        let outcome = try await Program("quire").run(start, meanwhile: meanwhile)
        #expect(!outcome.isOverdue, "quire \(arguments) did not end")
        let left = try work.names
        #expect(left.isEmpty || outcome.exitCode == 128 + 9, "quire \(arguments) leaves \(left)")
        for form in Secret.forms(of: Self.token) where outcome.said.contains(form) {
            Issue.record("quire \(arguments) shows a secret:\n\(outcome.said)")
        }
        return outcome
    }

    /// Runs `quire` while a stand-in answers as its service.
    func quire(
        _ arguments: String..., answering handler: @escaping StandIn.Handler,
        meanwhile: @escaping @Sendable (Program.Running, StandIn) async -> Void = { _, _ in }
    ) async throws -> (outcome: Program.Outcome, counts: StandIn.Counts) {
        try await quire(arguments, answering: handler, meanwhile: meanwhile)
    }

    func quire(
        _ arguments: [String], answering handler: @escaping StandIn.Handler,
        meanwhile: @escaping @Sendable (Program.Running, StandIn) async -> Void = { _, _ in }
    ) async throws -> (outcome: Program.Outcome, counts: StandIn.Counts) {
        try await StandIn.with(handler: handler) { standIn in
            let outcome = try await quire(arguments, environment: ["TETHER_URL": standIn.url]) {
                await meanwhile($0, standIn)
            }
            return (outcome, standIn.counts)
        }
    }

    /// Names in the folder, `reports` left out.
    var files: [String] { get throws { try folder.names.filter { $0 != "reports" } } }

    /// Names in a folder of it.
    func filesBelow(_ name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.file(name)).sorted()
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: folder.file(name), encoding: .utf8) }

    func lines(_ name: String) throws -> [String] {
        try text(name).split(whereSeparator: \.isNewline).map(String.init)
    }

    func workbook(_ name: String) throws -> Spreadsheet { try Spreadsheet.read(folder.file(name)) }

    /// Makes a database, `data/crm.db` of the project, in SQL.
    func makeDatabase(_ sql: String) throws {
        folder.write("", to: "reports/data/empty")
        try change("reports/data/crm.db", sql)
    }

    /// Changes a database behind the program's back.
    ///
    /// - Returns: how many rows the last statement changed.
    @discardableResult
    func change(_ database: String, _ sql: String) throws -> Int {
        var opened: OpaquePointer?
        defer { sqlite3_close(opened) }
        try #require(sqlite3_open(folder.file(database), &opened) == SQLITE_OK)
        try #require(
            sqlite3_exec(opened, sql, nil, nil, nil) == SQLITE_OK, "\(sql): \(String(cString: sqlite3_errmsg(opened)))")
        return Int(sqlite3_changes(opened))
    }
}

extension Project {
    static let share = """
        title: Share
        source: { file: data/rows.csv, fields: { amount: number } }
        enrich:
          tether: { lookup: tether.discount, input: { sn: sn } }
        columns:
          - sn
          - { title: Ours, value: tether.ours }
        """

    /// - Parameters:
    ///   - settings: keys of the service, a line each.
    ///   - bulk: whether it is asked for many keys at once.
    static func tether(_ settings: String = "timeout: 5s", bulk: Bool = false) -> String {
        """
        url: ${TETHER_URL}
        authenticator: { type: token, scheme: Token, token: "${TETHER_TOKEN}" }
        \(settings)
        lookups:
          discount:
            input: { sn: text }
            \(bulk ? "" : "request: { method: GET, path: /contract/, query: { sn: \"{sn}\" } }")
            fields:
              ours: { path: $.discount.ours, type: number }
              currency: { path: $.currency, type: text }
            \(bulk ? batch : "")
        """
    }

    private static let batch = """
        bulk:
              size: 100
              request: { method: POST, path: /contract/batch, json: { sns: "{sn}" } }
              items: $.results[*]
              match: { sn: $.sn }
        """

    /// C1, C2, … with amounts of 100, 200, ….
    static func rows(_ count: Int) -> String {
        "sn,amount\n" + (1...count).map { "C\($0),\($0 * 100)\n" }.joined()
    }

    static let known = ContractStandIns.tether(token: token)
}

/// A secret in the encodings in which it is sent.
enum Secret {
    static func forms(of secret: String) -> [String] {
        let escaped = secret.utf8.map { byte -> String in
            let isPlain = byte.isLetterOrDigit || "-._~".utf8.contains(byte)
            return isPlain
                ? String(UnicodeScalar(byte)) : "%" + String(Int(byte) + 256, radix: 16, uppercase: true).suffix(2)
        }.joined()
        return [secret, escaped, escaped.lowercased(), Data(secret.utf8).base64EncodedString()]
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self)
    }
}
