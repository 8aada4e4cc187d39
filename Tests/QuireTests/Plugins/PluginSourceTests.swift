import QuireTesting
import Testing

@Suite("Rows of a plugin") struct PluginSourceTests {
    /// A report of the rows that a program gives, all its fields as columns.
    ///
    /// - Parameters:
    ///   - body: may define `OFFER`, `opened(params)` and `page(cursor, limit)`.
    ///   - source: further keys of the source.
    ///   - plugin: further keys of the plugin.
    private static func project(
        _ body: String = "", source: String = "", parameters: String = "", plugin: String = ""
    ) -> Project {
        Project([
            "quire.yaml":
                "plugins: { ledger: { command: [python3, ledger.py]\(plugin) } }\ndefaults: { batch_size: 100 }",
            "book.yaml": """
            parameters: {\(parameters)}
            source: { plugin: ledger\(source) }
            columns: [sn, amount, day]
            """,
            "ledger.py": PluginScript.python(
                """
                OFFER = {"protocol": 1, "source": {"fields": {"sn": "text", "amount": "number", "day": "date"}}}
                ROWS = 250

                def opened(params):
                    return {"cursor": 0}

                def row(number):
                    return {"sn": "C%d" % number, "amount": "%d.50" % number, "day": "2026-01-%02d" % (number % 28 + 1)}

                def page(cursor, limit):
                    end = min(cursor + min(limit, 40), ROWS)
                    return {"rows": [row(number) for number in range(cursor, end)], "cursor": end if end < ROWS else None}

                def call(method, params):
                    if method == "source.open":
                        note(json.dumps(params, sort_keys=True, ensure_ascii=False))
                        return opened(params)
                    note("limit %d" % params["limit"])
                    return page(params["cursor"], params["limit"])

                \(body)
                """),
        ])
    }

    @Test("Rows come page by page, in their order and of their types")
    func rows() async throws {
        let project = Self.project()
        let outcome = try await project.quire("run", "book", "-o", "out.ndjson")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let lines = try project.lines("out.ndjson")
        #expect(lines.count == 250)
        #expect(lines.first == #"{"sn":"C0","amount":0.5,"day":"2026-01-01"}"#)
        #expect(lines.last == #"{"sn":"C249","amount":249.5,"day":"2026-01-26"}"#)
        #expect(
            project.pluginNotes.filter { $0.hasPrefix("limit") }.prefix(3) == ["limit 100", "limit 60", "limit 20"])
        #expect(project.pluginsLiving == [])
    }

    @Test("Parameters reach it by their types, what is handed over as it is written")
    func parameters() async throws {
        let project = Self.project(
            "def initialize(params):\n    note(json.dumps(params['with'], sort_keys=True))\n    return OFFER",
            source: ", with: { book: 2026, parts: [a, { b: 1.5 }], none: null }",
            parameters: "from: { type: date }, ids: { type: [integer] }, name: { type: text, required: false }, "
                + "rate: { type: number }")
        let outcome = try await project.quire(
            "run", "book", "from=2026-01-31", "ids=1,2", "rate=0.12345678901234567890", "-o", "out.csv")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let opened = project.pluginNotes.first { $0.hasPrefix(#"{"parameters""#) }
        for part in [
            #""from": "2026-01-31""#, #""ids": [1, 2]"#, #""name": null"#, #""rate": "0.12345678901234567890""#,
        ] {
            #expect(opened?.contains(part) == true, "\(part) in \(opened ?? "")")
        }
        #expect(project.pluginNotes.contains(#"{"book": 2026, "none": null, "parts": ["a", {"b": 1.5}]}"#))
    }

    @Test("check finds a name that it does not give, before the report runs")
    func wrongName() async throws {
        let project = Self.project()
        project.folder.write("source: { plugin: ledger }\ncolumns: [sn, amuont]\n", to: "reports/book.yaml")
        let check = try await project.quire("check")
        #expect(check.exitCode == 1, "\(check.said)")
        #expect(check.standardOutput.contains("book.yaml:2:15: error: there is no field 'amuont'"), "\(check.said)")
        #expect(check.standardOutput.contains("did you mean 'amount'?"))
    }

    /// What a source says that is not as it should be.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var body: String
        var source: String
        var exitCode: Int32
        var says: String

        init(_ name: String, _ body: String, source: String = "", exitCode: Int32 = 1, _ says: String) {
            testDescription = name
            self.body = body
            self.source = source
            self.exitCode = exitCode
            self.says = says
        }

        static let all = [
            Case(
                "a value of another type", "def row(number): return {'sn': 'C', 'amount': 'x' if number == 120 else 1}",
                "error: plugin 'ledger', row 121, field 'amount': 'x' is not a number"),
            Case(
                "a type of the report's that does not fit", "", source: ", fields: { sn: integer }",
                "error: plugin 'ledger', row 1, field 'sn': 'C0' is not an integer"),
            Case(
                "a type for a field that there is not", "", source: ", fields: { sm: integer }", exitCode: 2,
                "error: 'fields' names 'sm', which the plugin 'ledger' does not have"),
            Case(
                "a field that it did not name", "def row(number): return {'sn': 'C', 'amont': 1}",
                "row 1 has the field 'amont', which initialize does not name; it names 'amount'"),
            Case("a row that is no object", "def row(number): return 1", "wanted an object as row 1, came 1"),
            Case(
                "more rows than asked for",
                "def page(cursor, limit): return {'rows': [row(1)] * (limit + 1), 'cursor': None}",
                "wanted 100 rows at most, came 101"),
            Case(
                "no cursor", "def page(cursor, limit): return {'rows': []}",
                "wanted {\"rows\": [{…}, …], \"cursor\": …}"),
            Case(
                "no cursor to begin with", "def opened(params): return {}",
                "source.open: the plugin 'ledger' broke the protocol"),
            Case(
                "no end", "def page(cursor, limit): return {'rows': [], 'cursor': cursor + 1}",
                "the plugin 'ledger' does not come to an end: 1000 pages in a row without rows"),
            Case(
                "a cursor that never moves", "def page(cursor, limit): return {'rows': [row(1)], 'cursor': cursor}",
                "the plugin 'ledger' does not come to an end: source.next gives the cursor that it was asked with, 0"),
            Case(
                "an error",
                "def handle(request):\n    if request['method'] == 'initialize': return answer(request, OFFER)\n"
                    + "    if 'id' in request: send({'jsonrpc': '2.0', 'id': request['id'], 'error': {'code': 7, 'message': 'no such book'}})",
                "error: source.open: no such book (code 7)"),
            Case(
                "always dying", "def page(cursor, limit): os._exit(9)",
                "error: source.next after row 0: the plugin 'ledger' ended with exit code 9"),
            Case(
                "no source at all", "OFFER = {'protocol': 1, 'delivery': {}}", exitCode: 2,
                "the plugin 'ledger' is no source of rows"),
        ]
    }

    @Test("What does not fit fails the run with its place", arguments: Case.all)
    func misfits(_ misfit: Case) async throws {
        let project = Self.project(misfit.body, source: misfit.source)
        let outcome = try await project.quire("run", "book", "-o", "out.csv")
        #expect(outcome.exitCode == misfit.exitCode, "\(outcome.said)")
        #expect(outcome.standardError.contains(misfit.says), "\(outcome.said)")
        #expect(try project.files == [])
        #expect(project.pluginsLiving == [])
    }

    @Test("With 'invalid: blank' a value of another type is null, and so is a field that a row lacks")
    func blank() async throws {
        let project = Self.project(
            "ROWS = 2\ndef row(number): return {'sn': 'C%d' % number, 'amount': 'x' if number else 1}",
            source: ", invalid: blank")
        let outcome = try await project.quire("run", "book", "-o", "out.csv")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.lines("out.csv") == ["Sn,Amount,Day", "C0,1,", "C1,,"])
    }

    @Test("One that dies on the way is started again, and no row is lost or doubled")
    func dies() async throws {
        let project = Self.project(
            """
            whole = page
            def page(cursor, limit):
                if cursor >= 80 and not os.path.exists("died"):
                    open("died", "w").close()
                    os._exit(1)
                return whole(cursor, limit)
            """)
        let outcome = try await project.quire("run", "book", "-o", "out.csv")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(
            try project.lines("out.csv").dropFirst().map { $0.split(separator: ",")[0] } == (0..<250).map { "C\($0)" })
        #expect(project.pluginStarts == 2)
        #expect(
            outcome.standardError.contains(
                "warning: the plugin 'ledger' ended with exit code 1 and was started again\n"), "\(outcome.said)")
    }

    @Test(
        "One that hangs is given up after its 'timeout'",
        arguments: [
            ("def opened(params): time.sleep(600)", "source.open: the plugin 'ledger' did not answer source.open"),
            (
                "def page(cursor, limit): time.sleep(600)",
                "source.next after row 0: the plugin 'ledger' did not answer source.next"
            ),
        ])
    func hangs(_ body: String, _ says: String) async throws {
        let project = Self.project(body, plugin: ", timeout: 300ms")
        let outcome = try await project.quire("run", "book", "-o", "out.csv")
        #expect(outcome.exitCode == 1, "\(outcome.said)")
        #expect(outcome.standardError.contains("error: \(says) within 300 ms"), "\(outcome.said)")
        #expect(outcome.standardError.contains("raise 'timeout' of the plugin in quire.yaml"))
        #expect(project.pluginsLiving == [])
    }

    @Test("A source without rows, and one with a cursor of any kind")
    func cursors() async throws {
        let empty = Self.project("def opened(params): return {'cursor': None}")
        #expect(try await empty.quire("run", "book", "-o", "out.csv").exitCode == 0)
        #expect(try empty.lines("out.csv") == ["Sn,Amount,Day"])
        let object = Self.project(
            """
            def opened(params): return {"cursor": {"at": [0, "金"]}}
            def page(cursor, limit):
                number = cursor["at"][0]
                return {"rows": [row(number)], "cursor": {"at": [number + 1, "金"]} if number < 4 else None}
            """)
        #expect(try await object.quire("run", "book", "-o", "out.csv").exitCode == 0)
        #expect(try object.lines("out.csv").count == 6)
    }
}
