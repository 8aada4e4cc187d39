import QuireModel
import QuireWorkbook

/// How several sheets, and several parts of one, make a workbook.
extension GoldenWorkbook {
    static let structure = [places, names, parts, tableParts]

    /// Begun in another order than they stand in.
    private static let places = GoldenWorkbook(
        name: "places",
        sheets: [
            Sheet(layout: small("Third"), place: SheetPlace(sheet: 2), rows: smallRows(3)),
            Sheet(layout: small("Second B"), place: SheetPlace(sheet: 1, split: 1), rows: smallRows(2)),
            Sheet(layout: small("First"), place: SheetPlace(sheet: 0), rows: smallRows(1)),
            Sheet(layout: small("Second A"), place: SheetPlace(sheet: 1, split: 0), rows: smallRows(2)),
        ])

    /// Made legal, and unique without regard to case.
    private static let names = GoldenWorkbook(
        name: "names",
        sheets: ["Sales: 1/2", "sales- 1-2", "'History'", "", "2026", "A name of far more than 31 characters"]
            .enumerated().map { number, name in
                Sheet(layout: small(name), place: SheetPlace(sheet: number), rows: smallRows(1))
            })

    /// Each part behind the one before, though another sheet was begun in between; totals see them all.
    private static let parts = GoldenWorkbook(
        name: "parts",
        sheets: [
            Sheet(
                layout: small("Summary") { $0.isBanded = true }, place: SheetPlace(sheet: 1), rows: smallRows(1)),
            Sheet(
                layout: small("Sales") { layout in
                    layout.heading = "Sales"
                    layout.columns[1].total = .sum
                    layout.print.repeatsHeader = true
                    layout.isBanded = true
                    layout.frozenColumns = 1
                }, place: SheetPlace(sheet: 0), rows: smallRows(5)),
        ], rowLimit: 4)

    /// A part with totals alone is no table.
    private static let tableParts = GoldenWorkbook(
        name: "table-parts",
        sheets: [
            Sheet(
                layout: small("Q1") { layout in
                    layout.isTable = true
                    layout.columns[1].total = .sum
                }, rows: smallRows(4))
        ], rowLimit: 3)

    private static func small(_ name: String, _ change: (inout SheetLayout) -> Void = { _ in }) -> SheetLayout {
        var layout = SheetLayout(name: name, columns: [column("Region"), column("Count")])
        change(&layout)
        return layout
    }

    private static func smallRows(_ count: Int) -> [[Value]] {
        (0..<count).map { [.text("R\($0)"), .integer(Int64($0) * 10)] }
    }
}
