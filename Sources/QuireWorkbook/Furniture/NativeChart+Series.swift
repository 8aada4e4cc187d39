import CXLSXWriter
import QuireModel

#if canImport(Glibc)
import Glibc
#endif

extension NativeChart {
    private typealias Series = UnsafeMutablePointer<lxw_chart_series>

    /// Slices beyond these have no room for their share.
    private static let labelledSlices = 8
    /// Points beyond these are too near each other for a mark on each.
    private static let markedPoints = 31

    /// - Parameter number: of the series in its chart, from 0.
    func addSeries(_ number: Int, _ column: Int) {
        guard let series = chart_add_series(chart, nil, nil) else { return }
        let first = UInt32(extent.firstRow)
        let last = UInt32(extent.lastRow)
        chart_series_set_values(series, extent.name, first, UInt16(column), last, UInt16(column))
        keep(sample[column].map(\.cell), in: series.pointee.values)
        chart_series_set_name_range(series, extent.name, UInt32(extent.headerRow), UInt16(column))
        let title = CellText.clean(extent.layout.columns[column].title).text
        keep([.text(title)], in: series.pointee.title.range, asText: true)
        if let categories = layout.categories {
            chart_series_set_categories(series, extent.name, first, UInt16(categories), last, UInt16(categories))
            keep(
                sample[categories].map(\.cell), in: series.pointee.categories,
                asText: sample.hasText(in: categories) && layout.kind != .scatter)
        }
        style(series, number)
    }

    private func style(_ series: Series, _ number: Int) {
        let color = ChartStyle.color(number)
        var fill = ChartStyle.fill(color)
        switch layout.kind {
        case .column, .bar: chart_series_set_fill(series, &fill)
        case .area:
            // One behind another shows through.
            fill.transparency = layout.stacking == .none && layout.values.count > 1 ? 35 : 0
            chart_series_set_fill(series, &fill)
        case .line:
            var line = ChartStyle.line(color, width: 2.25)
            chart_series_set_line(series, &line)
            if extent.rowCount <= NativeChart.markedPoints { setMarkers(of: series, color, size: 5) }
        case .scatter:
            var line = ChartStyle.noLine
            chart_series_set_line(series, &line)
            setMarkers(of: series, color, size: 7)
        case .pie, .doughnut: styleSlices(of: series)
        }
    }

    private func setMarkers(of series: Series, _ color: lxw_color_t, size: UInt8) {
        chart_series_set_marker_type(series, UInt8(LXW_CHART_MARKER_CIRCLE.rawValue))
        chart_series_set_marker_size(series, size)
        var fill = ChartStyle.fill(color)
        var line = ChartStyle.line(color, width: 0.75)
        chart_series_set_marker_fill(series, &fill)
        chart_series_set_marker_line(series, &line)
    }

    private func styleSlices(of series: Series) {
        let count = min(extent.rowCount, ChartSample.limit)
        let fills = UnsafeMutablePointer<lxw_chart_fill>.allocate(capacity: count)
        let points = UnsafeMutablePointer<lxw_chart_point>.allocate(capacity: count)
        let gap = UnsafeMutablePointer<lxw_chart_line>.allocate(capacity: 1)
        defer {
            fills.deallocate()
            points.deallocate()
            gap.deallocate()
        }
        gap.initialize(to: ChartStyle.line(0xFFFFFF, width: 1))
        var pointers: [UnsafeMutablePointer<lxw_chart_point>?] = (0..<count).map { slice in
            (fills + slice).initialize(to: ChartStyle.fill(ChartStyle.color(slice)))
            (points + slice).initialize(to: lxw_chart_point())
            points[slice].fill = fills + slice
            points[slice].line = gap
            return points + slice
        }
        pointers.append(nil)
        _ = pointers.withUnsafeMutableBufferPointer { chart_series_set_points(series, $0.baseAddress) }
        guard extent.rowCount <= NativeChart.labelledSlices else { return }
        chart_series_set_labels_percentage(series)
        var font = ChartStyle.font(layout.kind == .pie ? ChartStyle.ink : 0xFFFFFF, size: 9)
        chart_series_set_labels_font(series, &font)
        if layout.kind == .pie {
            chart_series_set_labels_position(series, UInt8(LXW_CHART_LABEL_POSITION_OUTSIDE_END.rawValue))
            // Which has switched on the values themselves.
            series.pointee.show_labels_value = UInt8(LXW_FALSE.rawValue)
        }
    }

    /// Gives a range the cells that it names, so that a reader which does not look them up sees them; and its name for
    /// the sheet, which the library leaves without quotes where it looks like a number or a cell.
    private func keep(_ cells: [Cell], in range: UnsafeMutablePointer<lxw_series_range>, asText: Bool = false) {
        let first = CellName.fixed(row: Int(range.pointee.first_row), column: Int(range.pointee.first_col))
        let last = CellName.fixed(row: Int(range.pointee.last_row), column: Int(range.pointee.last_col))
        free(range.pointee.formula)
        range.pointee.formula = strdup(
            SheetNames.reference(extent.name) + "!" + (first == last ? first : "\(first):\(last)"))
        // The library would look for them among cells in memory, of which there are none.
        range.pointee.ignore_cache = UInt8(LXW_TRUE.rawValue)
        range.pointee.has_string_cache = UInt8((asText ? LXW_TRUE : LXW_FALSE).rawValue)
        guard cells.count == Int(range.pointee.last_row - range.pointee.first_row) + 1 else { return }
        var previous: UnsafeMutablePointer<lxw_series_data_point>?
        for cell in cells {
            guard let raw = calloc(1, MemoryLayout<lxw_series_data_point>.stride) else { return }
            let point = raw.bindMemory(to: lxw_series_data_point.self, capacity: 1)
            point.pointee.hold(cell, asText: asText)
            if let previous {
                previous.pointee.list_pointers.stqe_next = point
            } else {
                // Its end is only looked at where another is appended, and none is.
                range.pointee.data_cache.pointee.stqh_first = point
            }
            previous = point
            range.pointee.num_data_points += 1
        }
    }
}

extension lxw_series_data_point {
    fileprivate mutating func hold(_ cell: Cell, asText: Bool) {
        switch (cell, asText) {
        case (.number(let number), false): self.number = number
        case (.boolean(let boolean), false): number = boolean ? 1 : 0
        case (.text, false), (.blank, _): no_data = UInt8(LXW_TRUE.rawValue)
        case (.number(let number), true): hold(NumberText.shortest(number))
        case (.boolean(let boolean), true): hold(boolean ? "TRUE" : "FALSE")
        case (.text(let text), true): hold(text)
        }
    }

    private mutating func hold(_ text: String) {
        string = strdup(text)
        is_string = UInt8(LXW_TRUE.rawValue)
    }
}
