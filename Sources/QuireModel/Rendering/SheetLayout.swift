/// One sheet: its name, its columns, and what stands around the rows.
package struct SheetLayout: Sendable, Hashable {
    /// Made legal and unique where it is written.
    package var name: String
    package var columns: [ColumnLayout]
    /// A line above the header.
    package var heading: String?
    /// In the totals row, in the first column without a total.
    package var totalsLabel = "Total"
    package var autofilter = true
    /// A native table, where the sheet is small enough for one.
    package var isTable = false
    /// Rows, from the header on, and columns that stay when the sheet is scrolled.
    package var frozenRows = 1
    package var frozenColumns = 0
    package var headerStyle = CellStyle()
    /// Every second row has a background of its own.
    package var isBanded = false
    package var print = PrintLayout()
    /// Cells are locked, without a password.
    package var isProtected = false
    package var charts: [ChartLayout] = []

    package init(name: String, columns: [ColumnLayout]) {
        self.name = name
        self.columns = columns
    }

    /// Rows above the data: the header, and the heading where there is one.
    package var headRowCount: Int { heading == nil ? 1 : 2 }
}

/// Where a sheet stands among the others, whenever it is begun.
package struct SheetPlace: Sendable, Hashable, Comparable {
    /// Among the report's sheets.
    package var sheet: Int
    /// Among those that one of them is split into.
    package var split: Int

    package init(sheet: Int, split: Int = 0) {
        self.sheet = sheet
        self.split = split
    }

    package static func < (left: SheetPlace, right: SheetPlace) -> Bool {
        (left.sheet, left.split) < (right.sheet, right.split)
    }
}

/// How a sheet is printed.
package struct PrintLayout: Sendable, Hashable {
    package enum Orientation: String, Sendable, Hashable, CaseIterable {
        case portrait, landscape
    }

    package enum Paper: String, Sendable, Hashable, CaseIterable {
        case a3, a4, a5, letter, legal
    }

    package var orientation: Orientation?
    /// All columns on one page's width.
    package var fitsWidth = true
    package var repeatsHeader = true
    package var paper: Paper?

    package init() {}
}

/// A chart over columns of the sheet it stands on.
package struct ChartLayout: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case column, bar, line, area, pie, doughnut, scatter
    }

    package enum Stacking: Sendable, Hashable {
        case none, stacked, percent
    }

    package enum Legend: String, Sendable, Hashable, CaseIterable {
        case right, bottom, none
    }

    package var kind: Kind
    package var title: String?
    /// Place of a column of the sheet.
    package var categories: Int?
    /// Places of columns of the sheet, each a series.
    package var values: [Int]
    package var stacking = Stacking.none
    package var xTitle: String?
    package var yTitle: String?
    /// Nil is as the kind and the number of series ask.
    package var legend: Legend?
    /// Row and column from 0; nil is right of the columns, below charts that stand there.
    package var anchor: Anchor?
    /// Pixels.
    package var width = 640
    package var height = 360

    package struct Anchor: Sendable, Hashable {
        package var row: Int
        package var column: Int

        package init(row: Int, column: Int) {
            self.row = row
            self.column = column
        }
    }

    package init(kind: Kind, values: [Int]) {
        self.kind = kind
        self.values = values
    }
}
