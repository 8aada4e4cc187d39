import QuireModel

/// The kinds of cells that stand in a column.
package struct ColumnContents: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let blank = ColumnContents(rawValue: 1)
    /// Also dates and times.
    package static let number = ColumnContents(rawValue: 2)
    package static let text = ColumnContents(rawValue: 4)
    package static let boolean = ColumnContents(rawValue: 8)
    package static let all: ColumnContents = [.blank, .number, .text, .boolean]

    @inline(__always)
    package mutating func insert(_ cell: Cell) {
        switch cell {
        case .blank: formUnion(.blank)
        case .number: formUnion(.number)
        case .text: formUnion(.text)
        case .boolean: formUnion(.boolean)
        }
    }
}

extension SheetComposer {
    /// Full sentences on highlights that cannot be what was meant.
    var highlightWarnings: [String] {
        columns.compactMap { column in
            guard let contents = column.contents, contents.contains(.text), !contents.contains(.number),
                column.layout.highlights.contains(where: \.rule.isOfNumbers)
            else { return nil }
            return
                "a highlight of '\(column.layout.title)' finds no number or date in it: give the field a type under 'fields' of the source"
        }
    }
}

extension Highlight.Rule {
    /// It can hold for numbers and dates only.
    fileprivate var isOfNumbers: Bool {
        switch self {
        case .compare(_, let value), .between(let value, _): Operand(value)?.kind == .number
        case .dataBar, .colorScale, .icons, .top: true
        case .contains, .blank, .notBlank, .duplicates: false
        }
    }
}
