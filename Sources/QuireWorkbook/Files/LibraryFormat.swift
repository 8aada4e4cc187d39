import CXLSXWriter
import QuireModel

/// Formats as libxlsxwriter has them.
enum LibraryFormat {
    static func make(
        _ key: FormatKey, in book: UnsafeMutablePointer<lxw_workbook>
    ) -> UnsafeMutablePointer<lxw_format>? {
        guard let format = workbook_add_format(book) else { return nil }
        if let numberFormat = key.numberFormat { format_set_num_format(format, numberFormat) }
        apply(key.style, to: format)
        switch key.role {
        case .data: break
        case .header:
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
            format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
            format_set_bottom_color(format, 0x9AA5B1)
        case .heading:
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
            format_set_font_size(format, 14)
        case .total:
            format_set_top(format, UInt8(LXW_BORDER_THIN.rawValue))
            format_set_top_color(format, 0x1F2937)
        }
        return format
    }

    static func apply(_ style: CellStyle, to format: UnsafeMutablePointer<lxw_format>) {
        switch style.align {
        case .left: format_set_align(format, UInt8(LXW_ALIGN_LEFT.rawValue))
        case .center: format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
        case .right: format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue))
        case nil: break
        }
        if style.wrap == true { format_set_text_wrap(format) }
        if style.bold == true { format_set_bold(format) }
        if style.italic == true { format_set_italic(format) }
        if let color = style.color { format_set_font_color(format, color.libraryColor) }
        if let background = style.background {
            format_set_pattern(format, UInt8(LXW_PATTERN_SOLID.rawValue))
            format_set_bg_color(format, background.libraryColor)
        }
    }
}

extension Color {
    /// libxlsxwriter takes 0 for 'none given' and has another number for black.
    var libraryColor: lxw_color_t { rgb == 0 ? lxw_color_t(LXW_COLOR_BLACK.rawValue) : rgb }
}
