/// How one column of a sheet looks. What stands in it comes as `RenderBatch`.
package struct ColumnLayout: Sendable, Hashable {
    package var id: String
    package var title: String
    package var format: CellFormat = .general
    /// Characters; nil fits the width to what is written.
    package var width: Double?
    package var style = CellStyle()
    package var total: Total?
    /// Shown for null.
    package var empty: String?
    /// A comment on the header cell.
    package var note: String?
    package var isHidden = false
    package var highlights: [Highlight] = []
    /// What may be entered in the cells; nil is anything.
    package var choices: [Value]?
    /// Outline level, from 0 to 7.
    package var outlineLevel = 0

    package init(id: String, title: String) {
        self.id = id
        self.title = title
    }
}

package enum Total: String, Sendable, Hashable, CaseIterable {
    case sum, average, count, min, max
}

package enum CellFormat: Sendable, Hashable {
    /// As the value's own type asks.
    case general
    case text, integer, number, money, percent, date, datetime, time
    /// An Excel format code.
    case code(String)
}

package struct CellStyle: Sendable, Hashable {
    package enum Alignment: String, Sendable, Hashable, CaseIterable {
        case left, center, right
    }

    package var align: Alignment?
    package var wrap: Bool?
    package var bold: Bool?
    package var italic: Bool?
    package var color: Color?
    package var background: Color?

    package init() {}

    /// This style, and where it says nothing the other.
    package func over(_ other: CellStyle) -> CellStyle {
        var result = self
        result.align = align ?? other.align
        result.wrap = wrap ?? other.wrap
        result.bold = bold ?? other.bold
        result.italic = italic ?? other.italic
        result.color = color ?? other.color
        result.background = background ?? other.background
        return result
    }
}

/// A colour as `0xRRGGBB`.
package struct Color: Sendable, Hashable {
    package var rgb: UInt32

    package init(rgb: UInt32) { self.rgb = rgb }

    /// Reads `#RRGGBB` and CSS's basic names.
    package init?(_ text: String) {
        if let named = Color.names[text.lowercased()] {
            rgb = named
        } else if text.utf8.count == 7, text.first == "#", text.dropFirst().allSatisfy(\.isHexDigit),
            let value = UInt32(text.dropFirst(), radix: 16)
        {
            rgb = value
        } else {
            return nil
        }
    }

    /// The sixteen basic colour keywords of CSS, `orange`, and both spellings of grey.
    package static let names: [String: UInt32] = [
        "black": 0x000000, "silver": 0xC0C0C0, "gray": 0x808080, "grey": 0x808080, "white": 0xFFFFFF,
        "maroon": 0x800000, "red": 0xFF0000, "purple": 0x800080, "fuchsia": 0xFF00FF, "green": 0x008000,
        "lime": 0x00FF00, "olive": 0x808000, "yellow": 0xFFFF00, "navy": 0x000080, "blue": 0x0000FF,
        "teal": 0x008080, "aqua": 0x00FFFF, "orange": 0xFFA500,
    ]
}
