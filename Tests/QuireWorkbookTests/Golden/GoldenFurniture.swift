import QuireModel

/// What stands around a sheet's cells, each by itself.
extension GoldenWorkbook {
    static let furniture = [
        contracts("plain") { $0.autofilter = false },
        contracts("autofilter") { _ in },
        contracts("heading-freeze") { layout in
            layout.heading = "Contracts 2026-01-01 to 2026-02-28, with a heading much wider than its column"
            layout.frozenRows = 1
            layout.frozenColumns = 1
        },
        contracts("freeze-columns") { layout in
            layout.frozenRows = 0
            layout.frozenColumns = 2
        },
        contracts("freeze-none") { layout in
            layout.heading = "Contracts"
            layout.frozenRows = 0
        },
        contracts("table") { layout in
            layout.isTable = true
            // Bands are the table's own.
            layout.isBanded = true
            layout.heading = "Contracts"
            layout.columns[0].title = "Amount"
            layout.columns[2].title = "Signed\non"
            layout.columns[1].total = .sum
        },
        contracts("header-style") { layout in
            layout.headerStyle.background = Color(rgb: 0xEEEEEE)
            layout.headerStyle.bold = false
            layout.headerStyle.align = .center
        },
        contracts("banded") { $0.isBanded = true },
        contracts("print") { layout in
            layout.heading = "Contracts"
            layout.print.orientation = .landscape
            layout.print.fitsWidth = false
            layout.print.repeatsHeader = false
            layout.print.paper = .a4
        },
        contracts("protect") { $0.isProtected = true },
        contracts("notes") { $0.columns[1].note = "In CNY,\nbefore tax" },
        contracts("hidden") { $0.columns[1].isHidden = true },
        contracts("widths") { layout in
            layout.columns[0].width = 30
            layout.columns[1].title = "A title that is wider than every amount"
        },
        links,
    ]

    private static let links = {
        var book = contracts("links") { _ in }
        book.sheets[0].links = [
            0: "https://example.com/acme?a=1&b=2", 3: "mailto:birch@example.com", 7: "https://example.com/amount",
        ]
        return book
    }()
}
