import QuireModel

/// Where a sheet's charts stand, in pixels: those without a place beside the last column, one below another and clear
/// of the rest.
struct ChartPlaces {
    struct Place {
        var row: Int
        var column: Int
        /// From the cell's corner.
        var xOffset = 0
        var yOffset = 0
    }

    private struct Box {
        var x: Range<Int>
        var y: Range<Int>

        func overlaps(_ other: Box) -> Bool { x.overlaps(other.x) && y.overlaps(other.y) }
    }

    private static let gap = 20
    private static let usualRowHeight = 20
    private static let usualColumnWidth = 64

    private let extent: PartExtent
    private var boxes: [Box] = []

    init(_ extent: PartExtent) {
        self.extent = extent
        for chart in extent.layout.charts {
            guard let anchor = chart.anchor else { continue }
            boxes.append(box(chart, x: left(ofColumn: anchor.column), y: top(ofRow: anchor.row)))
        }
    }

    /// To be asked for each chart once, in order.
    mutating func take(_ chart: ChartLayout) -> Place {
        if let anchor = chart.anchor { return onSheet(Place(row: anchor.row, column: anchor.column), chart) }
        let column = extent.lastColumn + 1
        let x = left(ofColumn: column) + ChartPlaces.gap
        // Beside the first row, so that no chart begins on rows that stay when the sheet is scrolled.
        var wanted = box(chart, x: x, y: top(ofRow: extent.firstRow))
        while let lowest = boxes.filter({ $0.overlaps(wanted) }).map(\.y.upperBound).max() {
            wanted = box(chart, x: x, y: lowest + ChartPlaces.gap)
        }
        boxes.append(wanted)
        let row = row(at: wanted.y.lowerBound)
        let yOffset = wanted.y.lowerBound - top(ofRow: row)
        return onSheet(Place(row: row, column: column, xOffset: ChartPlaces.gap, yOffset: yOffset), chart)
    }

    /// Moved in from the sheet's edges, past which no chart can end.
    private func onSheet(_ place: Place, _ chart: ChartLayout) -> Place {
        var column = WorkbookOptions.excelColumnLimit - 1
        var room = width(ofColumn: column)
        while room <= place.xOffset + chart.width, column > 0 {
            column -= 1
            room += width(ofColumn: column)
        }
        let height = place.yOffset + chart.height
        let row = WorkbookOptions.excelRowLimit - 1 - height / ChartPlaces.usualRowHeight
        var moved = place
        moved.column = min(place.column, column)
        moved.row = min(place.row, row)
        return moved
    }

    private func box(_ chart: ChartLayout, x: Int, y: Int) -> Box {
        Box(x: x..<x + max(1, chart.width), y: y..<y + max(1, chart.height))
    }

    private func left(ofColumn column: Int) -> Int {
        let own = min(column, extent.layout.columns.count)
        return (0..<own).reduce(0) { $0 + width(ofColumn: $1) } + (column - own) * ChartPlaces.usualColumnWidth
    }

    private func width(ofColumn column: Int) -> Int {
        guard column < extent.layout.columns.count else { return ChartPlaces.usualColumnWidth }
        // As libxlsxwriter counts, for a digit of 7 pixels and 5 pixels of air.
        return extent.layout.columns[column].isHidden ? 0 : Int(extent.width(ofColumn: column) * 7 + 0.5) + 5
    }

    private func top(ofRow row: Int) -> Int {
        let head = (0..<min(row, extent.firstRow)).reduce(0) { sum, row in
            sum + Int(extent.height(ofHeadRow: row) / 0.75)
        }
        return head + max(0, row - extent.firstRow) * ChartPlaces.usualRowHeight
    }

    private func row(at y: Int) -> Int {
        extent.firstRow + max(0, y - top(ofRow: extent.firstRow)) / ChartPlaces.usualRowHeight
    }
}
