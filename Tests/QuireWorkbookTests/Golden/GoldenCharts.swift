import QuireModel

/// Every kind of chart, and what each can say.
extension GoldenWorkbook {
    static let charts =
        ChartLayout.Kind.allCases.map { kind in
            months("chart-\(kind.rawValue)", kind) { chart in
                if kind == .pie || kind == .doughnut { chart.values = [1] }
                // Along dates and numbers.
                if kind == .line { chart.categories = 3 }
                if kind == .scatter { chart.categories = 4 }
            }
        }
        + [ChartLayout.Kind.column, .bar, .line, .area].flatMap { kind in
            [
                months("chart-\(kind.rawValue)-stacked", kind) { $0.stacking = .stacked },
                months("chart-\(kind.rawValue)-percent", kind) { $0.stacking = .percent },
            ]
        }
        + [
            months("chart-titles", .column) { chart in
                chart.title = "=Discounts & more"
                chart.xTitle = "Month"
                chart.yTitle = "CNY"
                chart.legend = .right
            },
            months("chart-bare", .column) { chart in
                chart.title = nil
                chart.categories = nil
                chart.values = [4]
            },
            months("chart-place", .line) { chart in
                chart.anchor = ChartLayout.Anchor(row: 7, column: 1)
                chart.width = 400
                chart.height = 200
                chart.legend = ChartLayout.Legend.none
            },
            several, withoutRows, ofNumberedSheet, pastTheLimit,
        ]

    /// Beside the columns one below another, clear of those that have a place.
    private static let several = {
        var book = months("chart-several", .column)
        var placed = ChartLayout(kind: .pie, values: [1])
        placed.categories = 0
        placed.anchor = ChartLayout.Anchor(row: 2, column: 6)
        placed.width = 300
        placed.height = 200
        book.sheets[0].layout.heading = "By month"
        book.sheets[0].layout.charts.insert(placed, at: 0)
        book.sheets[0].layout.charts.append(ChartLayout(kind: .line, values: [2]))
        return book
    }()

    private static let withoutRows = {
        var book = months("chart-without-rows", .column)
        book.sheets[0].rows = []
        return book
    }()

    private static let ofNumberedSheet = {
        var book = months("chart-quoted", .column)
        book.sheets[0].layout.name = "2026"
        book.sheets[0].layout.print.repeatsHeader = true
        book.sheets[0].layout.columns[1].isHidden = true
        return book
    }()

    private static let pastTheLimit = {
        var book = months("chart-first-part", .column)
        book.rowLimit = 3
        return book
    }()
}
