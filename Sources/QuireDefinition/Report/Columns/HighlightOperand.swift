package import QuireModel
import QuirePlugin

/// What a highlight's condition compares cells with.
package enum HighlightOperand: Sendable, Hashable {
    case value(Value)
    /// Given for each run.
    case parameter(String, at: FilePosition?)
}

/// Reads the words of a condition one after another: operators, numbers, quoted texts, dates and parameters.
struct ConditionScanner {
    private let text: ExpressionText
    private let scalars: [Unicode.Scalar]
    private var index = 0

    init(_ text: ExpressionText) {
        self.text = text
        scalars = Array(text.text.unicodeScalars)
    }

    /// Where the next word stands.
    var place: FilePosition? {
        mutating get {
            skipSpace()
            return place(of: index)
        }
    }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return index == scalars.count
        }
    }

    /// All that was not read.
    var rest: String { String(String.UnicodeScalarView(scalars[index...])) }

    private func place(of index: Int) -> FilePosition? {
        text.place(ofByte: String(String.UnicodeScalarView(scalars[..<index])).utf8.count)
    }

    /// `<`, `<=`, `!=`, …: all that can be part of an operator.
    mutating func sign() -> String { word { "<>=!".unicodeScalars.contains($0) } }

    /// Letters, `not` and `between` among them.
    mutating func name() -> String { word { $0.properties.isAlphabetic || $0 == "_" } }

    /// All up to the next space.
    mutating func token() -> String { word { !$0.properties.isWhitespace } }

    mutating func skip(name: String) -> Bool {
        let start = index
        if self.name().lowercased() == name { return true }
        index = start
        return false
    }

    /// - Returns: nil after it was reported that there is no operand.
    mutating func operand(_ reading: inout Reading) -> HighlightOperand? {
        skipSpace()
        let start = index
        guard index < scalars.count else {
            reading.error(
                "invalid-value", "the condition ends where something to compare with has to follow", at: place(of: 0),
                hint: ConditionScanner.operands)
            return nil
        }
        if scalars[index] == "\"" || scalars[index] == "'" { return quoted(&reading) }
        if scalars[index] == ":" {
            let written = token()
            let name = String(written.dropFirst())
            if Named<Bool>.isName(name) { return .parameter(name, at: place(of: start)) }
            reading.error("invalid-value", "'\(written)' is no parameter", at: place(of: start))
            return nil
        }
        // A datetime may have a space inside.
        var written = token()
        let afterToken = index
        if CalendarDate(written) != nil {
            let time = token()
            if LocalDateTime.parse(written + " " + time) != nil { written += " " + time } else { index = afterToken }
        }
        if let value = ConditionScanner.plain(written) { return .value(value) }
        if LocalDateTime.parse(written)?.offset != nil {
            reading.error(
                "invalid-value", "'\(written)' has an offset", at: place(of: start),
                hint: "leave it out: a condition sees times as the sheet shows them")
            return nil
        }
        let isDay = written.wholeMatch(of: /[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*/) != nil
        reading.error(
            "invalid-value",
            isDay ? "'\(written)' is no day of the calendar" : "'\(written)' is nothing to compare with",
            at: place(of: start),
            hint: isDay
                ? "dates are written 2026-01-31"
                : written.first?.isLetter == true ? "put text in quotes: \"\(written)\"" : ConditionScanner.operands)
        return nil
    }

    private static let operands =
        "it is a number, text in quotes, a date such as 2026-01-31, or a parameter such as :limit"

    private static func plain(_ text: String) -> Value? {
        if text == "true" || text == "false" { return .boolean(text == "true") }
        if let date = CalendarDate(text) { return .date(date) }
        if let (moment, offset) = LocalDateTime.parse(text) { return offset == nil ? .datetime(moment) : nil }
        return FieldType.number.read(text)
    }

    /// A quote inside stands twice.
    private mutating func quoted(_ reading: inout Reading) -> HighlightOperand? {
        let start = index
        let quote = scalars[index]
        var content = String.UnicodeScalarView()
        index += 1
        while index < scalars.count {
            if scalars[index] == quote {
                index += 1
                guard index < scalars.count, scalars[index] == quote else {
                    return .value(.text(String(content)))
                }
            }
            content.append(scalars[index])
            index += 1
        }
        reading.error("invalid-value", "the quote is never closed", at: place(of: start))
        return nil
    }

    private mutating func word(_ belongs: (Unicode.Scalar) -> Bool) -> String {
        skipSpace()
        let start = index
        while index < scalars.count, belongs(scalars[index]) { index += 1 }
        return String(String.UnicodeScalarView(scalars[start..<index]))
    }

    private mutating func skipSpace() {
        while index < scalars.count, scalars[index].properties.isWhitespace { index += 1 }
    }
}
