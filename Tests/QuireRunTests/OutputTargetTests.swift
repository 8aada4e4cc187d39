import QuireDefinition
import QuireModel
import QuireTesting
import Testing

@testable import QuireRun

@Suite struct OutputTargetTests {
    private let folder = TemporaryFolder()

    struct Example: CustomTestStringConvertible {
        var asked: String?
        var format: OutputFormat?
        var reportFormat: OutputFormat?
        var name = "contracts-2026.xlsx"
        var path: String?
        var expected: OutputFormat
        var testDescription: String { "\(asked ?? "nothing") \(format?.rawValue ?? "") \(name)" }
    }

    @Test(
        "the file goes where it is asked to, or here under the report's name",
        arguments: [
            Example(path: "contracts-2026.xlsx", expected: .xlsx),
            Example(format: .csv, path: "contracts-2026.csv", expected: .csv),
            Example(reportFormat: .csv, path: "contracts-2026.csv", expected: .csv),
            Example(name: "list.csv", path: "list.csv", expected: .csv),
            Example(name: "finance/aging-2026-01-01", path: "finance-aging-2026-01-01.xlsx", expected: .xlsx),
            Example(name: "../../etc/passwd", path: "----etc-passwd.xlsx", expected: .xlsx),
            Example(name: ".hidden", path: "hidden.xlsx", expected: .xlsx),
            Example(name: "v1.2", path: "v1.2.xlsx", expected: .xlsx),
            Example(asked: "a.csv", path: "a.csv", expected: .csv),
            Example(asked: "a.csv", format: .xlsx, path: "a.csv", expected: .xlsx),
            Example(asked: "a.dat", path: "a.dat", expected: .xlsx),
            Example(asked: "sub", path: "sub/contracts-2026.xlsx", expected: .xlsx),
            Example(asked: "sub/", format: .csv, path: "sub/contracts-2026.csv", expected: .csv),
            Example(asked: "a.ndjson", path: "a.ndjson", expected: .ndjson),
            Example(asked: "a.jsonl", format: .ndjson, path: "a.jsonl", expected: .ndjson),
            Example(asked: "a.JSONL", path: "a.JSONL", expected: .ndjson),
            Example(asked: "a.htm", path: "a.htm", expected: .html),
            Example(name: "list.htm", path: "list.html", expected: .html),
            Example(format: .ndjson, name: "list.html", path: "list.ndjson", expected: .ndjson),
            Example(asked: "sub", reportFormat: .html, path: "sub/contracts-2026.html", expected: .html),
            Example(asked: "-", path: nil, expected: .csv),
            Example(asked: "-", reportFormat: .xlsx, path: nil, expected: .csv),
            Example(asked: "-", reportFormat: .ndjson, path: nil, expected: .ndjson),
            Example(asked: "-", name: "list.jsonl", path: nil, expected: .ndjson),
            Example(asked: "-", format: .html, path: nil, expected: .html),
            Example(asked: "-", format: .csv, path: nil, expected: .csv),
        ])
    func target(_ example: Example) throws {
        folder.write("", to: "sub/.keep")
        let target = try OutputTarget(
            asked: example.asked, format: example.format, reportFormat: example.reportFormat, name: example.name,
            in: folder.path)
        #expect(target.path == example.path.map { folder.path + "/" + $0 })
        #expect(target.format == example.expected)
    }

    @Test(
        "a format that wins over an ending is said",
        arguments: [
            ("a.csv", OutputFormat.xlsx, ["--format xlsx wins over the ending of 'a.csv'"]), ("a.htm", .html, []),
            ("a.html", .ndjson, ["--format ndjson wins over the ending of 'a.html'"]), ("a.jsonl", .ndjson, []),
        ])
    func warning(_ asked: String, _ format: OutputFormat, warnings: [String]) throws {
        let target = try OutputTarget(asked: asked, format: format, reportFormat: nil, name: "r", in: folder.path)
        #expect(target.warnings == warnings)
    }

    @Test(
        "what cannot be is refused before a row is read",
        arguments: [("-", OutputFormat.xlsx), ("no/such/folder/a.xlsx", .xlsx), ("nowhere/", .xlsx)])
    func refused(_ asked: String, _ format: OutputFormat) {
        #expect(throws: DiagnosticError.self) {
            try OutputTarget(asked: asked, format: format, reportFormat: nil, name: "r", in: folder.path)
        }
    }
}
