import Foundation
import QuireModel
import QuireTesting
import Testing

@Suite struct ListingTests {
    private static let files = [
        "contracts.yaml": """
        title: Contracts
        description: What was signed.
        parameters:
          day: { type: date }
          regions: { type: [text], default: [east, west], label: Regions }
          region: { type: text, choices: [east, west], required: false }
          pin: { type: text, secret: true, default: hidden }
        source: { file: data/rows.csv }
        enrich:
          tether: { lookup: tether.discount, input: { sn: sn } }
          later: { lookup: tether.discount, input: { sn: tether.currency } }
        columns: [sn, { title: 客户, value: later.ours }]
        """,
        "finance/aging.yaml": "title: Aging\nsource: { file: data/rows.csv }\ncolumns: [sn]\n",
        "services/tether.yaml": Project.tether(), "data/rows.csv": "sn\nC1\n",
    ]

    @Test("list --json has name, title, description and next run")
    func list() async throws {
        let outcome = try await Project(Self.files).quire("list", "--json")
        #expect(
            outcome.standardOutput == """
                [{"name":"contracts","title":"Contracts","description":"What was signed.","next_run":null},\
                {"name":"finance/aging","title":"Aging","description":null,"next_run":null}]

                """)
    }

    @Test("A link that leads nowhere is one report with an error, and no link leads in circles")
    func links() async throws {
        let project = Project(Self.files)
        let reports = project.folder.file("reports")
        try FileManager.default.createSymbolicLink(
            atPath: reports + "/gone.yaml", withDestinationPath: reports + "/nowhere")
        try FileManager.default.createSymbolicLink(atPath: reports + "/again", withDestinationPath: reports)
        let list = try await project.quire("list")
        #expect(list.exitCode == 0, "\(list.said)")
        #expect(
            list.lines == [
                "contracts      Contracts", "finance/aging  Aging", "gone           has errors: see `quire check gone`",
            ])
        let check = try await project.quire("check")
        #expect(check.exitCode == 1)
        #expect(check.standardOutput.contains("there is no file 'reports/gone.yaml'"), "\(check.said)")
    }

    @Test("show --json has parameters, columns, enrichments and schedules")
    func show() async throws {
        let outcome = try await Project(Self.files).quire("show", "contracts", "--json")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(
            outcome.standardOutput == """
                {"name":"contracts","title":"Contracts","description":"What was signed.","parameters":[\
                {"name":"day","type":"date","required":true,"default":null,"choices":null,"label":null,"description":null},\
                {"name":"regions","type":"[text]","required":false,"default":["east","west"],"choices":null,"label":"Regions","description":null},\
                {"name":"region","type":"text","required":false,"default":null,"choices":["east","west"],"label":null,"description":null},\
                {"name":"pin","type":"text","required":false,"default":null,"choices":null,"label":null,"description":null}],\
                "columns":[{"id":"sn","title":"Sn","sheet":"Contracts"},{"id":"column_2","title":"客户","sheet":"Contracts"}],\
                "enrichments":[{"name":"tether","lookup":"tether.discount","depends_on":[]},\
                {"name":"later","lookup":"tether.discount","depends_on":["tether"]}],"schedules":[]}

                """)
    }

    @Test(
        "show says how much each service may be asked",
        arguments: [
            ("limits: { max_concurrency: 64, adaptive: true }", "tether: http, adaptive, up to 64 calls at once"),
            ("limits: { rate: 600/m }", "tether: http, 32 calls at once, 10/s"),
        ])
    func showService(limits: String, line: String) async throws {
        let outcome = try await Project(service: Project.tether(limits)).quire("show", "share")
        #expect(outcome.lines.last == "  " + line, "\(outcome.said)")
    }

    @Test("check --json has file, line, column, severity, code, message and hint")
    func check() async throws {
        var files = Self.files
        files["finance/aging.yaml"] = "titel: Aging\nsource: { file: data/rows.csv }\ncolumns: [sn]\n"
        let outcome = try await Project(files).quire("check", "finance/aging", "--json")
        #expect(outcome.exitCode == 1)
        #expect(
            outcome.standardOutput == """
                {"diagnostics":[{"file":"reports/finance/aging.yaml","line":1,"column":1,"severity":"error",\
                "code":"unknown-key","message":"unknown key 'titel'","hint":"did you mean 'title'?"}]}

                """)
    }

    @Test("check prints every problem of every file, and with --strict fails on warnings")
    func checkAll() async throws {
        var files = Self.files
        files["contracts.yaml"] = files["contracts.yaml"]?.replacing("later.ours", with: "tether.ours")
        let project = Project(files)
        let environment = ["TETHER_URL": "http://127.0.0.1:1"]
        let unused = try await project.quire("check", environment: environment)
        #expect(unused.exitCode == 0, "\(unused.said)")
        #expect(unused.standardOutput.contains("reports/contracts.yaml:11:3: warning: "), "\(unused.standardOutput)")
        #expect(unused.standardOutput.contains("later"))
        #expect(try await project.quire("check", "--strict", environment: environment).exitCode == 1)
        #expect(try await Project(Self.files).quire("check", "--strict", environment: environment).exitCode == 0)
    }

    @Test("The project is reports/ here or in a parent folder, QUIRE_PROJECT before that, --project before all")
    func folders() async throws {
        let project = Project(Self.files)
        project.folder.write("", to: "deep/er/empty")
        project.folder.write("title: Other\nsource: { file: x.csv }\ncolumns: [a]\n", to: "other/one.yaml")
        project.folder.write("title: Third\nsource: { file: x.csv }\ncolumns: [a]\n", to: "third/two.yaml")
        let here = try await project.quire("list")
        #expect(try await project.quire(["list"], in: "deep/er").lines == here.lines)
        let other = ["QUIRE_PROJECT": project.folder.file("other")]
        #expect(try await project.quire("list", environment: other).lines == ["one  Other"])
        #expect(
            try await project.quire(["list"], environment: ["QUIRE_PROJECT": "../../other"], in: "deep/er").lines == [
                "one  Other"
            ])
        #expect(try await project.quire("list", "--project", "third", environment: other).lines == ["two  Third"])
        let none = try await Project().quire("list")
        #expect(none.exitCode == 2)
        #expect(none.standardError.contains("there is no folder 'reports' here or above [unknown-project]"))
    }
}
