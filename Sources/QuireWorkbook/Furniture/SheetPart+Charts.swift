import CXLSXWriter
import QuireModel

#if canImport(Glibc)
import Glibc
#endif

extension SheetPart {
    /// Charts stand on a sheet's first part and show its rows; where there are none, there is nothing to show.
    func addCharts(_ extent: PartExtent, _ formats: Formats, in book: UnsafeMutablePointer<lxw_workbook>) {
        guard extent.part == 0, extent.rowCount > 0, let sample = extent.sample else { return }
        tellHeights(extent)
        var places = ChartPlaces(extent)
        for layout in extent.layout.charts {
            let place = places.take(layout)
            guard let chart = NativeChart(layout, extent, sample, formats, in: book) else { continue }
            insert(chart, at: place)
        }
    }

    /// A chart's lower edge is a row, which the library finds by the heights of rows that it keeps, and those that were
    /// written as they came are not among them.
    private func tellHeights(_ extent: PartExtent) {
        asInMemory {
            for row in 0..<extent.firstRow {
                worksheet_set_row(worksheet, UInt32(row), extent.height(ofHeadRow: row), nil)
            }
        }
    }

    private func insert(_ chart: NativeChart, at place: ChartPlaces.Place) {
        let description = chart.layout.title.map { strdup(CellText.clean($0).text) } ?? nil
        defer { free(description) }
        var options = lxw_chart_options()
        options.x_offset = Int32(place.xOffset)
        options.y_offset = Int32(place.yOffset)
        options.x_scale = Double(chart.layout.width) / 480
        options.y_scale = Double(chart.layout.height) / 288
        // Where rows are filtered away a chart beside them keeps its size.
        options.object_position = UInt8(LXW_OBJECT_MOVE_DONT_SIZE.rawValue)
        options.description = description
        worksheet_insert_chart_opt(worksheet, UInt32(place.row), UInt16(place.column), chart.chart, &options)
    }
}
