import Foundation
import QuireModel
import QuireTesting
import Testing

@testable import quire_benchmark

@Suite("The sheet of the rendering cases")
struct SheetTests {
    /// Where the programs were built: beside the tests.
    private var programs: Programs {
        let own = URL(filePath: CommandLine.arguments[0])
        return Programs(folder: own.deletingLastPathComponent().path)
    }

    @Test("quire and the C program write the same cells")
    func sameCells() throws {
        let folder = TemporaryFolder()
        let baseline = try sheet(folder, "baseline.xlsx") { file in
            try MeasuredProgram(path: programs.renderingBaseline, folder: folder.path).run(["50", file])
        }
        let database = folder.file("contracts.db")
        try ContractData.write(rows: 50, to: database)
        let project = folder.file("reports")
        try ContractProject(report: .sheet).write(to: project, database: database, rowCount: 50)
        let report = try sheet(folder, "report.xlsx") { file in
            try MeasuredProgram(path: programs.quire, folder: folder.path).run(
                ["run", "contracts", "rows=50", "--project", project, "-o", file])
        }
        #expect(baseline.count == 51)
        #expect(report == baseline)
    }

    private func sheet(
        _ folder: TemporaryFolder, _ name: String, made: (_ file: String) throws -> MeasuredProgram.Run
    ) throws -> [[String]] {
        _ = try made(folder.file(name))
        return try Spreadsheet.read(folder.file(name)).sheets[0].rows.map { row in
            row.map { "\($0.kind) \($0.text ?? "") \($0.number.map { "\($0)" } ?? "") \($0.numberFormat)" }
        }
    }
}
