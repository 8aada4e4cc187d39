import QuireModel
import QuirePlugin
import QuireTesting
import QuireYAML
import Testing

@testable import QuireDefinition

private let columns = [
    ColumnLayout(id: "region", title: "Region"), ColumnLayout(id: "amount", title: "Amount"),
    ColumnLayout(id: "our_discount", title: "Our share"),
]

private func read(_ marked: String) throws -> (layout: ChartLayout?, problems: [String]) {
    let text = MarkedText(marked)
    var reading = Reading(registry: Registry())
    let node = try YAMLReader.read(text.bytes, file: "a.yaml")
    let layout = ChartDefinition.read(node, named: "charts", &reading)?.layout(columns: columns, &reading)
    return (layout, reading.diagnostics.map(text.describe))
}

@Suite("A chart's definition")
struct ChartDefinitionTests {
    @Test("says all that a chart can")
    func everything() throws {
        let (layout, problems) = try read(
            """
            type: bar
            title: Our discount by region
            categories: region
            values: [our_discount, amount]
            stacked: percent
            x_title: Share
            y_title: Region
            legend: right
            at: aa12
            width: 800
            height: 300
            """)
        var wanted = ChartLayout(kind: .bar, values: [2, 1])
        wanted.title = "Our discount by region"
        wanted.categories = 0
        wanted.stacking = .percent
        wanted.xTitle = "Share"
        wanted.yTitle = "Region"
        wanted.legend = .right
        wanted.anchor = ChartLayout.Anchor(row: 11, column: 26)
        wanted.width = 800
        wanted.height = 300
        #expect(problems == [])
        #expect(layout == wanted)
    }

    @Test("needs a type and values only", arguments: ChartLayout.Kind.allCases.filter { $0 != .scatter })
    func least(kind: ChartLayout.Kind) throws {
        let (layout, problems) = try read("type: \(kind.rawValue)\nvalues: [amount]")
        #expect(problems == [])
        #expect(layout == ChartLayout(kind: kind, values: [1]))
    }

    @Test(
        "is stacked or not",
        arguments: [
            ("true", ChartLayout.Stacking.stacked), ("false", .none), ("percent", .percent), ("'percent'", .percent),
        ])
    func stacking(written: String, wanted: ChartLayout.Stacking) throws {
        #expect(try read("{ type: area, values: [amount], stacked: \(written) }").layout?.stacking == wanted)
    }

    @Test("is warned of values that are text")
    func textValues() throws {
        let text = MarkedText("{ type: line, categories: sn, values: [amount, 1️⃣sn] }")
        var sn = ColumnLayout(id: "sn", title: "Sn")
        sn.format = .text
        var reading = Reading(registry: Registry())
        let node = try YAMLReader.read(text.bytes, file: "a.yaml")
        let chart = try #require(ChartDefinition.read(node, named: "charts", &reading))
        #expect(chart.layout(columns: [sn, ColumnLayout(id: "amount", title: "Amount")], &reading)?.values == [1, 0])
        #expect(
            reading.diagnostics.map(text.describe) == [
                "1️⃣ text-values: 'sn' is written as text, of which a chart shows nothing "
                    + "(give the column another format, or the chart another column)"
            ])
    }

    @Test("reaches the sheet's last cell")
    func lastCell() throws {
        let layout = try read("{ type: line, values: [amount], at: XFD1048576 }").layout
        #expect(layout?.anchor == ChartLayout.Anchor(row: 1_048_575, column: 16_383))
    }

    @Test(
        "has each mistake reported at its place",
        arguments: [
            (
                "1️⃣{ type: pie }",
                ["1️⃣ missing-key: a chart needs 'values' (Ids of columns, each a series.)"]
            ),
            (
                "{ type: 1️⃣colum, values: [amount] }",
                ["1️⃣ invalid-value: 'type' cannot be 'colum' (did you mean 'column'?)"]
            ),
            (
                "{ type: line, values: [1️⃣amuont, region], categories: 2️⃣Our share }",
                [
                    "1️⃣ unknown-column: the sheet has no column 'amuont' (did you mean 'amount'?)",
                    "2️⃣ unknown-column: the sheet has no column 'Our share' (a column is named by its id: 'our_discount')",
                ]
            ),
            (
                "{ type: line, values: [1️⃣profit_and_loss] }",
                [
                    "1️⃣ unknown-column: the sheet has no column 'profit_and_loss' (it has region, amount, our_discount)"
                ]
            ),
            ("{ type: line, values: 1️⃣amount }", ["1️⃣ wrong-type: 'values' takes a list, not 'amount'"]),
            (
                "{ type: line, values: 1️⃣[] }",
                [
                    "1️⃣ invalid-value: a chart without values shows nothing (name at least one column, such as [amount])"
                ]
            ),
            (
                "{ type: line, values: [amount, 1️⃣amount] }",
                ["1️⃣ invalid-value: 'amount' is among the values twice"]
            ),
            (
                "{ type: pie, values: [amount, 1️⃣our_discount] }",
                [
                    "1️⃣ invalid-value: a pie shows one series, not 2 "
                        + "(leave one, or make it a chart of type column with 'stacked: percent')"
                ]
            ),
            (
                "1️⃣{ type: scatter, values: [amount] }",
                [
                    "1️⃣ missing-key: a scatter chart needs 'categories' (the id of the column whose numbers are its x)"
                ]
            ),
            (
                "{ type: scatter, categories: region, values: [amount], 1️⃣stacked: true }",
                [
                    "1️⃣ invalid-value: a scatter chart cannot be stacked "
                        + "(leave 'stacked' out, or choose column, bar, line or area)"
                ]
            ),
            (
                "{ type: line, values: [amount], stacked: 1️⃣yes }",
                ["1️⃣ wrong-type: 'stacked' takes true or false or percent, not 'yes'"]
            ),
            (
                "{ type: doughnut, values: [amount], 1️⃣x_title: Region }",
                ["1️⃣ invalid-value: a doughnut has no axes (leave 'x_title' out)"]
            ),
            (
                "{ type: line, values: [amount], legend: 1️⃣left }",
                ["1️⃣ invalid-value: 'legend' cannot be 'left' (it is one of right, bottom, none)"]
            ),
            (
                "{ type: line, values: [amount], at: 1️⃣2E }",
                ["1️⃣ wrong-type: 'at' takes a cell such as E2, not '2E'"]
            ),
            (
                "{ type: line, values: [amount], at: 1️⃣XFE1 }",
                ["1️⃣ invalid-value: a sheet has no cell 'XFE1' (its last cell is XFD1048576)"]
            ),
            (
                "{ type: line, values: [amount], width: 1️⃣99, height: 2️⃣4001 }",
                [
                    "1️⃣ invalid-value: 'width' is from 100 to 4000 pixels",
                    "2️⃣ invalid-value: 'height' is from 100 to 4000 pixels",
                ]
            ),
            (
                "{ type: line, values: [amount], 1️⃣tittle: A }",
                ["1️⃣ unknown-key: unknown key 'tittle' (did you mean 'title'?)"]
            ),
        ])
    func mistakes(text: String, expected: [String]) throws {
        #expect(try read(text).problems == expected)
    }
}

@Suite("A sheet's print definition")
struct PrintDefinitionTests {
    private func read(_ marked: String) throws -> (layout: PrintLayout?, problems: [String]) {
        let text = MarkedText(marked)
        var reading = Reading(registry: Registry())
        let node = try YAMLReader.read(text.bytes, file: "a.yaml")
        return (PrintDefinition.read(node, named: "print", &reading)?.layout, reading.diagnostics.map(text.describe))
    }

    @Test("says how the sheet is printed")
    func everything() throws {
        let (layout, problems) = try read("{ orientation: landscape, fit_width: true, repeat_header: true, paper: a4 }")
        var wanted = PrintLayout()
        wanted.orientation = .landscape
        wanted.fitsWidth = true
        wanted.repeatsHeader = true
        wanted.paper = .a4
        #expect(problems == [])
        #expect(layout == wanted)
        #expect(try read("{}").layout == PrintLayout())
    }

    @Test(
        "has each mistake reported at its place",
        arguments: [
            (
                "{ orientation: 1️⃣landscap }",
                ["1️⃣ invalid-value: 'orientation' cannot be 'landscap' (did you mean 'landscape'?)"]
            ),
            (
                "{ paper: 1️⃣tabloid }",
                ["1️⃣ invalid-value: 'paper' cannot be 'tabloid' (it is one of a3, a4, a5, letter, legal)"]
            ),
            ("{ fit_width: 1️⃣1 }", ["1️⃣ wrong-type: 'fit_width' takes true or false, not '1'"]),
            ("{ 1️⃣fit_widht: true }", ["1️⃣ unknown-key: unknown key 'fit_widht' (did you mean 'fit_width'?)"]),
        ])
    func mistakes(text: String, expected: [String]) throws {
        #expect(try read(text).problems == expected)
    }
}
