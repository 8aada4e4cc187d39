package import QuireModel

/// Shows the values of one column to people, as a spreadsheet shows them.
package struct ColumnText: Sendable {
    package struct Shown: Sendable, Hashable {
        package var text: String
        /// Where the number format gives one.
        package var color: Color?
        /// Numbers and moments stand to the right.
        package var isNumber = false
        package var isBoolean = false
        package var oddity: CellOddity?
    }

    private let rule: CellRule
    private let empty: String
    /// By kind.
    private let patterns: [NumberPattern]

    /// - Parameter localTime: from UTC to the project's zone, for ISO text with an offset under a date format.
    package init(
        _ column: ColumnLayout, localTime: @escaping @Sendable (_ utc: LocalDateTime) -> LocalDateTime = { $0 }
    ) {
        self.init(format: column.format, empty: column.empty, localTime: localTime)
    }

    init(
        format: CellFormat, empty: String? = nil,
        localTime: @escaping @Sendable (_ utc: LocalDateTime) -> LocalDateTime = { $0 }
    ) {
        rule = CellRule(format: format, localTime: localTime)
        self.empty = empty ?? ""
        patterns = FormatKind.allCases.map { kind in
            SheetStyle.numberFormat(kind, of: format).map(NumberPattern.init) ?? .general
        }
    }

    package func show(_ value: Value) -> Shown {
        if value.isNull { return Shown(text: empty) }
        let decided = rule.decide(value)
        switch decided.cell {
        // The limits of a spreadsheet's cell are none here.
        case .text(let text):
            let raw: String
            if case .text(let whole) = value { raw = whole } else { raw = text }
            let formatted = decided.kind == .plain ? patterns[Int(FormatKind.number.rawValue)].text(raw) : nil
            return Shown(
                text: formatted?.text ?? raw, color: formatted?.color, isNumber: value.number != nil,
                oddity: decided.oddity == .cleaned ? .cleaned : nil)
        case .number(let number): return show(number, decided.kind)
        case .boolean(let flag): return Shown(text: flag ? "TRUE" : "FALSE", isBoolean: true)
        case .blank: return Shown(text: "", oddity: decided.oddity)
        }
    }

    func show(_ number: Double, _ kind: FormatKind) -> Shown {
        let formatted = patterns[Int(kind.rawValue)].text(number)
        return Shown(text: formatted.text, color: formatted.color, isNumber: true)
    }

    /// The colours that number formats give.
    var colors: [Color] { patterns.flatMap(\.colors) }
}

extension NumberPattern {
    var colors: [Color] { (sections + [textSection].compactMap(\.self)).compactMap(\.color) }
}
