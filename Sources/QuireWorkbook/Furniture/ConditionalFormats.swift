import CXLSXWriter
import QuireModel

extension SheetPart {
    /// Gives the cells of the part's rows their columns' highlights.
    func highlight(_ extent: PartExtent, in book: UnsafeMutablePointer<lxw_workbook>) {
        guard extent.rowCount > 0 else { return }
        for (index, column) in extent.layout.columns.enumerated() where !column.highlights.isEmpty {
            let letters = CellName.letters(index)
            for highlight in column.highlights {
                let rule = ConditionalRule(
                    highlight.rule, firstCell: CellName.of(row: extent.firstRow, column: index),
                    range: "$\(letters)$\(extent.firstRow + 1):$\(letters)$\(extent.lastRow + 1)",
                    contents: extent.contents[index] ?? .all)
                guard let rule else { continue }
                withLibraryRule(rule) { settings in
                    if settings.takesFormat {
                        // The library writes equal ones once.
                        settings.format = workbook_add_format(book)
                        if let format = settings.format { LibraryFormat.apply(highlight.style, to: format) }
                    }
                    worksheet_conditional_format_range(
                        worksheet, UInt32(extent.firstRow), UInt16(index), UInt32(extent.lastRow), UInt16(index),
                        &settings)
                }
            }
        }
    }
}

/// The rule as the library takes it, with texts that live as long as the call.
private func withLibraryRule(_ rule: ConditionalRule, _ body: (inout lxw_conditional_format) -> Void) {
    var settings = lxw_conditional_format()
    switch rule {
    case .cell(let comparison, let formula):
        settings.type = UInt8(LXW_CONDITIONAL_TYPE_CELL.rawValue)
        settings.criteria = comparison.criterion
        withText(formula) {
            settings.value_string = $0
            body(&settings)
        }
        return
    case .between(let low, let high):
        settings.type = UInt8(LXW_CONDITIONAL_TYPE_CELL.rawValue)
        settings.criteria = UInt8(LXW_CONDITIONAL_CRITERIA_BETWEEN.rawValue)
        withText(low) { low in
            withText(high) { high in
                settings.min_value_string = low
                settings.max_value_string = high
                body(&settings)
            }
        }
        return
    case .contains(let text):
        settings.type = UInt8(LXW_CONDITIONAL_TYPE_TEXT.rawValue)
        settings.criteria = UInt8(LXW_CONDITIONAL_CRITERIA_TEXT_CONTAINING.rawValue)
        withText(text) {
            settings.value_string = $0
            body(&settings)
        }
        return
    case .formula(let formula):
        settings.type = UInt8(LXW_CONDITIONAL_TYPE_FORMULA.rawValue)
        withText(formula) {
            settings.value_string = $0
            body(&settings)
        }
        return
    case .blank: settings.type = UInt8(LXW_CONDITIONAL_TYPE_BLANKS.rawValue)
    case .notBlank: settings.type = UInt8(LXW_CONDITIONAL_TYPE_NO_BLANKS.rawValue)
    case .duplicates: settings.type = UInt8(LXW_CONDITIONAL_TYPE_DUPLICATE.rawValue)
    case .top(let count):
        settings.type = UInt8(LXW_CONDITIONAL_TYPE_TOP.rawValue)
        settings.value = Double(count)
    case .dataBar(let color):
        settings.type = UInt8(LXW_CONDITIONAL_DATA_BAR.rawValue)
        // Bars of Excel 2010: from 0 on, and to the left for negative numbers.
        settings.data_bar_2010 = UInt8(LXW_TRUE.rawValue)
        settings.bar_color = color.libraryColor
    case .colorScale(let colors):
        let isOfThree = colors.count > 2
        settings.type = UInt8((isOfThree ? LXW_CONDITIONAL_3_COLOR_SCALE : LXW_CONDITIONAL_2_COLOR_SCALE).rawValue)
        settings.min_color = colors[0].libraryColor
        if isOfThree { settings.mid_color = colors[1].libraryColor }
        settings.max_color = colors[colors.count - 1].libraryColor
    case .icons(let icons):
        settings.type = UInt8(LXW_CONDITIONAL_TYPE_ICON_SETS.rawValue)
        settings.icon_style = icons.libraryStyle
    }
    body(&settings)
}

private func withText(_ text: String, _ body: (UnsafeMutablePointer<CChar>) -> Void) {
    // The library copies it, and writes nothing into it.
    text.withCString { body(UnsafeMutablePointer(mutating: $0)) }
}

extension lxw_conditional_format {
    fileprivate var takesFormat: Bool {
        let type = UInt32(type)
        return type != LXW_CONDITIONAL_DATA_BAR.rawValue && type != LXW_CONDITIONAL_2_COLOR_SCALE.rawValue
            && type != LXW_CONDITIONAL_3_COLOR_SCALE.rawValue && type != LXW_CONDITIONAL_TYPE_ICON_SETS.rawValue
    }
}

extension Highlight.Comparison {
    fileprivate var criterion: UInt8 {
        let criterion =
            switch self {
            case .less: LXW_CONDITIONAL_CRITERIA_LESS_THAN
            case .atMost: LXW_CONDITIONAL_CRITERIA_LESS_THAN_OR_EQUAL_TO
            case .equal: LXW_CONDITIONAL_CRITERIA_EQUAL_TO
            case .notEqual: LXW_CONDITIONAL_CRITERIA_NOT_EQUAL_TO
            case .atLeast: LXW_CONDITIONAL_CRITERIA_GREATER_THAN_OR_EQUAL_TO
            case .greater: LXW_CONDITIONAL_CRITERIA_GREATER_THAN
            }
        return UInt8(criterion.rawValue)
    }
}

extension Highlight.Icons {
    fileprivate var libraryStyle: UInt8 {
        let style =
            switch self {
            case .arrows: LXW_CONDITIONAL_ICONS_3_ARROWS_COLORED
            case .flags: LXW_CONDITIONAL_ICONS_3_FLAGS
            case .ratings: LXW_CONDITIONAL_ICONS_5_RATINGS
            case .trafficLights: LXW_CONDITIONAL_ICONS_3_TRAFFIC_LIGHTS_UNRIMMED
            }
        return UInt8(style.rawValue)
    }
}
