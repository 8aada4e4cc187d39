import GRDBSQLite
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

/// A definition that fits only as long as what it names is not looked at.
struct Misfit: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Files of the project that differ.
    var files: [String: String]
    /// What is then said.
    var says: [String]

    init(_ name: String, _ files: [String: String], says: String...) {
        testDescription = name
        self.files = files
        self.says = says
    }

    static let all = [
        Misfit(
            "a field that the query does not give",
            ["share.yaml": TableLookupTests.report(columns: "[sn, share.our, { title: N, value: upper(names.nme) }]")],
            says: "reports/share.yaml:7:21: error: there is no field 'share.our' [unknown-field]",
            "hint: did you mean 'share.ours'?",
            "reports/share.yaml:7:57: error: there is no field 'names.nme' [unknown-field]",
            "hint: did you mean 'names.name'?"),
        Misfit(
            "a field of another enrichment",
            ["share.yaml": TableLookupTests.report("names: { lookup: names, input: { sn: share.serial } }")],
            says: "reports/share.yaml:5:46: error: there is no field 'share.serial' [unknown-field]"),
        Misfit(
            "default values of other fields, and of another type",
            [
                "share.yaml": TableLookupTests.report(
                    "names: { lookup: names, input: { sn: sn }, on_missing: { nam: x }, on_error: { size: big } }")
            ],
            says: "reports/share.yaml:5:60: error: 'names.name' has no field 'nam' [unknown-field]",
            "hint: did you mean 'name'?", "reports/share.yaml:5:88: error: 'big' is no number [wrong-type]"),
        Misfit(
            "a waterfall of other fields",
            ["share.yaml": TableLookupTests.report("names: { lookup: [names, share.ours], input: { sn: sn } }")],
            says: "reports/share.yaml:5:28: error: 'share.ours' does not have the inputs and fields of 'names.name' "
                + "[invalid-waterfall]"),
        Misfit(
            "a query that is wrong",
            ["services/share.yaml": TableLookupTests.share.replacing("SELECT sn, ours", with: "SELECT sn, our")],
            says: "reports/services/share.yaml:6:23: error: the query is wrong: no such column: our [query]"),
        Misfit(
            "a query without the input",
            ["services/share.yaml": TableLookupTests.share.replacing("SELECT sn, ours", with: "SELECT ours")],
            says: "reports/services/share.yaml:6:12: error: the query does not give the input 'sn' under its name"),
        Misfit(
            "a column that the file does not have",
            ["services/names.yaml": TableLookupTests.names.replacing("Contract No", with: "Contract")],
            says: "reports/services/names.yaml:4:54: error: 'data/names.csv' has no column 'Contract' [unknown-field]",
            "hint: it has Contract No, name, size; 'match' says which column an input is"),
        Misfit(
            "a type for a column that the file does not have",
            ["services/names.yaml": TableLookupTests.names.replacing("size: number", with: "sizes: number")],
            says: "reports/services/names.yaml:2:7: error: 'fields' names 'sizes', which data/names.csv does not have"),
    ]
}

@Suite("Lookups in a database and in a file") struct TableLookupTests {
    static let share = """
        kind: sql
        connection: crm
        lookups:
          ours:
            input: { sn: text }
            query: SELECT sn, ours, currency FROM share WHERE sn IN (:sn)
          rate:
            input: { currency: text, day: date }
            query: SELECT currency, day, rate FROM rate WHERE (currency, day) IN (:keys)
        """
    static let names = """
        kind: file
        file: data/names.csv
        fields: { size: number }
        lookups: { name: { input: { sn: text }, match: { sn: "Contract No" } } }
        """

    static func report(
        _ enrichment: String = "names: { lookup: names, input: { sn: sn } }",
        columns: String = "[sn, share.ours, names.name, names.size]"
    ) -> String {
        """
        title: Share
        source: { file: data/rows.csv, fields: { day: date } }
        enrich:
          share: { lookup: share.ours, input: { sn: sn } }
          \(enrichment)
          rate: { lookup: share.rate, input: { currency: share.currency, day: day }, on_missing: { rate: 1.5 } }
        columns: \(columns)
        """
    }

    /// - Parameter files: those that differ.
    private static func project(_ files: [String: String] = [:]) throws -> Project {
        let usual = [
            "quire.yaml": "connections: { crm: { kind: sqlite, file: data/crm.db } }", "services/share.yaml": share,
            "services/names.yaml": names, "share.yaml": report(),
            "data/rows.csv": "sn,day\nC1,2026-01-02\nC2,2026-01-02\nC3,2026-01-03\nC4,2026-01-02\n,2026-01-02\n",
            "data/names.csv": "Contract No,name,size\nC1,Acme,1\nC3,Beta,3\nC1,Again,9\nC4,,\n",
        ]
        let project = Project(usual.merging(files) { _, given in given })
        try project.makeDatabase(
            """
            CREATE TABLE share (sn TEXT, ours REAL, currency TEXT);
            INSERT INTO share VALUES
                ('C1', 0.25, 'EUR'), ('C2', 0.5, 'USD'), ('C3', 0.75, 'EUR'), ('C3', 1, 'CNY'), ('C2', 1, 'CNY');
            CREATE TABLE rate (currency TEXT, day DATE, rate REAL);
            INSERT INTO rate VALUES ('EUR', '2026-01-02', 1.1), ('USD', '2026-01-02', 0.9);
            """)
        return project
    }

    @Test("give fields by one key and by several, one after the other, and say which keys have more than one row")
    func chain() async throws {
        let columns =
            "[sn, share.ours, rate.rate, names.name, { title: Weight, value: \"round(names.size * rate.rate, 2)\" }]"
        let project = try Self.project(["share.yaml": Self.report(columns: columns)])
        let outcome = try await project.quire("run", "share", "-o", "out.csv", "--summary", "json")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(
            try project.lines("out.csv") == [
                "Sn,Share ours,Rate rate,Names name,Weight", "C1,0.25,1.1,Acme,1.1", "C2,0.5,0.9,,",
                "C3,0.75,1.5,Beta,4.5",
                "C4,,,,", ",,,,",
            ])
        let summary = try Summary(outcome.standardOutput)
        #expect(
            summary.warnings == [
                "names.name: 1 rows for a key that had one already",
                "share.ours: 2 rows for a key that had one already",
            ])
        for (name, found, missing, skipped) in [("share", 3, 1, 1), ("names", 3, 1, 1), ("rate", 2, 1, 2)] {
            let counts = try #require(summary.enrichments[name])
            #expect((counts.found, counts.missing, counts.skipped) == (found, missing, skipped), "\(name)")
            #expect(counts.calls == 1)
        }
    }

    @Test("pass a key that they do not have to the next lookup of a waterfall")
    func waterfall() async throws {
        let project = try Self.project([
            "share.yaml": """
            source: { file: data/rows.csv }
            enrich:
              discount: { lookup: [special, tether.discount], input: { sn: sn } }
            columns: [sn, discount.ours, discount.currency]
            """,
            "services/special.yaml": """
            kind: file
            file: data/special.csv
            fields: { ours: number }
            lookups: { discount: { input: { sn: text } } }
            """,
            "services/tether.yaml": Project.tether(), "data/special.csv": "sn,ours,currency\nC2,0.9,EUR\n",
            "data/rows.csv": "sn\nC1\nC2\nX3\n",
        ])
        let asked = Asked()
        let (outcome, _) = try await project.quire(
            "run", "share", "-o", "-", "--format", "csv", answering: asked.tether())
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.lines.map { $0.prefix(7) } == ["Sn,Disc", "C1,0.25", "C2,0.9,", "X3,,"])
        #expect(asked.all == ["C1": 1, "X3": 1])
    }

    @Test("are checked, listed and shown without being opened")
    func closed() async throws {
        let project = Project([
            "quire.yaml": "connections: { crm: { kind: sqlite, file: data/crm.db } }",
            "services/share.yaml": Self.share, "services/names.yaml": Self.names, "share.yaml": Self.report(),
        ])
        let check = try await project.quire("check")
        #expect(check.exitCode == 0, "\(check.said)")
        #expect(try await project.quire("list").lines == ["share  Share"])
        let show = try await project.quire("show", "share")
        for line in ["  names_name: Names name", "  rate: share.rate, after share", "  share: sql, 4 calls at once"] {
            #expect(show.lines.contains(line), "\(show.said)")
        }
        let run = try await project.quire("run", "share")
        #expect(run.exitCode == 1, "\(run.said)")
        #expect(
            run.standardError.contains("there is no file 'data/rows.csv'") || run.standardError.contains("names.csv"))
    }

    @Test("are shown by preview")
    func preview() async throws {
        let outcome = try await Self.project().quire("preview", "share", "--rows", "1")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.standardOutput.contains("Acme"))
    }

    @Test("are held against their definitions once they are open, before a row is read", arguments: Misfit.all)
    func misfits(_ misfit: Misfit) async throws {
        let project = try Self.project(misfit.files)
        let check = try await project.quire("check", "share")
        #expect(check.exitCode == 0, "\(check.said)")
        let run = try await project.quire("run", "share", "-o", "out.csv")
        #expect(run.exitCode == 2, "\(run.said)")
        for part in misfit.says { #expect(run.standardError.contains(part), "\(run.said)") }
        #expect(try project.files == [])
    }

    @Test("need a connection that is there, and its variables")
    func connections() async throws {
        let unknown = try Self.project(["services/share.yaml": Self.share.replacing(": crm", with: ": crn")])
        let outcome = try await unknown.quire("run", "share")
        #expect(outcome.exitCode == 2)
        #expect(
            outcome.standardError.contains(
                "reports/services/share.yaml:2:13: error: the project has no connection 'crn' [unknown-connection]"))
        let lacking = try Self.project(["quire.yaml": "connections: { crm: { kind: sqlite, file: '${CRM}/crm.db' } }"])
        let other = Self.report(columns: "[sn, names.name]")
        lacking.folder.write(other, to: "reports/other.yaml")
        let without = try await lacking.quire("run", "share", "-o", "out.csv")
        #expect(without.exitCode == 2)
        #expect(without.standardError.contains("the environment has no 'CRM'"), "\(without.said)")
        #expect(try await lacking.quire("run", "other", "-o", "out.csv").exitCode == 0)
        let with = try await lacking.quire("run", "share", "-o", "out.csv", environment: ["CRM": "data"])
        #expect(with.exitCode == 0, "\(with.said)")
    }

    @Test("say that another program has the database locked, once they have waited for it")
    func locked() async throws {
        let project = try Self.project()
        var other: OpaquePointer?
        defer { sqlite3_close(other) }
        sqlite3_open(project.folder.file("reports/data/crm.db"), &other)
        #expect(sqlite3_exec(other, "BEGIN EXCLUSIVE", nil, nil, nil) == SQLITE_OK)
        let outcome = try await project.quire("run", "share", "-o", "out.csv")
        #expect(outcome.exitCode == 1, "\(outcome.said)")
        #expect(outcome.standardError.contains("the database 'data/crm.db' is locked by another program"))
    }

    @Test("look a hundred thousand keys up in the time that a test has")
    func manyKeys() async throws {
        let count = 100_000
        let project = try Self.project([
            "share.yaml": Self.report(columns: "[sn, share.ours, names.size]"),
            "data/rows.csv": "sn,day\n" + (1...count).map { "C\($0),\n" }.joined(),
            "data/names.csv": "Contract No,name,size\n" + (1...count).map { "C\($0),,\($0)\n" }.joined(),
        ])
        try project.makeDatabase(
            """
            DELETE FROM share;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
                INSERT INTO share SELECT 'C' || i, i / 4.0, 'EUR' FROM n;
            CREATE UNIQUE INDEX share_sn ON share (sn);
            """)
        let outcome = try await project.quire("run", "share", "-o", "out.csv", "--summary", "json")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let summary = try Summary(outcome.standardOutput)
        #expect(summary.enrichments["share"]?.found == count)
        #expect(summary.enrichments["names"]?.found == count)
        #expect(try #require(summary.enrichments["share"]?.calls) <= 250)
        #expect(try project.lines("out.csv").last == "C100000,25000,100000")
    }

    @Test("end a query that would take for ever when its time is over")
    func endless() async throws {
        let query = """
            |
                  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                  SELECT 'C1' AS sn, max(i) AS ours, '' AS currency FROM n WHERE 'C1' IN (:sn)
            """
        let project = try Self.project([
            "services/share.yaml": Self.share.replacing(
                "SELECT sn, ours, currency FROM share WHERE sn IN (:sn)", with: query)
                + "\ntimeout: 200ms\nretry: { max_attempts: 2, initial_interval: 10ms }"
        ])
        let outcome = try await project.quire("run", "share", "-o", "out.csv")
        #expect(outcome.exitCode == 1, "\(outcome.said)")
        #expect(outcome.standardError.contains("no answer within 200 ms"), "\(outcome.said)")
        #expect(try project.files == [])
    }
}
