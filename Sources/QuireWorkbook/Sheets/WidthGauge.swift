package import QuireModel

/// The width that fits what one column shows, gathered with next to no work for a cell that does not widen it.
package struct WidthGauge: Sendable {
    /// Fitted widths end here, in characters.
    package static let limit = 60

    /// Nil where the width is given.
    private var widest: Int?
    private var least = 0.0
    private var greatest = 0.0
    private var hasNumbers = false
    private let pattern: NumberPattern?
    private let widths: [Int]
    /// Of an icon that stands before what is written.
    private let iconWidth: Int

    package init(_ column: ColumnLayout) {
        let patterns = FormatKind.allCases.map {
            SheetStyle.numberFormat($0, of: column.format).map(NumberPattern.init)
        }
        pattern = patterns[Int(FormatKind.number.rawValue)]
        widths = patterns.map { $0.map { $0.width(of: 0) } ?? 0 }
        widest = column.width == nil ? 0 : nil
        let hasIcons = column.highlights.contains { if case .icons = $0.rule { true } else { false } }
        iconWidth = hasIcons ? 3 : 0
    }

    @inline(__always)
    package mutating func add(_ cell: Cell, _ kind: FormatKind) {
        guard let widest, widest < WidthGauge.limit else { return }
        switch cell {
        case .blank: break
        // No text is wider than it has bytes.
        case .text(let text): if text.utf8.count > widest { self.widest = max(widest, DisplayWidth.of(text)) }
        case .number(let number):
            switch kind {
            case .number:
                if number < least { least = number } else if number > greatest { greatest = number }
                hasNumbers = true
            case .plain, .text:
                if widest < 12 { self.widest = max(widest, NumberWidth.general(number)) }
            case .date, .datetime, .time:
                if widths[Int(kind.rawValue)] > widest { self.widest = widths[Int(kind.rawValue)] }
            case .interval: self.widest = max(widest, 6 + NumberWidth.digits(max(1, number * 24)))
            }
        case .boolean: if widest < 5 { self.widest = 5 }
        }
    }

    /// Text that stands beside the data, such as the header.
    package mutating func add(_ text: String, padding: Int = 0) {
        if let widest { self.widest = max(widest, DisplayWidth.of(text) + padding) }
    }

    /// Characters, with a little air; nil where the width is given.
    package var width: Double? {
        guard let widest else { return nil }
        var result = widest
        if hasNumbers, let pattern { result = max(result, pattern.width(of: least), pattern.width(of: greatest)) }
        return Double(min(max(result + 2 + iconWidth, 4), WidthGauge.limit))
    }
}
