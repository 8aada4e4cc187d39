import QuireModel

/// One section of a number format code.
struct PatternSection: Sendable, Hashable {
    enum Placeholder: Character, Sendable, Hashable {
        case zero = "0"
        case none = "#"
        case space = "?"
    }

    enum Unit: Sendable, Hashable {
        case hours, minutes, seconds
    }

    enum Token: Sendable, Hashable {
        case literal(String)
        /// A space as wide as some character.
        case gap
        case digit(Placeholder)
        case point, percent, slash, general, text
        case exponent(showsPlus: Bool)
        /// With the number of their letters.
        case year(Int)
        case month(Int)
        case day(Int)
        case hour(Int)
        case minute(Int)
        case second(Int)
        /// Digits of a fraction of a second, with their point.
        case fraction(Int)
        case elapsed(Unit, Int)
        /// Before and after noon.
        case meridiem(String, String)

        var isDate: Bool {
            switch self {
            case .year, .month, .day: true
            default: false
            }
        }

        var isTime: Bool {
            switch self {
            case .hour, .minute, .second, .fraction, .elapsed, .meridiem: true
            default: false
            }
        }
    }

    /// Which numbers the section is for.
    struct Condition: Sendable, Hashable {
        var comparison: Highlight.Comparison
        var limit: Double

        func holds(_ number: Double) -> Bool {
            switch comparison {
            case .less: number < limit
            case .atMost: number <= limit
            case .equal: number == limit
            case .notEqual: number != limit
            case .atLeast: number >= limit
            case .greater: number > limit
            }
        }

        /// Holds for nothing but negative numbers.
        var isNegative: Bool {
            switch comparison {
            case .less: limit <= 0
            case .atMost, .equal: limit < 0
            case .notEqual, .atLeast, .greater: false
            }
        }

        /// Leaves nothing but negative numbers to the next section.
        var coversZero: Bool { comparison == .atLeast && limit <= 0 || comparison == .greater && limit < 0 }
    }

    var tokens: [Token] = []
    var color: Color?
    var condition: Condition?
    /// Thousands are set apart.
    var isGrouped = false
    /// The power of ten that the number is multiplied with: 2 for `%`, -3 for each comma after the digits.
    var shift = 0

    var hasElapsed: Bool {
        tokens.contains { if case .elapsed = $0 { true } else { false } }
    }

    var isMoment: Bool { tokens.contains { $0.isDate || $0.isTime } }

    var hasDigits: Bool {
        tokens.contains { if case .digit = $0 { true } else { false } }
    }

    var meaning: NumberPattern.Meaning {
        switch (tokens.contains(where: \.isDate), tokens.contains(where: \.isTime)) {
        case (true, true): .datetime
        case (true, false): .date
        case (false, true): .time
        case (false, false) where tokens == [.general]: .general
        case (false, false): tokens.contains(.text) && !hasDigits ? .text : .number
        }
    }

    func text(of number: Double, isMarked: Bool) -> String {
        if isMoment { return momentText(of: number, isMarked: isMarked) }
        return numberText(of: number, isMarked: isMarked)
    }

    func text(of text: String) -> String {
        tokens.reduce(into: "") { result, token in
            switch token {
            case .text, .general: result += text
            case .literal(let literal): result += literal
            case .gap: result += " "
            default: break
            }
        }
    }
}
