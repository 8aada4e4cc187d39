/// Numbers as text.
package enum NumberText {
    /// The shortest decimal text that reads back as the same number, without an exponent where it has under 22
    /// digits: `25`, `0.1`, `1e+300`.
    package static func shortest(_ number: Double) -> String {
        if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
        let text = number.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Digits from the first that is not zero on: `0.00120` has 3.
    package static func significantDigits(_ digits: String) -> Int {
        var count = 0
        for byte in digits.utf8 {
            if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") { break }
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { continue }
            if count > 0 || byte != UInt8(ascii: "0") { count += 1 }
        }
        return count
    }
}

extension NumberText {
    /// With so many digits behind the point: `0.50`.
    package static func fixed(_ number: Double, decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        guard number.isFinite, abs(number) * scale < 9e15 else { return shortest(number) }
        let units = Int64((abs(number) * scale).rounded())
        let whole = String(units / Int64(scale))
        let sign = number < 0 && units > 0 ? "-" : ""
        return sign + whole + (decimals > 0 ? "." + padded(Int(units % Int64(scale)), decimals) : "")
    }
}
