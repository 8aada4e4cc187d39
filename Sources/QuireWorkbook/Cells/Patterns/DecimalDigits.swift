/// A number's magnitude as decimal digits, of which a spreadsheet keeps 15, and whole numbers all.
struct DecimalDigits: Sendable, Hashable {
    /// From the first that is not zero on, each from 0 to 9; none is zero.
    private(set) var digits: [UInt8]
    /// How many of them, zeros after them counted too, stand before the point; negative where zeros follow it.
    private(set) var point: Int

    private static let kept = 15

    /// - Precondition: the number is finite.
    init(_ number: Double) {
        let size = abs(number)
        digits = []
        point = 0
        if size < 1e16, size == size.rounded(.down) {
            var whole = UInt64(size)
            while whole > 0 {
                digits.append(UInt8(whole % 10))
                whole /= 10
            }
            digits.reverse()
            point = digits.count
            trim()
            return
        }
        // The shortest that reads back as the same number: `123.25`, `1.5e-07`.
        var exponent = 0
        var isAfterPoint = false
        let text = Array(size.description.utf8)
        for (index, byte) in text.enumerated() {
            if byte == UInt8(ascii: ".") {
                isAfterPoint = true
            } else if byte == UInt8(ascii: "e") {
                exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
                break
            } else {
                let digit = byte - UInt8(ascii: "0")
                if digits.isEmpty, digit == 0 {
                    if isAfterPoint { point -= 1 }
                } else {
                    digits.append(digit)
                    if !isAfterPoint { point += 1 }
                }
            }
        }
        point += exponent
        round(toDigits: Self.kept)
    }

    var isZero: Bool { digits.isEmpty }

    /// Multiplies with a power of ten.
    mutating func shift(by power: Int) { if !isZero { point += power } }

    /// Half goes away from zero.
    mutating func round(toDecimals decimals: Int) { round(toDigits: point + decimals) }

    mutating func round(toDigits count: Int) {
        guard count < digits.count else { return }
        guard count >= 0 else {
            digits = []
            point = 0
            return
        }
        let isUp = digits[count] >= 5
        digits.removeSubrange(count...)
        if isUp {
            var index = count - 1
            while index >= 0, digits[index] == 9 {
                digits[index] = 0
                index -= 1
            }
            if index >= 0 {
                digits[index] += 1
            } else {
                digits.insert(1, at: 0)
                point += 1
            }
        }
        trim()
    }

    private mutating func trim() {
        while digits.last == 0 { digits.removeLast() }
        if digits.isEmpty { point = 0 }
    }

    /// The digit of 10^place: 0 is that of the units, -1 the first after the point.
    subscript(place: Int) -> UInt8 {
        let index = point - 1 - place
        return digits.indices.contains(index) ? digits[index] : 0
    }

    /// Digits before the point; none where there is only a zero.
    var wholeCount: Int { max(0, point) }
    /// Digits after the point, up to the last that is not zero.
    var decimalCount: Int { max(0, digits.count - point) }

    /// Without separators: `1234.5`, `0.25`.
    var plainText: String {
        var text: [UInt8] = []
        if wholeCount == 0 { text.append(UInt8(ascii: "0")) }
        for place in stride(from: wholeCount - 1, through: 0, by: -1) { text.append(UInt8(ascii: "0") + self[place]) }
        if decimalCount > 0 { text.append(UInt8(ascii: ".")) }
        for place in 0..<decimalCount { text.append(UInt8(ascii: "0") + self[-1 - place]) }
        return String(decoding: text, as: UTF8.self)
    }
}
