package import QuireModel

/// A highlight as a spreadsheet has it, for the cells of one column of one part.
package enum ConditionalRule: Sendable, Hashable {
    /// 'Cell value is', with the formula of what it is compared with.
    case cell(Highlight.Comparison, String)
    case between(String, String)
    case contains(String)
    case formula(String)
    case blank, notBlank, duplicates
    case top(Int)
    case dataBar(Color)
    case colorScale([Color])
    case icons(Highlight.Icons)

    /// - Parameters:
    ///   - firstCell: of the part's cells, such as `E2`.
    ///   - range: all of them, such as `$E$2:$E$101`.
    ///   - contents: what stands in the column.
    /// - Returns: nil where a formula cannot hold what is compared with.
    package init?(_ rule: Highlight.Rule, firstCell: String, range: String, contents: ColumnContents) {
        switch rule {
        case .compare(let comparison, let value):
            guard let operand = Operand(value) else { return nil }
            let isSafe = !operand.isMistaken(in: contents, comparison)
            self =
                isSafe
                ? .cell(comparison, operand.literal)
                : .formula("AND(\(operand.test)(\(firstCell)),\(firstCell)\(comparison.rawValue)\(operand.literal))")
        case .between(let one, let other):
            guard let low = Operand(one), let high = Operand(other) else { return nil }
            // Which is the lesser of two parameters is seen only here.
            let isReversed = low.number.flatMap { low in high.number.map { $0 < low } } ?? false
            self =
                isReversed ? Self.between(high, low, firstCell, contents) : Self.between(low, high, firstCell, contents)
        case .contains(let text):
            self =
                Self.isPlain(text, beside: firstCell)
                ? .contains(text)
                : .formula("NOT(ISERROR(SEARCH(\(Operand.literal(Self.withoutWildcards(text))),\(firstCell))))")
        case .blank: self = .blank
        case .notBlank: self = .notBlank
        case .dataBar(let color): self = .dataBar(color)
        case .colorScale(let colors): self = .colorScale(colors)
        case .icons(let icons): self = .icons(icons)
        case .duplicates: self = .duplicates
        // libxlsxwriter 1.1.4 writes every other rank as 10.
        case .top(let count) where count == 1 || count == 10: self = .top(count)
        case .top(let count):
            let least = "LARGE(\(range),MIN(\(count),COUNT(\(range))))"
            self =
                contents.isDisjoint(with: [.blank, .text, .boolean])
                ? .cell(.atLeast, least) : .formula("AND(ISNUMBER(\(firstCell)),\(firstCell)>=\(least))")
        }
    }

    private static func between(
        _ low: Operand, _ high: Operand, _ firstCell: String, _ contents: ColumnContents
    ) -> ConditionalRule {
        let mistaken = low.mistaken(in: contents, .atLeast).intersection(high.mistaken(in: contents, .atMost))
        guard !mistaken.isEmpty else { return .between(low.literal, high.literal) }
        return .formula("AND(\(low.test)(\(firstCell)),\(firstCell)>=\(low.literal),\(firstCell)<=\(high.literal))")
    }

    /// Whether the library can write the text as it is: it puts it unchanged into a formula of at most 63 bytes, and
    /// leaves out an `=` in front.
    private static func isPlain(_ text: String, beside cell: String) -> Bool {
        text.utf8.count + cell.utf8.count + "NOT(ISERROR(SEARCH(\"\",)))".utf8.count <= 63
            && !text.unicodeScalars.contains { "\"*?~".unicodeScalars.contains($0) || $0.value < 0x20 }
            && text.first != "="
    }

    private static func withoutWildcards(_ text: String) -> String {
        text.replacing("~", with: "~~").replacing("*", with: "~*").replacing("?", with: "~?")
    }
}

/// What a rule compares cells with. Comparisons hold for cells of its own kind only, while a spreadsheet takes blank
/// cells for 0 or empty text, and every text for greater than every number.
struct Operand {
    /// As formulas have it.
    let literal: String
    let kind: ColumnContents
    /// Where it is one.
    let number: Double?
    /// How a blank cell compares with it: below 0 where that is less.
    private let blankOrder: Int

    init?(_ value: Value) {
        switch value {
        case .integer, .number, .decimal:
            guard let number = value.number, number.isFinite else { return nil }
            self.init(number)
        case .date(let date): self.init(LocalDateTime(date: date, time: TimeOfDay(microseconds: 0)).excelDays)
        case .datetime(let moment): self.init(moment.excelDays)
        case .boolean(let flag): self.init(flag ? "TRUE" : "FALSE", .boolean, blankOrder: flag ? -1 : 0)
        case .text(let text):
            // A formula holds 8,192 characters.
            guard text.utf16.count <= 4_000 else { return nil }
            self.init(Self.literal(text), .text, blankOrder: text.isEmpty ? 0 : -1)
        case .null, .time, .interval: return nil
        }
    }

    private init(_ number: Double) {
        self.init(
            NumberText.shortest(number).uppercased(), .number, number: number,
            blankOrder: number > 0 ? -1 : number < 0 ? 1 : 0)
    }

    private init(_ literal: String, _ kind: ColumnContents, number: Double? = nil, blankOrder: Int) {
        self.literal = literal
        self.kind = kind
        self.number = number
        self.blankOrder = blankOrder
    }

    /// A text in quotes; in pieces where it is longer than the 255 characters that one may have.
    static func literal(_ text: String) -> String {
        var pieces: [String] = []
        var piece = ""
        var units = 0
        for scalar in CellText.clean(text).text.unicodeScalars {
            let width = scalar.value > 0xFFFF ? 2 : 1
            if units + width > 255 {
                pieces.append(piece)
                (piece, units) = ("", 0)
            }
            piece.unicodeScalars.append(scalar)
            units += width
        }
        return (pieces + [piece]).map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: "&")
    }

    /// The function that tells cells of its kind.
    var test: String { kind == .number ? "ISNUMBER" : kind == .text ? "ISTEXT" : "ISLOGICAL" }

    func isMistaken(in contents: ColumnContents, _ comparison: Highlight.Comparison) -> Bool {
        !mistaken(in: contents, comparison).isEmpty
    }

    /// The kinds of cells, other than its own, for which a spreadsheet would say that a comparison holds.
    func mistaken(in contents: ColumnContents, _ comparison: Highlight.Comparison) -> ColumnContents {
        let kinds: [ColumnContents] = [.blank, .number, .text, .boolean]
        return kinds.reduce(into: []) { result, other in
            guard other != kind, contents.contains(other) else { return }
            let order = other == .blank ? blankOrder : other.rawValue < kind.rawValue ? -1 : 1
            if comparison.holds(order) { result.formUnion(other) }
        }
    }
}

extension Highlight.Comparison {
    /// - Parameter order: below 0 where what is compared is less, above 0 where it is greater.
    fileprivate func holds(_ order: Int) -> Bool {
        switch self {
        case .less: order < 0
        case .atMost: order <= 0
        case .equal: order == 0
        case .notEqual: order != 0
        case .atLeast: order >= 0
        case .greater: order > 0
        }
    }
}
