import CXLSXWriter
import QuireModel

extension SheetPart {
    /// Lets only their columns' choices into the cells of the part's rows.
    func offerChoices(_ extent: PartExtent) {
        guard extent.rowCount > 0 else { return }
        for (column, formula) in extent.choices.enumerated() {
            guard let formula else { continue }
            formula.withCString { formula in
                var settings = lxw_data_validation()
                // A list in the sheet itself is a formula as well: the library's own way does not count as Excel does.
                settings.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
                settings.value_formula = UnsafeMutablePointer(mutating: formula)
                worksheet_data_validation_range(
                    worksheet, UInt32(extent.firstRow), UInt16(column), UInt32(extent.lastRow), UInt16(column),
                    &settings)
            }
        }
    }

    /// Makes the part the hidden sheet of long lists.
    func write(_ choices: ChoiceLists, _ formats: Formats) {
        for row in 0..<(choices.lists.map(\.count).max() ?? 0) {
            for (column, list) in choices.lists.enumerated() where row < list.count {
                write(list[row].cell, formats[Int(list[row].format)], UInt32(row), UInt16(column))
            }
        }
        for (column, width) in choices.widths.enumerated() {
            worksheet_set_column(worksheet, UInt16(column), UInt16(column), width, nil)
        }
        worksheet_hide(worksheet)
    }
}
