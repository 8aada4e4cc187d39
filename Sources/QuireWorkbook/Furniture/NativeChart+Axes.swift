import CXLSXWriter
import QuireModel

#if canImport(Glibc)
import Glibc
#endif

extension NativeChart {
    private typealias Axis = UnsafeMutablePointer<lxw_chart_axis>

    /// `x_title` stands along the horizontal axis, which is the values' in a bar chart.
    func styleAxes() {
        guard let horizontal = chart.pointee.x_axis, let vertical = chart.pointee.y_axis else { return }
        setTitle(of: horizontal, layout.xTitle)
        setTitle(of: vertical, layout.yTitle)
        let isBar = layout.kind == .bar
        styleCategories(isBar ? vertical : horizontal)
        styleValues(isBar ? horizontal : vertical)
    }

    private func setTitle(of axis: Axis, _ title: String?) {
        guard let title else { return }
        axis.pointee.title.name = strdup(CellText.clean(title).text)
        var font = ChartStyle.font(ChartStyle.faintInk, size: 10)
        chart_axis_set_name_font(axis, &font)
    }

    private func styleCategories(_ axis: Axis) {
        setFont(of: axis)
        var line = ChartStyle.line(ChartStyle.axis, width: 0.75)
        chart_axis_set_line(axis, &line)
        chart_axis_set_major_tick_mark(axis, UInt8(LXW_CHART_AXIS_TICK_MARK_NONE.rawValue))
        // Below what is less than zero, too.
        chart_axis_set_label_position(axis, UInt8(LXW_CHART_AXIS_LABEL_POSITION_LOW.rawValue))
        if layout.kind == .bar {
            // The first row on top, as on the sheet, and the values' axis still at the bottom.
            chart_axis_set_reverse(axis)
            chart_axis_set_crossing_max(axis)
        }
        if let categories = layout.categories, !sample.hasText(in: categories) {
            setFormat(of: axis, ofColumns: [categories])
        }
        guard layout.kind == .scatter else { return }
        setGrid(of: axis)
    }

    private func styleValues(_ axis: Axis) {
        setFont(of: axis)
        setGrid(of: axis)
        var line = ChartStyle.noLine
        chart_axis_set_line(axis, &line)
        chart_axis_set_major_tick_mark(axis, UInt8(LXW_CHART_AXIS_TICK_MARK_NONE.rawValue))
        if layout.kind == .scatter {
            chart_axis_set_label_position(axis, UInt8(LXW_CHART_AXIS_LABEL_POSITION_LOW.rawValue))
        }
        guard layout.stacking != .percent else { return }
        setFormat(of: axis, ofColumns: layout.values)
        switch layout.kind {
        case .column, .bar, .area:
            // Excel cuts the axis off where all values are near each other, and lengths then mislead.
            let isKnown = extent.rowCount <= ChartSample.limit
            if isKnown, layout.values.allSatisfy({ sample.numbers(of: $0).allSatisfy { $0 >= 0 } }) {
                chart_axis_set_min(axis, 0)
            }
        case .line, .pie, .doughnut, .scatter: break
        }
    }

    private func setFont(of axis: Axis) {
        var font = ChartStyle.font(ChartStyle.faintInk, size: 9)
        chart_axis_set_num_font(axis, &font)
    }

    private func setGrid(of axis: Axis) {
        var line = ChartStyle.line(ChartStyle.grid, width: 0.75)
        chart_axis_major_gridlines_set_line(axis, &line)
    }

    /// The format of the first column; others share its axis.
    private func setFormat(of axis: Axis, ofColumns columns: [Int]) {
        let numbers = columns.flatMap(sample.numbers(of:))
        let format = columns.first.flatMap(numberFormat(ofColumn:))
        guard let code = ChartAxisFormat.code(format, numbers: numbers) else { return }
        chart_axis_set_num_format(axis, code)
    }
}
