/// A decimal number as it is written: sign, digits and exponent, read without rounding.
///
/// Zeros that change nothing are left out: `1.50`, `01.5` and `15e-1` all are 15 × 10^-1.
package struct DecimalScan {
    package private(set) var isNegative = false
    /// Of up to 19 significant digits; meaningless where there are more.
    package private(set) var mantissa: UInt64 = 0
    package private(set) var exponent = 0
    package private(set) var significantDigits = 0
    /// Digits before the point as written, and whether the first of them is zero.
    package private(set) var wholeDigits = 0
    package private(set) var beginsWithZero = false
    /// Neither point nor exponent.
    package private(set) var isWhole = true
    /// Where reading stopped.
    package private(set) var end: Int

    /// Reads `-12.5e3` from the front of `bytes` at `start`; digits may be missing on one side of the point.
    ///
    /// - Returns: nil where there is no number, or a point or an exponent without digits; `end` is then unknown.
    @inline(__always)
    package init?(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
        end = start
        if end < bytes.count, bytes[end] == UInt8(ascii: "-") {
            isNegative = true
            end += 1
        }
        var zeros = 0
        let whole = end
        while end < bytes.count, let digit = Self.digit(bytes[end]) {
            take(digit, &zeros)
            end += 1
        }
        wholeDigits = end - whole
        if wholeDigits > 0 { beginsWithZero = bytes[whole] == UInt8(ascii: "0") }
        var scale = 0
        if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
            isWhole = false
            end += 1
            let fraction = end
            while end < bytes.count, let digit = Self.digit(bytes[end]) {
                take(digit, &zeros)
                end += 1
            }
            scale = fraction - end
            guard scale < 0 else { return nil }
        }
        guard wholeDigits > 0 || scale < 0 else { return nil }
        exponent = scale + zeros
        guard end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") else { return }
        isWhole = false
        guard readExponent(bytes) else { return nil }
    }

    private mutating func readExponent(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        end += 1
        var sign = 1
        if end < bytes.count, bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: "+") {
            sign = bytes[end] == UInt8(ascii: "-") ? -1 : 1
            end += 1
        }
        let first = end
        var written = 0
        while end < bytes.count, let digit = Self.digit(bytes[end]) {
            if written < 100_000 { written = written * 10 + Int(digit) }
            end += 1
        }
        exponent += sign * written
        return end > first
    }

    @inline(__always)
    private static func digit(_ byte: UInt8) -> UInt64? {
        let digit = byte &- UInt8(ascii: "0")
        return digit < 10 ? UInt64(digit) : nil
    }

    /// Zeros wait until a digit after them makes them count.
    @inline(__always)
    private mutating func take(_ digit: UInt64, _ zeros: inout Int) {
        if digit == 0 {
            if significantDigits > 0 { zeros += 1 }
            return
        }
        significantDigits += zeros + 1
        if significantDigits <= 19 {
            while zeros > 0 {
                mantissa *= 10
                zeros -= 1
            }
            mantissa = mantissa * 10 + digit
        }
        zeros = 0
    }

    /// The number as an integer, where it is one that fits.
    package var integer: Int64? {
        if mantissa == 0 { return significantDigits == 0 ? 0 : nil }
        guard significantDigits <= 19, exponent >= 0, exponent < 19 else { return nil }
        var magnitude = mantissa
        for _ in 0..<exponent {
            let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            magnitude = product
        }
        if isNegative { return magnitude <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil }
        return Int64(exactly: magnitude)
    }

    /// The number, where a `Double` keeps all its digits: at most 15 of them, and neither overflow nor underflow.
    ///
    /// - Note: William D. Clinger, "How to Read Floating Point Numbers Accurately": one operation on two exact
    ///   numbers rounds correctly.
    package var number: Double? {
        guard significantDigits <= 15 else { return nil }
        let digits = Double(mantissa)
        let magnitude: Double
        if mantissa == 0 {
            magnitude = 0
        } else if exponent >= -22, exponent <= 22 {
            magnitude = exponent < 0 ? digits / Self.powers[-exponent] : digits * Self.powers[exponent]
        } else {
            guard let read = Double("\(mantissa)e\(exponent)"), read.isFinite, read.isNormal else { return nil }
            magnitude = read
        }
        return isNegative ? -magnitude : magnitude
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
