/// Numbers as Excel shows them under `General`: in at most 11 characters, sign left out, whole numbers with all digits.
package enum GeneralText {
    private static let longest = 11

    package static func of(_ number: Double) -> String {
        let exact = DecimalDigits(number)
        let sign = number < 0 && !exact.isZero ? "-" : ""
        if exact.decimalCount == 0, exact.wholeCount <= 16 { return sign + exact.plainText }
        if exact.wholeCount <= longest {
            // A point, and a zero before it where there is no other digit.
            var rounded = exact
            rounded.round(toDecimals: max(0, longest - 1 - max(1, exact.wholeCount)))
            // Below 0.0001 only what is not cut by it.
            if exact.point > -4 || rounded == exact { return sign + rounded.plainText }
        }
        return sign + scientific(exact)
    }

    private static func scientific(_ exact: DecimalDigits) -> String {
        var rounded = exact
        rounded.round(toDigits: 6)
        let exponent = rounded.point - 1
        rounded.shift(by: -exponent)
        let digits = String(exponent.magnitude)
        return rounded.plainText + "E" + (exponent < 0 ? "-" : "+") + (digits.count < 2 ? "0" : "") + digits
    }
}
