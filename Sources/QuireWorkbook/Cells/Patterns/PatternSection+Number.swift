extension PatternSection {
    /// - Parameter isMarked: a negative number gets a minus before all.
    func numberText(of number: Double, isMarked: Bool) -> String {
        // A code for text alone shows numbers as they are.
        if tokens.contains(.text), !hasDigits {
            return tokens == [.text] ? GeneralText.of(number) : generalText(number)
        }
        if tokens.contains(.general) { return generalText(isMarked ? number : abs(number)) }
        var digits = DecimalDigits(number)
        digits.shift(by: shift)
        let text: String
        if let exponent = tokens.firstIndex(where: { if case .exponent = $0 { true } else { false } }) {
            text = scientificText(of: digits, exponentAt: exponent, isMarked)
        } else if let slash = tokens.firstIndex(of: .slash), let parts = FractionParts(tokens, slash: slash) {
            text = parts.text(of: abs(number), isMarked: isMarked)
        } else {
            digits.round(toDecimals: placeholders(in: tokens[...]).decimals)
            // What is rounded to zero has no sign.
            text = (isMarked && !digits.isZero ? "-" : "") + plainText(of: digits, tokens[...])
        }
        return text
    }

    private func generalText(_ number: Double) -> String {
        tokens.reduce(into: "") { result, token in
            switch token {
            case .general, .text: result += GeneralText.of(number)
            case .literal(let literal): result += literal
            case .gap: result += " "
            case .percent: result += "%"
            default: break
            }
        }
    }

    private func placeholders(in tokens: ArraySlice<Token>) -> (whole: Int, decimals: Int) {
        var counts = (whole: 0, decimals: 0)
        var isAfterPoint = false
        for token in tokens {
            switch token {
            case .point: isAfterPoint = true
            case .digit: if isAfterPoint { counts.decimals += 1 } else { counts.whole += 1 }
            default: break
            }
        }
        return counts
    }

    /// - Parameter tokens: the section's, or those before its exponent.
    private func plainText(of digits: DecimalDigits, _ tokens: ArraySlice<Token>) -> String {
        let (wholePlaces, _) = placeholders(in: tokens)
        var text = ""
        // Of the digit that comes next, as a power of ten.
        var place = wholePlaces - 1
        var isAfterPoint = false
        for token in tokens {
            switch token {
            case .literal(let literal): text += literal
            case .gap: text += " "
            case .percent: text += "%"
            case .slash: text += "/"
            case .point:
                if !isAfterPoint {
                    if wholePlaces == 0 { appendWhole(digits, from: digits.wholeCount - 1, through: 0, to: &text) }
                    text += "."
                    place = -1
                }
                isAfterPoint = true
            case .digit(let placeholder) where isAfterPoint:
                if -place <= digits.decimalCount || placeholder == .zero {
                    text.append(Self.character(digits[place]))
                } else if placeholder == .space {
                    text += " "
                }
                place -= 1
            case .digit(let placeholder):
                // The first has the digits for which there are no places.
                let first = place == wholePlaces - 1 ? max(place, digits.wholeCount - 1) : place
                if first < digits.wholeCount {
                    appendWhole(digits, from: first, through: place, to: &text)
                } else if placeholder != .none {
                    text += placeholder == .zero ? "0" : " "
                    if isGrouped, placeholder == .zero, place > 0, place % 3 == 0 { text += "," }
                }
                place -= 1
            default: break
            }
        }
        return text
    }

    private func appendWhole(_ digits: DecimalDigits, from first: Int, through last: Int, to text: inout String) {
        for place in stride(from: first, through: last, by: -1) {
            text.append(Self.character(digits[place]))
            if isGrouped, place > 0, place % 3 == 0 { text += "," }
        }
    }

    private static func character(_ digit: UInt8) -> Character { Character(UnicodeScalar(UInt8(ascii: "0") + digit)) }

    private func scientificText(of digits: DecimalDigits, exponentAt index: Int, _ isMarked: Bool) -> String {
        guard case .exponent(let showsPlus) = tokens[index] else { return "" }
        let (whole, decimals) = placeholders(in: tokens[..<index])
        var mantissa = digits
        var power = 0
        if !digits.isZero {
            // With several places before the point the exponent is a multiple of their number.
            func powerOf(_ digits: DecimalDigits) -> Int {
                let magnitude = digits.point - 1
                return whole > 1
                    ? Int((Double(magnitude) / Double(whole)).rounded(.down)) * whole : magnitude + 1 - whole
            }
            power = powerOf(digits)
            mantissa.shift(by: -power)
            mantissa.round(toDecimals: decimals)
            // 9.996 is 1.00E+01.
            var rounded = mantissa
            rounded.shift(by: power)
            if powerOf(rounded) != power {
                mantissa.shift(by: power - powerOf(rounded))
                power = powerOf(rounded)
            }
        }
        var text = (isMarked && !mantissa.isZero ? "-" : "") + plainText(of: mantissa, tokens[..<index]) + "E"
        text += power < 0 ? "-" : showsPlus ? "+" : ""
        let (exponentPlaces, _) = placeholders(in: tokens[index...])
        let exponent = String(power.magnitude)
        text += String(repeating: "0", count: max(0, exponentPlaces - exponent.count)) + exponent
        for token in tokens[index...] {
            switch token {
            case .literal(let literal): text += literal
            case .percent: text += "%"
            default: break
            }
        }
        return text
    }
}
