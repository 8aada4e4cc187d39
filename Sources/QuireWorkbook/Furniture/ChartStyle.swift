import CXLSXWriter

/// How charts look where nobody says otherwise.
enum ChartStyle {
    /// Of series in order, and of a pie's slices; they differ in brightness too.
    static let palette: [lxw_color_t] = [
        0x2F6EB5, 0xE9893B, 0x3F9D72, 0xC8504B, 0x7A68B3, 0x37A6B9, 0xC29A2C, 0x8792A0, 0xD3749F, 0x5F8233,
    ]
    static let ink: lxw_color_t = 0x1F2937
    static let faintInk: lxw_color_t = 0x4B5563
    static let axis: lxw_color_t = 0xA9B3BF
    static let grid: lxw_color_t = 0xE3E7EC

    static func color(_ series: Int) -> lxw_color_t { palette[series % palette.count] }

    static func line(_ color: lxw_color_t, width: Float) -> lxw_chart_line {
        var line = lxw_chart_line()
        line.color = color
        line.width = width
        return line
    }

    static let noLine = {
        var line = lxw_chart_line()
        line.none = UInt8(LXW_TRUE.rawValue)
        return line
    }()

    static func fill(_ color: lxw_color_t, transparency: UInt8 = 0) -> lxw_chart_fill {
        var fill = lxw_chart_fill()
        fill.color = color
        fill.transparency = transparency
        return fill
    }

    static func font(_ color: lxw_color_t, size: Double) -> lxw_chart_font {
        var font = lxw_chart_font()
        font.color = color
        font.size = size
        // Titles are bold unless they say that they are not.
        font.bold = UInt8(LXW_EXPLICIT_FALSE.rawValue)
        return font
    }
}
