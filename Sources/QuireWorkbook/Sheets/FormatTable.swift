package import QuireModel

/// All that a cell's format says.
package struct FormatKey: Sendable, Hashable {
    package enum Role: Sendable, Hashable {
        case data, header, heading, total
    }

    package var role: Role
    /// Nil is `General`.
    package var numberFormat: String?
    package var style: CellStyle

    /// A format that says nothing, which a cell does without.
    var isDefault: Bool { role == .data && numberFormat == nil && style == CellStyle() }
}

/// The formats of a workbook, each once; cells name them by index. Index 0 is no format.
package struct FormatTable: Sendable {
    package private(set) var keys = [FormatKey(role: .data, numberFormat: nil, style: CellStyle())]
    private var indices: [FormatKey: UInt16] = [:]

    package init() { indices[keys[0]] = 0 }

    package mutating func index(of key: FormatKey) -> UInt16 {
        if let index = indices[key] { return index }
        // Excel holds 64,000 formats; past that a cell does without.
        guard keys.count < 64_000 else { return 0 }
        let index = UInt16(keys.count)
        keys.append(key)
        indices[key] = index
        return index
    }
}

/// The formats of one column's cells.
package struct ColumnFormats: Sendable {
    private var indices: [UInt16]

    package init(
        _ column: ColumnLayout, role: FormatKey.Role = .data, isBanded: Bool = false, options: WorkbookOptions,
        table: inout FormatTable
    ) {
        let problem = options.problemStyle.over(.problem)
        let link = SheetStyle.link
        indices = []
        for isOnBand in isBanded ? [false, true] : [false] {
            for isProblem in [false, true] {
                for isLink in [false, true] {
                    var style = column.style
                    if isLink { style = style.over(link) }
                    if isOnBand { style = style.over(SheetStyle.band) }
                    if isProblem { style = problem.over(style) }
                    for kind in FormatKind.allCases {
                        let key = FormatKey(
                            role: role, numberFormat: SheetStyle.numberFormat(kind, of: column.format), style: style)
                        indices.append(table.index(of: key))
                    }
                }
            }
        }
    }

    @inline(__always)
    package func index(
        _ kind: FormatKind, isProblem: Bool = false, isLink: Bool = false, isOnBand: Bool = false
    ) -> UInt16 {
        indices[(isOnBand ? 28 : 0) + (isProblem ? 14 : 0) + (isLink ? 7 : 0) + Int(kind.rawValue)]
    }
}

/// How a sheet looks where nobody says otherwise.
package enum SheetStyle {
    package static let header = {
        var style = CellStyle()
        style.bold = true
        style.color = Color(rgb: 0x1F2937)
        style.background = Color(rgb: 0xE8EDF3)
        return style
    }()

    package static let total = {
        var style = CellStyle()
        style.bold = true
        return style
    }()

    package static let heading = {
        var style = CellStyle()
        style.bold = true
        style.color = Color(rgb: 0x1F2937)
        return style
    }()

    package static let band = {
        var style = CellStyle()
        style.background = Color(rgb: 0xF5F7FA)
        return style
    }()

    package static let link = {
        var style = CellStyle()
        style.color = Color(rgb: 0x0563C1)
        return style
    }()

    package static func numberFormat(_ kind: FormatKind, of format: CellFormat) -> String? {
        switch (kind, format) {
        case (.plain, _): nil
        case (.number, .general), (.number, .text), (.number, .date), (.number, .datetime), (.number, .time): nil
        case (.text, _): "@"
        case (.number, .code(let code)): code
        case (.number, .integer): "#,##0"
        case (.number, .number), (.number, .money): "#,##0.00"
        case (.number, .percent): "0.00%"
        case (.date, .code(let code)) where NumberPattern(code).meaning == .date: code
        case (.datetime, .code(let code)) where NumberPattern(code).meaning == .datetime: code
        case (.time, .code(let code)) where NumberPattern(code).meaning == .time: code
        case (.date, _): "yyyy-mm-dd"
        case (.datetime, _): "yyyy-mm-dd hh:mm:ss"
        case (.time, _): "hh:mm:ss"
        case (.interval, _): "[h]:mm:ss"
        }
    }
}
