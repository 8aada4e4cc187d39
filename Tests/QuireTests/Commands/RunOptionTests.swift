import Foundation
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite struct RunOptionTests {
    /// Customers of two regions, with a fine from a second lookup.
    private static let report = """
        title: Share
        source: { file: data/rows.csv, fields: { amount: number } }
        enrich:
          tether: { lookup: tether.discount, input: { sn: sn } }
          again: { lookup: tether.discount, input: { sn: "sn || '0'" } }
        columns:
          - sn
          - { title: Amount, value: amount }
          - { title: Ours, value: tether.ours }
          - { title: Theirs, value: again.ours }
        """
    private static let rows = "sn,amount\nC1,30\nC2,\nC3,10\nC4,30\nX5,20\n"

    private func csv(_ arguments: String...) async throws -> (lines: [String], asked: [String: Int]) {
        let project = Project(report: Self.report, rows: Self.rows)
        let asked = Asked()
        let outcome = try await StandIn.with(handler: asked.tether()) { standIn in
            try await project.quire(
                ["run", "share", "-o", "-", "--format", "csv"] + arguments, environment: ["TETHER_URL": standIn.url])
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        return (outcome.lines, asked.all)
    }

    @Test("--columns keeps those named in their order, and asks nothing for the others")
    func columns() async throws {
        let (lines, asked) = try await csv("--columns", "ours,sn")
        #expect(lines == ["Ours,Sn", "0.25,C1", "0.32,C2", "0.39,C3", "0.46,C4", ",X5"])
        #expect(asked == ["C1": 1, "C2": 1, "C3": 1, "C4": 1, "X5": 1])
        #expect(try await csv("--columns", "sn,amount").asked == [:])
    }

    @Test("--limit reads no more rows than that")
    func limit() async throws {
        let (lines, asked) = try await csv("--limit", "2", "--columns", "sn,ours")
        #expect(lines == ["Sn,Ours", "C1,0.25", "C2,0.32"])
        #expect(asked == ["C1": 1, "C2": 1])
        #expect(try await csv("--limit", "100", "--columns", "sn").lines.count == 6)
    }

    @Test("--where keeps rows by what enrichment gave, also what no column shows")
    func filter() async throws {
        let (lines, asked) = try await csv("--where", "tether.ours > 0.3 and amount is not null", "--columns", "sn")
        #expect(lines == ["Sn", "C3", "C4"])
        #expect(asked.count == 5)
        #expect(try await csv("--where", "tether.ours is null", "--columns", "sn").lines == ["Sn", "X5"])
        #expect(try await csv("--where", "again.ours > 0.3", "--columns", "sn").lines == ["Sn", "C1", "C2", "C4"])
    }

    @Test("--where may begin with a minus")
    func negativeFilter() async throws {
        #expect(try await csv("--where", "-amount > -20", "--columns", "sn").lines == ["Sn", "C3"])
    }

    @Test("--where and --limit give so many of the rows that are kept")
    func filterAndLimit() async throws {
        #expect(try await csv("--where", "amount = 30", "--limit", "1", "--columns", "sn").lines == ["Sn", "C1"])
        #expect(try await csv("--where", "amount < 30", "--limit", "2", "--columns", "sn").lines == ["Sn", "C3", "X5"])
    }

    @Test(
        "--sort takes several columns, shown or not, each either way, nulls last and ties as they came",
        arguments: [
            (["--sort", "amount"], ["C3", "X5", "C1", "C4", "C2"]),
            (["--sort", "-amount"], ["C1", "C4", "X5", "C3", "C2"]),
            (["--sort=-amount"], ["C1", "C4", "X5", "C3", "C2"]),
            (["--sort", "amount,-sn"], ["C3", "X5", "C4", "C1", "C2"]),
            (["--sort", "-ours"], ["C4", "C3", "C2", "C1", "X5"]),
            (["--sort", "-ours", "--limit", "2"], ["C4", "C3"]),
            (["--sort", "-sn", "--where", "amount = 30"], ["C4", "C1"]),
        ] as [([String], [String])])
    func sort(arguments: [String], order: [String]) async throws {
        let project = Project(report: Self.report, rows: Self.rows)
        let outcome = try await StandIn.with(handler: Project.known) { standIn in
            try await project.quire(
                ["run", "share", "-o", "-", "--format", "csv", "--columns", "sn"] + arguments,
                environment: ["TETHER_URL": standIn.url])
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.lines.dropFirst() == order[...])
    }

    @Test("--sheet takes the sheet's name, whatever its case")
    func sheet() async throws { #expect(try await csv("--sheet", "share", "--columns", "sn").lines.count == 6) }

    @Test(
        "The file goes where -o says, in the format that --format or its ending says",
        arguments: [
            (["-o", "a.csv"], "a.csv", false), (["-o", "a.xlsx"], "a.xlsx", true),
            (["-o", "into"], "into/share.xlsx", true),
            (["-o", "into/"], "into/share.xlsx", true), (["-o", "into", "--format", "csv"], "into/share.csv", false),
            (["-o", "into/b.CSV"], "into/b.CSV", false), (["--format", "csv"], "share.csv", false),
            ([], "share.xlsx", true),
        ] as [([String], String, Bool)])
    func output(arguments: [String], path: String, isWorkbook: Bool) async throws {
        let project = Project(
            report: "title: P\nsource: { file: data/rows.csv }\ncolumns: [sn]\noutput: { file: share }\n")
        project.folder.write("", to: "into/other")
        let outcome = try await project.quire(["run", "share"] + arguments)
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let bytes = try Data(contentsOf: URL(filePath: project.folder.file(path)))
        #expect(bytes.starts(with: Array("PK".utf8)) == isWorkbook)
        #expect(outcome.standardError.contains("wrote \(project.folder.file(path))"))
        #expect(!outcome.standardError.contains("warning"))
        #expect(outcome.standardOutput.isEmpty)
    }

    @Test(
        "Rows are objects of JSON, or a page, where a file's ending or --format says so",
        arguments: [
            (["-o", "x.ndjson"], "x.ndjson"), (["-o", "x.jsonl"], "x.jsonl"), (["-o", "-", "--format", "ndjson"], nil),
            (["--format", "ndjson"], "share.ndjson"), (["-o", "x.html"], "x.html"), (["-o", "x.htm"], "x.htm"),
            (["-o", "-", "--format", "html"], nil),
        ] as [([String], String?)])
    func otherFormats(arguments: [String], file: String?) async throws {
        let project = Project(
            report: """
                title: Share
                source: { file: data/rows.csv, fields: { amount: integer } }
                enrich: { tether: { lookup: tether.discount, input: { sn: sn } } }
                columns:
                  - { title: No <1>, value: sn, link: "'https://example.com/' || sn" }
                  - { value: amount, format: money, total: sum }
                  - { value: tether.ours, format: percent }
                output: { file: share }
                """, rows: "sn,amount\nC1,1000\nC2,1500\n")
        let outcome = try await StandIn.with(handler: Project.known) { standIn in
            try await project.quire(["run", "share"] + arguments, environment: ["TETHER_URL": standIn.url])
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(!outcome.standardError.contains("warning"))
        let text = try file.map { try project.text($0) } ?? outcome.standardOutput
        if arguments.joined().contains("html") || arguments.joined().contains("htm") {
            #expect(text.contains("<title>Share</title>"))
            #expect(text.contains("<th scope=\"col\">No &lt;1&gt;</th>"))
            #expect(
                text.contains(
                    "<td><a href=\"https://example.com/C2\" rel=\"noopener noreferrer\">C2</a></td><td>1,500.00</td>"
                        + "<td>32.00%</td>"))
            #expect(text.contains("<td>2,500.00</td>"))
        } else {
            let lines = text.split(separator: "\n").map(String.init)
            #expect(
                lines == [
                    #"{"sn":"C1","amount":1000,"tether_ours":0.25}"#, #"{"sn":"C2","amount":1500,"tether_ours":0.32}"#,
                ])
        }
        #expect(try project.files == (file.map { [$0] } ?? []))
    }

    @Test("Failed lookups are listed beside ndjson, and at the end of a page")
    func problemsElsewhere() async throws {
        let project = Project(
            service: Project.tether("timeout: 5s\nretry: { max_attempts: 1 }"), rows: Project.rows(30))
        let handler: StandIn.Handler = { request in
            request.query("sn") == "C7" ? StandInAnswer(status: 500) : Project.known(request)
        }
        let (text, _) = try await project.quire("run", "share", "-o", "x.ndjson", answering: handler)
        #expect(text.exitCode == 3, "\(text.said)")
        #expect(try project.lines("x.problems.csv").dropFirst().first?.hasPrefix("Share,7,1,tether,C7,1,") == true)
        let (page, _) = try await project.quire("run", "share", "-o", "x.html", answering: handler)
        #expect(page.exitCode == 3, "\(page.said)")
        #expect(page.standardError.contains("it is at the end of the page"))
        #expect(try project.text("x.html").contains("<a href=\"#s1r8\">8</a>"))
    }

    @Test("--format wins over the ending of -o, with a warning")
    func formatWins() async throws {
        let project = Project(report: "title: P\nsource: { file: data/rows.csv }\ncolumns: [sn]\n")
        let outcome = try await project.quire("run", "share", "-o", "a.xlsx", "--format", "csv")
        #expect(outcome.exitCode == 0)
        #expect(outcome.standardError.contains("warning: --format csv wins over the ending of 'a.xlsx'"))
        #expect(try project.lines("a.xlsx") == ["Sn", "C1", "C2", "C3"])
    }

    @Test("An ending that is no format is said to be none")
    func unknownEnding() async throws {
        let project = Project(report: "title: P\nsource: { file: data/rows.csv }\ncolumns: [sn]\n")
        let outcome = try await project.quire("run", "share", "-o", "a.pdf")
        #expect(outcome.exitCode == 0)
        #expect(outcome.standardError.contains("warning: 'pdf' is no format: 'a.pdf' is written as xlsx"))
        #expect(try Data(contentsOf: URL(filePath: project.folder.file("a.pdf"))).starts(with: Array("PK".utf8)))
    }

    @Test("What is no regular file is not replaced")
    func fifo() async throws {
        let project = Project(report: "title: P\nsource: { file: data/rows.csv }\ncolumns: [sn]\n")
        _ = try ToolOutput.of("/usr/bin/mkfifo", [project.folder.file("pipe.csv")])
        let outcome = try await project.quire("run", "share", "-o", "pipe.csv")
        #expect(outcome.exitCode == 1)
        #expect(outcome.standardError.contains("is not a regular file"))
        #expect(try project.files == ["pipe.csv"])
    }

    @Test(
        "The name that the report gives its file cannot lead out of the folder",
        arguments: ["../../up", "/abs", "..", "a/b"])
    func fileName(_ given: String) async throws {
        let project = Project(
            report: """
                title: P
                parameters: { name: { type: text } }
                source: { file: data/rows.csv }
                columns: [sn]
                output: { file: "{name}.csv" }
                """)
        project.folder.write("", to: "in/er/empty")
        let outcome = try await project.quire(["run", "share", "name=\(given)"], in: "in/er")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.files == ["in"])
        #expect(try project.filesBelow("in") == ["er"])
        #expect(try project.filesBelow("in/er").count == 2)
    }

    @Test("A file that is there is replaced whole, and kept where the run fails")
    func replaced() async throws {
        let project = Project(report: "title: P\nsource: { file: data/rows.csv }\ncolumns: [sn]\n")
        project.folder.write("old", to: "a.csv")
        let first = try await project.quire("run", "share", "-o", "a.csv")
        #expect(first.exitCode == 0)
        #expect(try project.lines("a.csv") == ["Sn", "C1", "C2", "C3"])
        project.folder.write("sn,amount\nC1\n", to: "reports/data/rows.csv")
        let second = try await project.quire("run", "share", "-o", "a.csv")
        #expect(second.exitCode == 1)
        #expect(try project.lines("a.csv") == ["Sn", "C1", "C2", "C3"])
        #expect(try project.files == ["a.csv"])
    }
}
