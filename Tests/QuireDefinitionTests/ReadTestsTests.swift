import QuireDefinition
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@Suite struct ReadTestsTests {
    private func tests(_ text: String, source: String) throws -> [CheckedTest] {
        let project = SampleProject()
        project.write(
            """
            source: \(source)
            enrich:
              fx: { lookup: fx, input: { currency: currency, day: day } }
            columns: [sn, { title: Worth, value: amount * fx.rate }]
            """, to: "a.yaml")
        project.write(text, to: "a.test.yaml")
        var loader = project.loader()
        let tested = try loader.tests(of: "a")
        let errors = loader.diagnostics.filter { $0.severity == .error }
        guard let tested, errors.isEmpty else { throw DiagnosticError(errors) }
        return tested.tests
    }

    private static let text = """
        tests:
          - name: one
            parameters: { now: 2026-03-01T08:30 }
            rows:
              - { sn: 0012, amount: 1.50, currency: USD, day: 2026-01-02 }
              - { sn: C2, currency: ~ }
            lookups:
              fx:
                [USD, 2026-01-02]: { rate: "7.12" }
                [EUR, 2026-01-02]: missing
                [GBP, 2026-01-02]: { error: out of order }
                [JPY, 2026-01-02]: "error: out of order"
                [CNY, 2026-01-02]: {}
            expect:
              - { worth: 1 }
              - { sn: C2 }
        """

    @Test("Rows of a file are of the types under `fields`, and text where these say nothing")
    func fileRows() throws {
        let test = try #require(
            tests(Self.text, source: "{ file: a.csv, fields: { amount: number, day: date } }").first)
        #expect(test.fields.map(\.name) == ["sn", "amount", "currency", "day"])
        let day = Value.date(CalendarDate(daysSinceEpoch: 20_455))
        #expect(
            test.rows == [
                [.text("0012"), .number(1.5), .text("USD"), day], [.text("C2"), .null, .null, .null],
            ])
    }

    @Test("Rows of a query are as they are written where `fields` says nothing")
    func queryRows() throws {
        let test = try #require(
            tests(Self.text, source: "{ connection: crm, query: SELECT 1, fields: { amount: text } }").first)
        #expect(test.rows[0] == [.integer(12), .text("1.50"), .text("USD"), .text("2026-01-02")])
    }

    @Test("A value that does not fit is null where the source says so")
    func blank() throws {
        let text = Self.text.replacing("1.50", with: "much")
        let source = "{ file: a.csv, fields: { amount: number }, invalid: blank }"
        #expect(try tests(text, source: source).first?.rows[0][1] == .null)
        #expect(throws: DiagnosticError.self) {
            try tests(text, source: source.replacing("blank", with: "fail"))
        }
    }

    @Test("Answers are found, missing or failed, by keys of the inputs' types")
    func answers() throws {
        let test = try #require(tests(Self.text, source: "{ file: a.csv }").first)
        let day = Value.date(CalendarDate(daysSinceEpoch: 20_455))
        let failed = LookupReply.KeyReply.failed(message: "out of order", mayRetry: false)
        let expected: [String: LookupReply.KeyReply] = [
            "USD": .found([.number(7.12)]), "EUR": .missing, "GBP": failed, "JPY": failed, "CNY": .found([.null]),
        ]
        #expect(test.answers["fx"]?.count == expected.count)
        for (currency, reply) in expected {
            #expect(test.answers["fx"]?[LookupKey([.text(currency), day])] == reply, "\(currency)")
        }
    }

    @Test("The columns looked at are those that some row names; the present is what a test says")
    func columns() throws {
        let test = try #require(tests(Self.text, source: "{ file: a.csv }").first)
        #expect(test.columns == ["sn", "worth"])
        #expect(test.now.map { "\($0)" } == "2026-03-01 08:30:00")
        #expect(test.scheduledAt == nil)
        #expect(test.parameters.entries.isEmpty)
    }

    @Test("Without rows the fields are those that the columns need")
    func noRows() throws {
        let text = "tests: [{ name: none, rows: [], expect: [] }, { name: one, rows: [], expect: [{ worth: 1 }] }]"
        let fields = try tests(text, source: "{ file: a.csv, distinct_by: [sn] }").map { $0.fields.map(\.name) }
        #expect(fields == [["sn"], ["amount", "currency", "day", "sn"]])
    }

    @Test("Tests without their report are told, and so is a report without tests")
    func alone() throws {
        let project = SampleProject()
        project.write("columns: [sn]\nsource: { file: a.csv }\n", to: "b.yaml")
        project.write("tests: []\n", to: "c.test.yaml")
        let told = project.check().filter { $0.severity == .error }
        #expect(told.map(\.code) == ["unknown-report"])
        #expect(told.first?.position?.file.hasSuffix("/c.test.yaml") == true)
        #expect(told.first?.hint == "did you mean 'b'?")
        for (name, code) in [("b", "no-tests"), ("c", "unknown-report"), ("d", "unknown-report")] {
            let error = #expect(throws: DiagnosticError.self) {
                var loader = project.loader()
                _ = try loader.tests(of: name)
            }
            #expect(error?.diagnostics.map(\.code) == [code], "\(name)")
        }
    }

    @Test("Broken tests do not keep their report from running, and are told by check")
    func brokenTests() throws {
        let project = SampleProject()
        project.write("test: [\n", to: "a.test.yaml")
        _ = try project.report("columns: [sn]\nsource: { file: a.csv }\n")
        #expect(project.check(["a"]).contains { $0.position?.file.hasSuffix("/a.test.yaml") == true })
    }
}
