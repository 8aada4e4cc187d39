import QuireDefinition
import QuireExpression
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

struct NamedColumn: Sendable, CustomTestStringConvertible {
    var written: String
    var id: String
    var title: String
    var value: String

    init(_ written: String, id: String, title: String, value: String) {
        self.written = written
        self.id = id
        self.title = title
        self.value = value
    }

    var testDescription: String { written }
}

@Test(
    "A column has an id, a title and a value",
    arguments: [
        NamedColumn("signed_on", id: "signed_on", title: "Signed on", value: "\"signed_on\""),
        NamedColumn("Customer Name", id: "Customer Name", title: "Customer Name", value: "\"Customer Name\""),
        NamedColumn("金额", id: "金额", title: "金额", value: "\"金额\""),
        NamedColumn("order", id: "order", title: "Order", value: "\"order\""),
        NamedColumn("tether.ours", id: "tether_ours", title: "Tether ours", value: "tether.ours"),
        NamedColumn("{ value: sn }", id: "sn", title: "Sn", value: "sn"),
        NamedColumn("{ value: sn, title: Contract }", id: "sn", title: "Contract", value: "sn"),
        NamedColumn("{ value: sn, id: contract }", id: "contract", title: "Sn", value: "sn"),
        NamedColumn(
            "{ value: '\"Customer Name\"' }", id: "Customer Name", title: "Customer Name", value: "\"Customer Name\""),
        NamedColumn("{ value: tether.ours }", id: "tether_ours", title: "Tether ours", value: "tether.ours"),
        NamedColumn("{ value: amount * 2 }", id: "amount_2", title: "amount * 2", value: "amount * 2"),
        NamedColumn(
            "{ value: amount * 2, title: Our discount }", id: "our_discount", title: "Our discount",
            value: "amount * 2"),
        NamedColumn(
            "{ value: amount * 2, title: 客户 }", id: "column_3", title: "客户", value: "amount * 2"),
        NamedColumn("{ value: amount * 2, title: 2026 }", id: "column_3", title: "2026", value: "amount * 2"),
    ])
func columns(column: NamedColumn) throws {
    let report = try SampleProject().report(
        """
        source: { connection: crm, query: SELECT 1 }
        enrich: { tether: { lookup: tether, input: { sn: sn } } }
        columns:
          - { title: First, value: tether.theirs }
          - second
          - \(column.written)
        """)
    let read = try #require(report.columns.last)
    #expect(read.layout.id == column.id)
    #expect(read.layout.title == column.title)
    #expect(read.value.source.text == column.value)
}

@Suite("A report is read")
struct ReadReportTests {
    @Test("with every key of a column")
    func column() throws {
        let report = try SampleProject().report(
            """
            source: { connection: crm, query: SELECT 1 }
            columns:
              - { value: a, format: money, width: 12.5, align: right, wrap: true, bold: false, color: red,
                  background: "#FFEEDD", total: sum, empty: n/a, link: "'https://x/' || a", note: N, hidden: true }
              - { value: b, format: '0.00', width: auto }
            """)
        var wanted = ColumnLayout(id: "a", title: "A")
        wanted.format = .money
        wanted.width = 12.5
        wanted.style.align = .right
        wanted.style.wrap = true
        wanted.style.bold = false
        wanted.style.color = Color(rgb: 0xFF0000)
        wanted.style.background = Color(rgb: 0xFFEEDD)
        wanted.total = .sum
        wanted.empty = "n/a"
        wanted.note = "N"
        wanted.isHidden = true
        #expect(report.columns[0].layout == wanted)
        #expect(report.columns[0].link?.source.text == "'https://x/' || a")
        var second = ColumnLayout(id: "b", title: "B")
        second.format = .code("0.00")
        #expect(report.columns[1].layout == second)
    }

    @Test("with the defaults of definition and output")
    func defaults() throws {
        let report = try SampleProject().report("source: { connection: crm, query: SELECT 1 }\ncolumns: [a]")
        #expect(report.title == "A")
        #expect(report.definition.description == nil)
        #expect(report.outputFile == nil)
        #expect(report.definition.output.format == nil)
        #expect(!report.definition.output.skipsEmpty)
        #expect(report.definition.output.csv.header == .title)
        #expect(report.definition.output.csv.formulas == .guarded)
        #expect(!report.definition.output.csv.hasByteOrderMark)
        #expect(report.definition.source.invalidValues == .fail)
        #expect(report.definition.source.distinctBy.isEmpty)
    }

    @Test("with every key of source and output")
    func everything() throws {
        let report = try SampleProject().report(
            """
            title: T
            description: D
            parameters: { region: { type: text } }
            source:
              file: data/{region}.csv.gz
              delimiter: ";"
              encoding: gb18030
              header: false
              ragged: pad
              fields: { amount: number, 金额: integer }
              invalid: blank
              where: amount > 0
              distinct_by: [sn, 金额]
            columns: [sn]
            output: { file: "{region}-{today}.csv", format: csv, csv: { header: id, formulas: keep, bom: true }, empty: skip }
            """)
        let source = report.definition.source
        #expect(source.fieldTypes == ["amount": .number, "金额": .integer])
        #expect(source.invalidValues == .blank)
        #expect(source.distinctBy == ["sn", "金额"])
        #expect(report.filter?.source.text == "amount > 0")
        if case .file(let path, _, let format, _) = source.origin {
            #expect(path == "data/{region}.csv.gz")
            #expect(format == "csv")
        } else {
            Issue.record("the source is no file")
        }
        #expect(report.outputFile?.fill(["region": "east", "today": "2026-01-02"]) == "east-2026-01-02.csv")
        #expect(report.definition.output.format == .csv)
        #expect(report.definition.output.csv.header == .id)
        #expect(report.definition.output.csv.formulas == .keep)
        #expect(report.definition.output.csv.hasByteOrderMark)
        #expect(report.definition.output.skipsEmpty)
    }

    @Test("with its enrichments after those they wait for, and their defaults")
    func enrichments() throws {
        let report = try SampleProject().report(
            """
            source: { connection: crm, query: SELECT 1 }
            enrich:
              fx:
                lookup: fx.rate
                input: { day: signed_on, currency: TETHER.theirs }
                when: currency <> 'CNY'
                on_missing: { rate: 1 }
                on_error: fail
                error_limit: 5%
              tether: { lookup: [tether, tether.discount], input: { sn: sn } }
            columns: [fx.rate]
            """)
        #expect(report.enrichments.map(\.name) == ["tether", "fx"])
        let tether = report.enrichments[0]
        #expect(tether.lookups.map(\.description) == ["tether.discount", "tether.discount"])
        #expect(tether.onMissing == .blank)
        #expect(tether.onError == .blank)
        #expect(tether.errorLimit == 0.1)
        #expect(tether.when == nil)
        let fx = report.enrichments[1]
        #expect(fx.inputs.map(\.source.text) == ["TETHER.theirs", "signed_on"])
        #expect(fx.when?.source.text == "currency <> 'CNY'")
        #expect(fx.onMissing == .values([.number(1)]))
        #expect(fx.onError == .fail)
        #expect(fx.errorLimit == 0.05)
        #expect(fx.dependsOn == ["tether"])
    }

    @Test("without the enrichments that nothing uses, names being the same in all letters")
    func used() throws {
        let report = try SampleProject().report(
            """
            source: { connection: crm, query: SELECT 1 }
            enrich:
              a: { lookup: tether, input: { sn: sn } }
              b: { lookup: tether, input: { sn: a.ours } }
              c: { lookup: tether, input: { sn: sn } }
            columns: [{ title: X, value: B.ours }]
            """)
        #expect(report.enrichments(usedBy: report.columns.flatMap(\.expressions)).map(\.name) == ["a", "b"])
    }

    @Test("with 64 enrichments and no more", arguments: [(64, [String]()), (65, ["too-many-enrichments"])])
    func manyEnrichments(count: Int, expected: [String]) {
        let project = SampleProject()
        let names = (1...count).map { "e\($0)" }
        let lines = names.map { "  \($0): { lookup: tether, input: { sn: sn } }" }.joined(separator: "\n")
        let columns = names.map { "\($0).ours" }.joined(separator: ", ")
        project.write(
            "source: { connection: crm, query: SELECT 1 }\ncolumns: [\(columns)]\nenrich:\n\(lines)", to: "a.yaml")
        let found = project.check(["a"])
        #expect(found.map(\.code) == expected)
        #expect(found.map { $0.position?.line } == expected.map { _ in 68 })
    }
}
