import Glibc
import QuireDatabases
import QuireModel

/// Where cases are measured: the programs, a folder, and a database with enough contracts.
struct Bench: Sendable {
    var programs: Programs
    var folder: String
    var rowCount: Int

    private var database: String { folder + "/contracts.db" }

    /// Makes the database, and has the programs read from the disk once.
    func prepare() throws {
        if rowCount > 0 { _ = try program(programs.benchmark).run(["data", "\(rowCount)", database]) }
        for _ in 0..<2 { _ = try quireVersion() }
    }

    private func program(_ path: String) -> MeasuredProgram { MeasuredProgram(path: path, folder: folder) }

    func quireVersion() throws -> MeasuredProgram.Run { try program(programs.quire).run(["--version"]) }

    /// One run of a project's report, checked.
    ///
    /// - Parameter url: of the services.
    func run(_ project: ContractProject, rows: Int, url: String = "", _ expectation: Expectation) throws
        -> MeasuredProgram.Run
    {
        let place = folder + "/reports"
        let file = folder + "/contracts.xlsx"
        try project.write(to: place, database: database, rowCount: rows)
        let run = try program(programs.quire).run(
            ["run", "contracts", "rows=\(rows)", "--project", place, "-o", file, "--summary", "json"],
            variables: project.variables(url: url))
        try expectation.check(try JSON.parse(Array(run.output.utf8)), rows: rows)
        try Self.checkWorkbook(file)
        return run
    }

    /// The same sheet by `rendering-baseline`.
    func renderBaseline(rows: Int) throws -> MeasuredProgram.Run {
        let file = folder + "/baseline.xlsx"
        let run = try program(programs.renderingBaseline).run(["\(rows)", file])
        try Self.checkWorkbook(file)
        return run
    }

    /// The requests of `contracts` keys by a bare loop.
    func loop(contracts: Int, concurrency: Int, url: String) throws -> MeasuredProgram.Run {
        let run = try program(programs.benchmark).run([
            "bare-loop", "--url", url, "--contracts", "\(contracts)", "--concurrency", "\(concurrency)",
        ])
        guard run.output == "\(contracts)\n" else {
            throw RunFailure("the bare loop had \(run.output) answers, not \(contracts)")
        }
        return run
    }

    /// Hands the URL of a PostgreSQL database with contracts to `body` while its server runs.
    func withPostgres<Result>(rows: Int, _ body: (_ url: String) throws -> Result) throws -> Result {
        let server = try PostgresProcess()
        defer { server.stop() }
        try server.execute(PostgresContracts.script(rows: rows))
        return try body(server.url())
    }

    /// A server of a project, asked by analysts.
    func serve(_ project: ContractProject, rows: Int, url: String, analysts: Int) throws -> ServerVisit {
        let place = folder + "/reports"
        try project.write(to: place, database: database, rowCount: rows)
        return try ServerProcess.visit(
            programs, place, variables: ["SERVICE_URL": url, "SERVICE_TOKEN": ContractProject.token]
        ) { server in
            let run = try program(programs.benchmark).run([
                "analysts", "--url", server, "--analysts", "\(analysts)", "--rows", "\(rows)",
            ])
            return try JSON.parse(Array(run.output.utf8))
        }
    }

    func withStandIn<Result>(delay: Duration = .zero, _ body: (_ url: String) throws -> Result) throws -> Result {
        try StandInProcess.with(programs.benchmark, delay: delay, body)
    }

    /// It is there, begins as a zip does, and is gone before the next run.
    private static func checkWorkbook(_ file: String) throws {
        // The peak memory of a child counts from that of its parent, so the file is not read whole.
        let handle = open(file, O_RDONLY | O_CLOEXEC)
        defer { close(handle) }
        var start: [UInt8] = [0, 0]
        guard read(handle, &start, 2) == 2, start == Array("PK".utf8) else {
            throw RunFailure("'\(file)' is no workbook")
        }
        unlink(file)
    }
}
