import CXLSXWriter
import QuireModel

#if canImport(Glibc)
import Glibc
#endif

/// A chart as libxlsxwriter has it. Used on the workbook's thread.
struct NativeChart {
    let layout: ChartLayout
    let chart: UnsafeMutablePointer<lxw_chart>
    let extent: PartExtent
    let sample: ChartSample
    let formats: SheetPart.Formats

    init?(
        _ layout: ChartLayout, _ extent: PartExtent, _ sample: ChartSample, _ formats: SheetPart.Formats,
        in book: UnsafeMutablePointer<lxw_workbook>
    ) {
        guard !layout.values.isEmpty, let chart = workbook_add_chart(book, UInt8(layout.libraryType.rawValue)) else {
            return nil
        }
        self.layout = layout
        self.chart = chart
        self.extent = extent
        self.sample = sample
        self.formats = formats
        for (number, column) in layout.values.enumerated() { addSeries(number, column) }
        styleTitle()
        styleLegend()
        if layout.kind.hasAxes { styleAxes() }
        styleFrame()
        styleBars()
        let charted = layout.values + (layout.categories.map { [$0] } ?? [])
        if charted.contains(where: { extent.layout.columns[$0].isHidden }) { chart_show_hidden_data(chart) }
    }

    private func styleTitle() {
        guard let title = layout.title else {
            // Otherwise a single series' name would be one.
            chart_title_off(chart)
            return
        }
        // Set by hand, as the library takes a title that begins with '=' for a formula.
        chart.pointee.title.name = strdup(CellText.clean(title).text)
        var font = ChartStyle.font(ChartStyle.ink, size: 14)
        chart_title_set_name_font(chart, &font)
    }

    private func styleLegend() {
        let position =
            switch layout.legend ?? usualLegend {
            case .right: LXW_CHART_LEGEND_RIGHT
            case .bottom: LXW_CHART_LEGEND_BOTTOM
            case .none: LXW_CHART_LEGEND_NONE
            }
        chart_legend_set_position(chart, UInt8(position.rawValue))
        var font = ChartStyle.font(ChartStyle.faintInk, size: 9)
        chart_legend_set_font(chart, &font)
    }

    private var usualLegend: ChartLayout.Legend {
        switch layout.kind {
        case .pie, .doughnut: extent.rowCount <= NativeChart.listedSlices ? .right : .none
        case .column, .bar, .line, .area, .scatter: layout.values.count > 1 ? .bottom : .none
        }
    }

    /// A longer list of slices would leave no room for the pie.
    private static let listedSlices = 20

    private func styleFrame() {
        var border = ChartStyle.line(ChartStyle.grid, width: 0.75)
        chart_chartarea_set_line(chart, &border)
    }

    private func styleBars() {
        switch layout.kind {
        case .column, .bar: chart_set_series_gap(chart, layout.values.count > 1 && layout.stacking == .none ? 80 : 60)
        case .doughnut: chart_set_hole_size(chart, 55)
        case .line, .area, .pie, .scatter: break
        }
    }

    /// The code of the column's first number that has one; nil is `General`.
    func numberFormat(ofColumn column: Int) -> String? {
        for cell in sample[column] {
            guard case .number = cell.cell else { continue }
            guard let format = formats[Int(cell.format)] else { return nil }
            let code = withUnsafeBytes(of: format.pointee.num_format) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            return code.isEmpty || code == "General" ? nil : code
        }
        return nil
    }
}

extension ChartLayout {
    fileprivate var libraryType: lxw_chart_type {
        switch (kind, stacking) {
        case (.column, .none): LXW_CHART_COLUMN
        case (.column, .stacked): LXW_CHART_COLUMN_STACKED
        case (.column, .percent): LXW_CHART_COLUMN_STACKED_PERCENT
        case (.bar, .none): LXW_CHART_BAR
        case (.bar, .stacked): LXW_CHART_BAR_STACKED
        case (.bar, .percent): LXW_CHART_BAR_STACKED_PERCENT
        case (.line, .none): LXW_CHART_LINE
        case (.line, .stacked): LXW_CHART_LINE_STACKED
        case (.line, .percent): LXW_CHART_LINE_STACKED_PERCENT
        case (.area, .none): LXW_CHART_AREA
        case (.area, .stacked): LXW_CHART_AREA_STACKED
        case (.area, .percent): LXW_CHART_AREA_STACKED_PERCENT
        case (.pie, _): LXW_CHART_PIE
        case (.doughnut, _): LXW_CHART_DOUGHNUT
        case (.scatter, _): LXW_CHART_SCATTER
        }
    }
}

extension ChartLayout.Kind {
    var hasAxes: Bool { self != .pie && self != .doughnut }
}
