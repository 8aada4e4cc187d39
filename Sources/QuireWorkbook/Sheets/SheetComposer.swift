package import QuireModel

/// A cell, and the format it has in its workbook.
package struct PlacedCell: Sendable {
    package var cell: Cell
    package var format: UInt16
}

/// A hyperlink on a cell.
package struct CellLink: Sendable {
    /// Into the cells of its rows.
    package var index: Int
    package var target: String
}

/// Consecutive rows of one part of a sheet, ready to be written.
package struct CellRows: Sendable {
    /// Part of the sheet, from 0.
    package var part: Int
    package var partName: String
    /// On the sheet, from 0.
    package var firstRow: Int
    package var rowCount: Int
    package var columnCount: Int
    package var cells: [PlacedCell]
    /// By index, ascending.
    package var links: [CellLink]
}

/// Turns batches of values into rows of cells, and gathers what is known of the sheet only in the end.
package struct SheetComposer: Sendable {
    package struct Column: Sendable {
        package let layout: ColumnLayout
        let rule: CellRule
        package let formats: ColumnFormats
        package fileprivate(set) var gauge: WidthGauge
        package fileprivate(set) var totals: ColumnTotals?
        /// Where highlights need to know.
        package fileprivate(set) var contents: ColumnContents?
    }

    package private(set) var parts: SheetParts
    package private(set) var columns: [Column]
    package private(set) var rowCount = 0
    package private(set) var log = OddityLog()
    private let isBanded: Bool
    private var linksOfPart = (part: 0, count: 0)

    package init(
        layout: SheetLayout, options: WorkbookOptions, formats: inout FormatTable, names: inout SheetNames
    ) {
        parts = SheetParts(
            name: layout.name, headRowCount: layout.headRowCount, rowLimit: options.rowLimit, names: &names)
        isBanded = layout.isBanded
        columns = layout.columns.map { column in
            var gauge = WidthGauge(column)
            gauge.add(column.title, padding: layout.autofilter ? 3 : 1)
            return Column(
                layout: column,
                rule: CellRule(format: column.format, empty: column.empty, localTime: options.localTime),
                formats: ColumnFormats(column, isBanded: layout.isBanded, options: options, table: &formats),
                gauge: gauge, totals: column.total.map(ColumnTotals.init),
                contents: column.highlights.isEmpty ? nil : [])
        }
    }

    /// - Parameter names: of the workbook's sheets; a part that is begun takes one.
    /// - Precondition: the batch has the sheet's columns.
    package mutating func compose(_ batch: RenderBatch, _ names: inout SheetNames) -> [CellRows] {
        precondition(batch.columnCount == columns.count, "a batch has as many columns as its sheet")
        var result: [CellRows] = []
        var done = 0
        while done < batch.rowCount {
            let place = parts.place(ofRow: rowCount)
            parts.reach(part: place.part, &names)
            let count = min(batch.rowCount - done, parts.rowsPerPart - place.row + parts.headRowCount)
            result.append(compose(batch, rows: done..<done + count, part: place.part, firstRow: place.row))
            rowCount += count
            done += count
        }
        return result
    }

    private mutating func compose(_ batch: RenderBatch, rows: Range<Int>, part: Int, firstRow: Int) -> CellRows {
        let width = columns.count
        let indices = rows.lowerBound * width..<rows.upperBound * width
        var problems = batch.problemCells.drop { $0 < indices.lowerBound }[...]
        var nextProblem = problems.popFirst() ?? .max
        let hasLinks = !batch.links.isEmpty
        let isBanded = isBanded
        let parts = parts
        var links: [CellLink] = []
        var oddities: [(index: Int, oddity: CellOddity)] = []
        var linkCount = linksOfPart.part == part ? linksOfPart.count : 0

        let cells = columns.withUnsafeMutableBufferPointer { columns in
            batch.values.withUnsafeBufferPointer { values in
                [PlacedCell](unsafeUninitializedCapacity: indices.count) { cells, count in
                    var index = indices.lowerBound
                    for row in rows {
                        let isOnBand = isBanded && (firstRow + row - rows.lowerBound + parts.headRowCount) % 2 == 1
                        for column in 0..<width {
                            let decided = columns[column].rule.decide(values[index])
                            columns[column].gauge.add(decided.cell, decided.kind)
                            if columns[column].totals != nil {
                                columns[column].totals?.add(values[index], as: decided.cell, decided.kind)
                            }
                            if columns[column].contents != nil { columns[column].contents?.insert(decided.cell) }
                            if let oddity = decided.oddity { oddities.append((index, oddity)) }
                            var isLink = false
                            if hasLinks, decided.cell.isShown, let target = batch.links[index] {
                                if linkCount >= WorkbookOptions.excelLinkLimit {
                                    oddities.append((index, .linkPastLimit))
                                } else if let target = LinkTarget.check(target) {
                                    isLink = true
                                    linkCount += 1
                                    links.append(CellLink(index: index - indices.lowerBound, target: target))
                                } else {
                                    oddities.append((index, .badLink))
                                }
                            }
                            var format = columns[column].formats.index(
                                decided.kind, isLink: isLink, isOnBand: isOnBand)
                            if index == nextProblem {
                                format = columns[column].formats.index(decided.kind, isProblem: true, isLink: isLink)
                                nextProblem = problems.popFirst() ?? .max
                            }
                            (cells.baseAddress! + count).initialize(to: PlacedCell(cell: decided.cell, format: format))
                            count += 1
                            index += 1
                        }
                    }
                }
            }
        }
        linksOfPart = (part, linkCount)
        for (index, oddity) in oddities {
            let offset = index - indices.lowerBound
            log.add(
                oddity,
                at: "\(parts.names[part])!\(CellName.of(row: firstRow + offset / width, column: offset % width))"
            )
        }
        return CellRows(
            part: part, partName: parts.names[part], firstRow: firstRow, rowCount: rows.count, columnCount: width,
            cells: cells, links: links)
    }
}

extension Cell {
    /// Whether there is something in the cell that can be clicked.
    var isShown: Bool {
        switch self {
        case .blank: false
        case .text(let text): !text.isEmpty
        case .number, .boolean: true
        }
    }
}

/// Names of cells, as a spreadsheet has them.
package enum CellName {
    /// - Parameters: row and column from 0: 4 and 1 are `B5`.
    package static func of(row: Int, column: Int) -> String { "\(letters(column))\(row + 1)" }

    /// As it stays where a formula is copied: `$B$5`.
    static func fixed(row: Int, column: Int) -> String { "$\(letters(column))$\(row + 1)" }

    package static func letters(_ column: Int) -> String {
        var rest = column + 1
        var result = ""
        while rest > 0 {
            result = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + result
            rest = (rest - 1) / 26
        }
        return result
    }
}

extension SheetComposer {
    /// Full sentences on totals that cannot be what was meant.
    var totalWarnings: [String] {
        columns.filter { $0.totals?.findsNoNumber == true }.map { column in
            "the total of '\(column.layout.title)' finds no number in it: give the field a type under 'fields' of the source"
        }
    }
}
