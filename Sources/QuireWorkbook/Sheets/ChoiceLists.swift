package import QuireModel

/// What may be entered in the columns of a workbook's sheets. Short lists stand in the sheet itself, others on a
/// hidden one, each once.
package struct ChoiceLists: Sendable {
    /// Of sheets and their columns; nil where anything may be entered.
    package private(set) var formulas: [[String?]] = []
    /// Of the hidden sheet; nil where there is none.
    package private(set) var sheetName: String?
    /// The columns of the hidden sheet.
    package private(set) var lists: [[PlacedCell]] = []
    /// Of those columns, in characters.
    package private(set) var widths: [Double] = []

    /// The most characters that a list in the sheet itself may have.
    static let inlineLimit = 255

    /// - Parameter names: of all the other sheets.
    package init(_ layouts: [SheetLayout], formats: inout FormatTable, names: inout SheetNames) {
        var places: [ListKey: Int] = [:]
        for layout in layouts {
            formulas.append(
                layout.columns.map { column in
                    guard let choices = column.choices, !choices.isEmpty else { return nil }
                    let rule = CellRule(format: column.format)
                    let decided = choices.map { rule.decide($0) }
                    if let list = Self.inline(decided) { return list }
                    let key = ListKey(choices: choices, format: column.format)
                    let place = places[key] ?? lists.count
                    if places.updateValue(place, forKey: key) == nil {
                        var look = ColumnLayout(id: column.id, title: "")
                        look.format = column.format
                        var gauge = WidthGauge(look)
                        for choice in decided { gauge.add(choice.cell, choice.kind) }
                        widths.append(gauge.width ?? 0)
                        lists.append(
                            decided.map { decided in
                                let format = SheetStyle.numberFormat(decided.kind, of: column.format)
                                let index = formats.index(
                                    of: FormatKey(role: .data, numberFormat: format, style: CellStyle()))
                                return PlacedCell(cell: decided.cell, format: index)
                            })
                    }
                    let sheet = sheetName ?? names.take("Lists")
                    sheetName = sheet
                    let letters = CellName.letters(place)
                    return "\(SheetNames.quoted(sheet))!$\(letters)$1:$\(letters)$\(choices.count)"
                })
        }
    }

    private struct ListKey: Hashable {
        var choices: [Value]
        var format: CellFormat
    }

    /// The list as a text with commas, where nothing in it would be taken for something else: numbers with a fraction
    /// and dates depend on the reader's language, and white space around an item is lost.
    private static func inline(_ choices: [DecidedCell]) -> String? {
        var items: [String] = []
        for choice in choices {
            switch choice.cell {
            case .text(let text) where isPlain(text): items.append(text)
            case .number(let number) where choice.kind == .plain || choice.kind == .number:
                guard number == number.rounded(), abs(number) < 1e11 else { return nil }
                items.append(NumberText.shortest(number))
            case .text, .number, .blank, .boolean: return nil
            }
        }
        let list = items.joined(separator: ",")
        return list.utf16.count <= inlineLimit ? "\"\(list)\"" : nil
    }

    private static func isPlain(_ text: String) -> Bool {
        text.first?.isWhitespace == false && text.last?.isWhitespace == false && text.first != "="
            && !text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0.value < 0x20 }
    }
}
