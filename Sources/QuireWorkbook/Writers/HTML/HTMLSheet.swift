import QuireModel

/// One sheet of a page: its rows as they come, and what stands around them.
struct HTMLSheet: Sendable {
    private struct Column: Sendable {
        var index: Int
        var layout: ColumnLayout
        var text: ColumnText
        /// All cells stand to the right, whatever is in them.
        var isRight: Bool
    }

    let layout: SheetLayout
    let place: SheetPlace
    /// Of elements: `s1`.
    let id: String
    /// Those that are shown.
    private let columns: [Column]
    private let localTime: @Sendable (LocalDateTime) -> LocalDateTime
    private let rules: [CellRule?]
    private var totals: [ColumnTotals?]
    private(set) var rowCount = 0
    private(set) var log = OddityLog()
    /// Where its rows lie in the scratch file.
    var parts: [Range<Int>] = []

    init(_ layout: SheetLayout, at place: SheetPlace, id: String, options: WorkbookOptions) {
        self.layout = layout
        self.place = place
        self.id = id
        localTime = options.localTime
        columns = layout.columns.enumerated().filter { !$0.element.isHidden }.map { index, column in
            Column(
                index: index, layout: column, text: ColumnText(column, localTime: options.localTime),
                isRight: column.style.align == nil && column.format.usualAlignment == .right)
        }
        totals = layout.columns.map { $0.total.map(ColumnTotals.init) }
        rules = layout.columns.map { column in
            column.total == nil
                ? nil : CellRule(format: column.format, empty: column.empty, localTime: options.localTime)
        }
    }

    /// As a spreadsheet numbers them.
    func row(ofRow index: Int) -> Int { index + layout.headRowCount + 1 }

    var colors: [Color] { columns.flatMap(\.text.colors) }

    /// - Precondition: the batch has the sheet's columns.
    mutating func encode(_ batch: RenderBatch) -> [UInt8] {
        precondition(batch.columnCount == layout.columns.count, "a batch has as many columns as its sheet")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(batch.values.count * 24)
        var problems = batch.problemCells[...]
        for row in 0..<batch.rowCount {
            let start = row * batch.columnCount
            let own = problems.prefix { $0 < start + batch.columnCount }
            problems = problems.dropFirst(own.count)
            bytes.append("<tr")
            if !own.isEmpty { bytes.append(contentsOf: " id=\"\(id)r\(self.row(ofRow: rowCount + row))\"".utf8) }
            bytes.append(">")
            for column in columns {
                let index = start + column.index
                append(
                    batch.values[index], column, link: batch.links[index], isProblem: own.contains(index),
                    row: rowCount + row, to: &bytes)
            }
            bytes.append("</tr>\n")
            for index in totals.indices where totals[index] != nil {
                let value = batch.values[start + index]
                guard let decided = rules[index]?.decide(value) else { continue }
                totals[index]?.add(value, as: decided.cell, decided.kind)
            }
        }
        rowCount += batch.rowCount
        return bytes
    }

    private mutating func append(
        _ value: Value, _ column: Column, link: String?, isProblem: Bool, row: Int, to bytes: inout [UInt8]
    ) {
        let shown = column.text.show(value)
        var target: String?
        if let link, !shown.text.isEmpty {
            target = LinkTarget.check(link) == nil ? nil : link
            if target == nil { note(.badLink, row, column) }
        }
        if let oddity = shown.oddity { note(oddity, row, column) }
        append(shown, column, isProblem: isProblem, to: &bytes) { bytes in
            guard let target else { return HTMLText.append(shown.text, to: &bytes) }
            bytes.append("<a href=\"")
            HTMLText.append(target, to: &bytes)
            bytes.append("\" rel=\"noopener noreferrer\">")
            HTMLText.append(shown.text, to: &bytes)
            bytes.append("</a>")
        }
    }

    private func append(
        _ shown: ColumnText.Shown, _ column: Column, isProblem: Bool, to bytes: inout [UInt8],
        _ content: (inout [UInt8]) -> Void
    ) {
        var classes: [String] = []
        if column.layout.style.align == nil {
            if shown.isNumber, !column.isRight { classes.append("n") }
            if shown.isBoolean { classes.append("b") }
        }
        if isProblem { classes.append("p") }
        if let color = shown.color { classes.append(HTMLStyle.className(of: color)) }
        bytes.append("<td")
        if !classes.isEmpty { bytes.append(contentsOf: " class=\"\(classes.joined(separator: " "))\"".utf8) }
        bytes.append(">")
        content(&bytes)
        bytes.append("</td>")
    }

    private mutating func note(_ oddity: CellOddity, _ row: Int, _ column: Column) {
        let line = self.row(ofRow: row) - 1
        log.add(oddity, at: "\(layout.name)!\(CellName.of(row: line, column: column.index))")
    }
}

extension HTMLSheet {
    /// What stands above the rows.
    ///
    /// - Parameter hasName: it is told from others by its name.
    func head(hasName: Bool) -> String {
        var html = "<section id=\"\(id)\">\n"
        if hasName { html += "<h2>\(HTMLText.escaped(layout.name))</h2>\n" }
        if let heading = layout.heading { html += "<p class=\"heading\">\(HTMLText.escaped(heading))</p>\n" }
        html += "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>"
        for column in columns {
            let note = column.layout.note.map { " title=\"\(HTMLText.escaped($0))\"" } ?? ""
            let title = HTMLText.escaped(column.layout.title)
            html += "<th scope=\"col\"\(note)>" + (note.isEmpty ? title : "<span>\(title)</span>") + "</th>"
        }
        return html + "</tr></thead>\n<tbody>\n"
    }

    /// What stands below the rows.
    func foot() -> [UInt8] {
        var bytes: [UInt8] = []
        if rowCount == 0 {
            bytes.append(
                contentsOf: "<tr class=\"none\"><td colspan=\"\(max(1, columns.count))\">No rows</td></tr>\n".utf8)
        }
        bytes.append("</tbody>\n")
        if let row = TotalContent.row(layout, totals) {
            bytes.append("<tfoot><tr>")
            for column in columns {
                let shown = shown(row[column.index], of: column.layout)
                append(shown, column, isProblem: false, to: &bytes) { HTMLText.append(shown.text, to: &$0) }
            }
            bytes.append("</tr></tfoot>\n")
        }
        bytes.append("</table></div>\n</section>\n")
        return bytes
    }

    private func shown(_ total: TotalContent, of column: ColumnLayout) -> ColumnText.Shown {
        switch total {
        case .blank: ColumnText.Shown(text: "")
        case .label(let label): ColumnText.Shown(text: label)
        case .formula(_, let value, let kind):
            ColumnText(format: column.totalFormat, localTime: localTime).show(value, kind)
        case .count(_, let value): ColumnText(format: .code(ColumnLayout.countFormat)).show(.number(value))
        case .value(let value): ColumnText(format: column.totalFormat, localTime: localTime).show(value)
        }
    }

    /// The rules of the sheet's own look.
    func style(header: CellStyle) -> (all: String, dark: String) {
        var rules = HTMLStyle.Rules()
        rules.add("#\(id) th", layout.headerStyle.over(header), isCell: true)
        for (place, column) in columns.enumerated() {
            let child = ":nth-child(\(place + 1))"
            let align = column.layout.style.align ?? (column.isRight ? .right : nil)
            if let align { rules.add("#\(id) :is(td,th)\(child){text-align:\(align.rawValue)}") }
            if column.isRight { rules.add("#\(id) td\(child){white-space:nowrap}") }
            if let width = column.layout.width, width > 0 {
                let characters = NumberText.shortest(width)
                rules.add("#\(id) td\(child){min-width:min(\(characters)ch,60vw);max-width:max(\(characters)ch,8ch)}")
            }
            var look = column.layout.style
            look.align = nil
            rules.add("#\(id) tbody td\(child)", look, isCell: true)
        }
        if layout.isBanded { rules.add("#\(id) tbody tr:nth-child(even){--ground:var(--band)}") }
        if layout.frozenColumns > 0 { rules.add("#\(id) :is(td,th):first-child{position:sticky;left:0;z-index:1}") }
        if layout.frozenColumns > 0 { rules.add("#\(id) :is(thead,tfoot) :first-child{z-index:3}") }
        return (rules.all, rules.dark)
    }

    /// Paper and orientation as a style sheet has them; empty where the sheet asks for none.
    var pageSize: String {
        [layout.print.paper?.rawValue, layout.print.orientation?.rawValue].compactMap(\.self).joined(separator: " ")
    }

    /// `1,200 rows`.
    var countText: String {
        NumberPattern(ColumnLayout.countFormat).text(Double(rowCount)).text + (rowCount == 1 ? " row" : " rows")
    }
}
