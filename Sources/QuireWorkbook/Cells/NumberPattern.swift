/// An Excel number format code, as far as its kind and the width of what it shows are concerned.
package struct NumberPattern: Sendable, Hashable {
    package enum Meaning: Sendable, Hashable {
        case general, text, number, date, datetime, time
    }

    package private(set) var meaning: Meaning
    /// Digits after the point.
    package private(set) var decimals = 0
    /// Digits before the point that always show.
    package private(set) var leastDigits = 0
    package private(set) var isGrouped = false
    /// What the number is multiplied with before it is shown: 100 for `%`, 0.001 for each trailing comma.
    package private(set) var scale = 1.0
    /// Characters beside digits, point, separators and sign; in dates, all.
    package private(set) var literals = 0
    package private(set) var isScientific = false

    /// Reads the first section, which is that of positive numbers.
    package init(_ code: String) {
        meaning = .general
        if code.isEmpty || code.lowercased() == "general" { return }
        var hasDate = false
        var hasTime = false
        var hasText = false
        var isAfterPoint = false
        var hasDigits = false
        var trailingCommas = 0
        let characters = Array(code.unicodeScalars)
        var index = 0
        loop: while index < characters.count {
            let character = characters[index]
            index += 1
            switch character {
            case ";": break loop
            case "\"":
                while index < characters.count, characters[index] != "\"" {
                    literals += DisplayWidth.of(characters[index])
                    index += 1
                }
                index += 1
            case "\\", "_":
                literals += 1
                index += 1
            case "*": index += 1
            case "[":
                let start = index
                while index < characters.count, characters[index] != "]" { index += 1 }
                let inside = characters[start..<index]
                index += 1
                if let first = inside.first, "hmsHMS".unicodeScalars.contains(first), inside.allSatisfy({ $0 == first })
                {
                    hasTime = true
                    literals += max(4, inside.count)
                } else if inside.first == "$" {
                    literals += inside.dropFirst().prefix { $0 != "-" }.count
                }
            case "0", "#", "?":
                hasDigits = true
                isGrouped = isGrouped || trailingCommas > 0 && !isAfterPoint
                trailingCommas = 0
                if isAfterPoint { decimals += 1 } else if character != "#" { leastDigits += 1 }
            case ",": if hasDigits { trailingCommas += 1 }
            case ".":
                isAfterPoint = true
                if hasTime { literals += 1 }
            case "%":
                scale *= 100
                literals += 1
            case "E" where hasDigits && index < characters.count && "+-".unicodeScalars.contains(characters[index]):
                isScientific = true
                break loop
            case "@": hasText = true
            case "y", "Y", "d", "D":
                hasDate = true
                literals += 1
            case "m", "M":
                // Months with a name: mmm is three letters, mmmm up to nine.
                literals += 1
                let run = characters[index...].prefix { $0 == character }.count
                index += run
                literals += run == 3 ? 8 : run
                let isMinute = hasTime || characters[index...].drop { ":. ".unicodeScalars.contains($0) }.first == "s"
                if isMinute { hasTime = true } else { hasDate = true }
            case "h", "H", "s", "S":
                hasTime = true
                literals += 1
            default: literals += 1
            }
        }
        for _ in 0..<trailingCommas { scale /= 1000 }
        meaning =
            switch (hasDate, hasTime) {
            case (true, true): .datetime
            case (true, false): .date
            case (false, true): .time
            case (false, false): hasText && !hasDigits ? .text : .number
            }
        if hasDate || hasTime { literals += decimals }
    }

    /// Characters that a number takes.
    package func width(of number: Double) -> Int {
        guard meaning == .number else { return literals }
        if isScientific { return decimals + 7 + literals }
        let shown = abs(number * scale)
        let rounded = decimals == 0 ? shown.rounded() : shown
        let digits = max(leastDigits, rounded < 1 ? 0 : DecimalDigits.count(rounded))
        let separators = isGrouped && digits > 0 ? (digits - 1) / 3 : 0
        return digits + separators + (decimals > 0 ? decimals + 1 : 0) + (number < 0 ? 1 : 0) + literals
    }
}

enum DecimalDigits {
    /// Digits before the point of a number of at least 1.
    static func count(_ number: Double) -> Int {
        var limit = 10.0
        var count = 1
        while number >= limit, count < 309 {
            limit *= 10
            count += 1
        }
        return count
    }

    /// The width in which Excel shows a number under `General`: at most 11 characters.
    static func generalWidth(_ number: Double) -> Int {
        let size = abs(number)
        let sign = number < 0 ? 1 : 0
        if size == size.rounded(), size < 1e11 { return (size < 1 ? 1 : count(size)) + sign }
        if size >= 1e11 || size < 1e-4 { return 11 + sign }
        let hundredfold = size * 100
        if hundredfold == hundredfold.rounded() { return (size < 1 ? 1 : count(size)) + 3 + sign }
        return min(11, size.description.utf8.count) + sign
    }
}
