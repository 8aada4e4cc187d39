import QuireModel

/// Names of a workbook's native tables, by which formulas know them: `=SUM(Contracts[Amount])`.
package struct TableNames: Sendable {
    private var taken: Set<String> = []

    package init() {}

    /// The sheet's name made legal, with a number behind it where it is taken: `By_region_2`.
    package mutating func take(_ sheetName: String) -> String {
        let legal = TableNames.legal(sheetName)
        var name = legal
        var number = 2
        while !taken.insert(name.lowercased()).inserted {
            name = "\(legal)_\(number)"
            number += 1
        }
        return name
    }

    /// Letters, digits, `_` and `.`, beginning with a letter or `_`, and nothing that a formula takes for a cell.
    package static func legal(_ sheetName: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in sheetName.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
                .spacingMark, .decimalNumber:
                scalars.append(scalar)
            default: if scalar == "." || scalars.last != "_" { scalars.append(scalar == "." ? "." : "_") }
            }
        }
        if scalars.count > 1, scalars.last == "_" { scalars.removeLast() }
        let name = String(scalars)
        let beginsWell = scalars.first.map { $0 == "_" || $0.properties.isAlphabetic } ?? false
        return beginsWell && !SheetNames.looksLikeCell(name) && !["true", "false"].contains(name.lowercased())
            ? name : "Table_\(name)"
    }
}

/// Header texts as a native table needs them: each is a name by which formulas know the column.
package enum TableTitles {
    /// Characters of the longest header a table can have, in UTF-16 units.
    package static let limit = 255

    /// The titles on one line each, none of them empty, no two alike but for their case: `Amount`, `Amount 2`.
    package static func unique(_ titles: [String]) -> [String] {
        let lines = titles.enumerated().map { place, title in
            let line = CellText.clean(title).text.split { $0.isNewline || $0 == "\t" }.joined(separator: " ")
            return line.isEmpty ? "Column\(place + 1)" : line
        }
        var taken: Set<String> = []
        let all = Set(lines.map { $0.lowercased() })
        return lines.map { line in
            var title = line
            var number = 2
            while taken.contains(title.lowercased()) || (title != line && all.contains(title.lowercased())) {
                title = "\(line) \(number)"
                number += 1
            }
            taken.insert(title.lowercased())
            return title
        }
    }
}

extension SheetLayout {
    /// A sheet of as many rows or more is too large for a native table.
    static let tableRowLimit = 100_000

    /// The sheet as it is written where it is to be a native table: with titles that name its columns, and bands that are
    /// the table's; and a warning where it cannot be one.
    var fitForTable: (layout: SheetLayout, warning: String?) {
        guard isTable else { return (self, nil) }
        var layout = self
        let titles = TableTitles.unique(columns.map(\.title))
        if let long = titles.first(where: { $0.utf16.count > TableTitles.limit }) {
            layout.isTable = false
            return (
                layout,
                "the sheet '\(name)' is no table: a table's titles have at most 255 characters, and '\(long.prefix(20))…' has \(long.utf16.count)"
            )
        }
        layout.isBanded = false
        for (index, title) in titles.enumerated() { layout.columns[index].title = title }
        return (layout, nil)
    }
}
