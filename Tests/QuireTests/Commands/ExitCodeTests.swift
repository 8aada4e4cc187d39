import QuireModel
import QuireStandIn
import QuireTesting
import Testing

/// A command that goes wrong before anything is asked or written.
struct Refusal: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var arguments: [String]
    /// Files of the project that differ.
    var files: [String: String] = [:]
    /// Parts of what it says.
    var says: [String]

    init(_ name: String, _ arguments: String..., files: [String: String] = [:], says: String...) {
        testDescription = name
        self.arguments = arguments
        self.files = files
        self.says = says
    }

    static let usage: [Refusal] = [
        Refusal("no command of that name", "rnu", "share", says: "rnu"),
        Refusal("no report named", "run", says: "<report>"),
        Refusal("an unknown option", "run", "share", "--formt", "csv", says: "--formt"),
        Refusal(
            "an unknown report", "run", "shar", says: "error: there is no report 'shar' in reports [unknown-report]",
            "  hint: did you mean 'share'?"),
        Refusal("an unknown report to preview", "preview", "shar", says: "there is no report 'shar'"),
        Refusal("an unknown report to show", "show", "shar", says: "did you mean 'share'?"),
        Refusal("an unknown name to check", "check", "shar", says: "shar", "did you mean 'share'?"),
        Refusal("an unknown report to plan", "plan", "shar", says: "there is no report 'shar'"),
        Refusal(
            "a latency that is no duration", "plan", "share", "--latency", "soon",
            says: "--latency is a duration, not 'soon'", "500ms"),
        Refusal("a plan of a limit of none", "plan", "share", "--limit", "0", says: "--limit is at least 1, not 0"),
        Refusal("a plan of an unknown column", "plan", "share", "--columns", "our", says: "no column 'our'"),
        Refusal("no project", "list", "--project", "nowhere", says: "nowhere"),
        Refusal(
            "a parameter without a value", "run", "share", "region", says: "'region' is no parameter", "name=value"),
        Refusal(
            "an unknown column", "run", "share", "--columns", "sn,our", says: "no column 'our'", "did you mean 'ours'?"),
        Refusal("an unknown column to sort by", "run", "share", "--sort", "-our", says: "no column 'our'", "'ours'"),
        Refusal("no columns", "run", "share", "--columns", "", says: "--columns names no column"),
        Refusal("a parameter that is given twice", "run", "share", "a=1", "a=2", says: "no parameter 'a'"),
        Refusal("a report outside the project", "run", "../reports/share", says: "no report '../reports/share'"),
        Refusal("a service for a report", "run", "services/tether", says: "no report 'services/tether'"),
        Refusal("a filter with a statement of its own", "run", "share", "--where", "1; SELECT 2", says: "error: "),
        Refusal("a filter that reads the clock", "run", "share", "--where", "date('now') > 1", says: ":today"),
        Refusal(
            "a sample project where a file is", "init", "reports/share.yaml", says: "'reports/share.yaml' is a file"),
        Refusal("an unknown sheet", "run", "share", "--sheet", "Sahre", says: "no sheet 'Sahre'", "'Share'"),
        Refusal("an unknown format", "run", "share", "--format", "xlsb", says: "no format 'xlsb'", "xlsx"),
        Refusal("a filter that is no expression", "run", "share", "--where", "sn = ", says: "error: "),
        Refusal("a filter over an unknown field", "run", "share", "--where", "amont > 1", says: "'amont'", "'amount'"),
        Refusal("a limit of none", "run", "share", "--limit", "0", says: "--limit is at least 1, not 0"),
        Refusal("a limit below none", "run", "share", "--limit", "-1", says: "--limit is at least 1, not -1"),
        Refusal("rows below none", "preview", "share", "--rows", "-3", says: "--rows is at least 1, not -3"),
        Refusal("columns that name none", "run", "share", "--columns", ",", says: "--columns names no column"),
        Refusal("a sort that names no column", "run", "share", "--sort", ",,", says: "--sort names no column"),
        Refusal("a limit that is no number", "run", "share", "--limit", "x", says: "--limit"),
        Refusal("a folder that is not there", "run", "share", "-o", "nowhere/out.xlsx", says: "no folder", "nowhere"),
        Refusal(
            "a workbook to standard output", "run", "share", "-o", "-", "--format", "xlsx", says: "standard output",
            "--format csv"),
    ]

    static let definitions: [Refusal] = [
        Refusal(
            "a misspelt key", "run", "share", files: ["share.yaml": "titel: Share\n" + Project.share.dropTitle],
            says: "reports/share.yaml:1:1: error: unknown key 'titel' [unknown-key]", "  hint: did you mean 'title'?"),
        Refusal(
            "broken YAML", "run", "share", files: ["share.yaml": "title: [Share\n"], says: "reports/share.yaml:",
            "error: "),
        Refusal(
            "an enrichment of an unknown lookup", "run", "share",
            files: ["share.yaml": Project.share.replacing("tether.discount", with: "tether.discont")],
            says: "reports/share.yaml:4:21: error: ", "discont", "'discount'"),
        Refusal(
            "an unknown service", "run", "share",
            files: ["share.yaml": Project.share.replacing("tether.discount", with: "teher.discount")],
            says: "reports/share.yaml:4:21: error: ", "teher", "'tether'"),
        Refusal(
            "an error in the service it uses", "run", "share",
            files: ["services/tether.yaml": Project.tether("timeout: soon")],
            says: "reports/services/tether.yaml:3:10: error: ", "soon"),
        Refusal(
            "enrichments that wait for one another", "run", "share",
            files: [
                "share.yaml": """
                title: Share
                source: { file: data/rows.csv }
                enrich:
                  a: { lookup: tether.discount, input: { sn: b.currency } }
                  b: { lookup: tether.discount, input: { sn: a.currency } }
                columns: [sn, a.ours]
                """
            ], says: "a", "→", "b"),
        Refusal(
            "a field that the source turns out not to have", "run", "share",
            files: ["share.yaml": Project.share.replacing("  - sn\n", with: "  - sn\n  - amont\n")],
            says: "reports/share.yaml:7:5: error: ", "'amont'", "did you mean 'amount'?"),
        Refusal(
            "an enrichment's field that there is not", "run", "share",
            files: ["share.yaml": Project.share.replacing("tether.ours", with: "tether.our")],
            says: "reports/share.yaml:7:34: error: ", "'tether.our'", "did you mean 'tether.ours'?"),
        Refusal(
            "a field, to plan with, that the source turns out not to have", "plan", "share",
            files: ["share.yaml": Project.share.replacing("  - sn\n", with: "  - sn\n  - amont\n")],
            says: "reports/share.yaml:7:5: error: ", "'amont'", "did you mean 'amount'?"),
        Refusal(
            "a query that is no SQL, at its place", "run", "share",
            files: ["share.yaml": query("SELECT sn\n    FORM contract")], says: "reports/share.yaml:6:", "error: ",
            "\"contract\""),
        Refusal(
            "a query of a table that there is not", "run", "share",
            files: ["share.yaml": query("SELECT sn\n    FROM contrct")], says: "reports/share.yaml:", "contrct"),
        Refusal(
            "a format code that no spreadsheet takes", "run", "share",
            files: ["share.yaml": Project.share.replacing("value: tether.ours", with: "value: sn, format: '[[['")],
            says: "reports/share.yaml:7:", "the format code '[[[' has a '[' that is never closed"),
        Refusal(
            "a batch of more rows than memory holds", "run", "share",
            files: ["quire.yaml": "defaults: { batch_size: 9223372036854775807 }"],
            says: "reports/quire.yaml:1:", "'batch_size' is from 1 to 100000"),
        Refusal(
            "a delimiter that is a quote", "run", "share",
            files: ["share.yaml": Project.share.replacing("rows.csv,", with: "rows.csv, delimiter: '\"',")],
            says: "reports/share.yaml:2:", "'delimiter' is one ASCII character"),
        Refusal(
            "a connection that there is not", "run", "share",
            files: ["share.yaml": query("SELECT sn FROM contract").replacing("crm", with: "crn")],
            says: "reports/share.yaml:3:", "'crn'", "'crm'"),
        Refusal(
            "a statement that writes", "run", "share", files: ["share.yaml": query("DELETE FROM contract")],
            says: "reports/share.yaml:", "error: "),
    ]

    static func query(_ sql: String) -> String {
        """
        title: Share
        source:
          connection: crm
          query: |
            \(sql)
        columns: [sn]
        """
    }
}

extension String {
    fileprivate var dropTitle: String { String(drop { $0 != "\n" }.dropFirst()) }
}

@Suite struct ExitCodeTests {
    private func refuse(_ refusal: Refusal) async throws {
        var project = Project()
        for (name, text) in refusal.files { project.folder.write(text, to: "reports/" + name) }
        project.environment["TETHER_URL"] = "http://127.0.0.1:1"
        try project.makeDatabase("CREATE TABLE contract (sn TEXT); INSERT INTO contract VALUES ('C1')")
        let outcome = try await project.quire(refusal.arguments)
        #expect(outcome.exitCode == 2, "\(outcome.said)")
        #expect(outcome.standardOutput == "")
        for part in refusal.says { #expect(outcome.standardError.contains(part), "\(outcome.standardError)") }
        #expect(try project.files == [])
    }

    private static func base() -> [String: String] {
        [
            "share.yaml": Project.share, "services/tether.yaml": Project.tether(), "data/rows.csv": Project.rows(3),
            "quire.yaml": "connections: { crm: { kind: sqlite, file: data/crm.db } }",
        ]
    }

    @Test("Wrong usage ends with 2 and says what is meant", arguments: Refusal.usage)
    func usage(_ refusal: Refusal) async throws {
        try await refuse(refusal.over(Self.base()))
    }

    @Test("A definition with errors ends with 2 and names the place", arguments: Refusal.definitions)
    func definitions(_ refusal: Refusal) async throws {
        try await refuse(refusal.over(Self.base()))
    }

    @Test("A variable that the environment lacks is missed where it is used, and only there")
    func missingVariable() async throws {
        let project = Project()
        let used = Project(report: Project.share)
        let outcome = try await used.quire("run", "share")
        #expect(outcome.exitCode == 2)
        #expect(
            outcome.standardError.contains(
                "reports/services/tether.yaml:1:6: error: the environment has no 'TETHER_URL' [missing-variable]"),
            "\(outcome.standardError)")
        #expect(outcome.standardError.contains("hint: set it, or write ${TETHER_URL:-default}"))
        #expect(try used.files == [])
        #expect(try project.files == [])
        let unused = try await used.quire("run", "share", "--columns", "sn", "-o", "-", "--format", "csv")
        #expect(unused.exitCode == 0, "\(unused.said)")
        #expect(unused.lines == ["Sn", "C1", "C2", "C3"])
    }

    @Test("A connection's missing variable is missed by the reports that use it")
    func missingConnection() async throws {
        let project = Project(report: Refusal.query("SELECT 1 AS sn"))
        project.folder.write(
            "connections:\n  crm: { kind: sqlite, file: \"${CRM_FILE}\" }\n", to: "reports/quire.yaml")
        let outcome = try await project.quire("run", "share", "-o", "out.csv")
        #expect(outcome.exitCode == 2)
        #expect(
            outcome.standardError.contains("reports/quire.yaml:2:30: error: the environment has no 'CRM_FILE'"),
            "\(outcome.standardError)")
        try project.makeDatabase("CREATE TABLE contract (sn TEXT)")
        let set = try await project.quire("run", "share", "-o", "out.csv", environment: ["CRM_FILE": "data/crm.db"])
        #expect(set.exitCode == 0, "\(set.said)")
    }

    @Test("What is broken elsewhere in the project does not keep a report from running")
    func brokenElsewhere() async throws {
        let project = Project(report: "title: Plain\nsource: { file: data/rows.csv }\ncolumns: [sn]\n")
        project.folder.write("titel: [", to: "reports/other.yaml")
        project.folder.write("kind: http\nlookups: 5\n", to: "reports/services/other.yaml")
        project.folder.write(
            "connections: { other: { kind: sqlite, fil: x }, gone: { kind: sqlite, file: \"${GONE}\" } }\n",
            to: "reports/quire.yaml")
        let outcome = try await project.quire("run", "share", "-o", "out.csv")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let check = try await project.quire("check")
        #expect(check.exitCode == 1)
        for name in ["other.yaml", "services/other.yaml", "quire.yaml:1:"] {
            #expect(check.standardOutput.contains("reports/" + name), "\(check.standardOutput)")
        }
        let list = try await project.quire("list")
        #expect(list.exitCode == 0)
        #expect(list.standardOutput.contains("other  has errors: see `quire check other`"))
    }

    /// What the rows are, and what a run says to that.
    static let failures: [(rows: String, says: String)] = [
        (
            "sn,amount\nC1,5\nC2,much\n",
            "error: data/rows.csv, line 3, field 'amount': 'much' is not a number\n  hint: "
        ),
        ("sn,amount\nC1,5,6\n", "error: data/rows.csv, line 2"), ("sn,sn,amount\nC1,C1,6\n", "'sn'"),
        ("sn,amount\n\"C1,5\n", "error: data/rows.csv, line "),
    ]

    @Test("A run that fails ends with 1 and leaves nothing", arguments: failures)
    func failed(rows: String, says: String) async throws {
        let project = Project(rows: rows)
        let (outcome, _) = try await project.quire("run", "share", "-o", "out.xlsx", answering: Project.known)
        #expect(outcome.exitCode == 1, "\(outcome.said)")
        #expect(outcome.standardError.contains(says), "\(outcome.standardError)")
        #expect(outcome.standardOutput == "")
        #expect(try project.files == [])
    }

    @Test("A source's file that is not there fails the run")
    func noFile() async throws {
        let project = Project(report: Project.share.replacing("rows.csv", with: "row.csv"))
        let outcome = try await project.quire("run", "share", environment: ["TETHER_URL": "http://127.0.0.1:1"])
        #expect(outcome.exitCode == 1)
        #expect(outcome.standardError.contains("error: there is no file 'data/row.csv'"))
    }

    @Test(
        "Help and version end with 0", arguments: [["--version"], ["--help"], ["run", "--help"], ["help", "check"]])
    func help(_ arguments: [String]) async throws {
        let outcome = try await Project().quire(arguments)
        #expect(outcome.exitCode == 0)
        #expect(!outcome.standardOutput.isEmpty)
        #expect(outcome.standardError.isEmpty)
    }

    @Test(
        "Every command's help has an example",
        arguments: ["demo", "init", "run", "preview", "plan", "list", "show", "check"])
    func example(_ command: String) async throws {
        let outcome = try await Project().quire("help", command)
        #expect(outcome.standardOutput.contains("Example:"))
        #expect(outcome.standardOutput.contains("quire \(command)"))
    }
}

extension Refusal {
    fileprivate func over(_ base: [String: String]) -> Refusal {
        var refusal = self
        refusal.files = base.merging(files) { _, own in own }
        return refusal
    }
}
