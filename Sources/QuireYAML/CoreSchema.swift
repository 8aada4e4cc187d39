package import QuireModel

/// What a plain scalar means by the core schema of YAML 1.2.2, chapter 10.3.2.
package enum CoreSchema {
    package static func meaning(of text: String) -> Scalar.Meaning {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        default: return number(Array(text.utf8), text) ?? .text
        }
    }

    private static func number(_ bytes: [UInt8], _ text: String) -> Scalar.Meaning? {
        guard bytes.count <= 1000 else { return nil }
        if let based = basedInteger(bytes) { return based }
        let hasSign = bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-")
        let digits = bytes.dropFirst(hasSign ? 1 : 0)
        switch String(decoding: digits, as: UTF8.self) {
        case ".inf", ".Inf", ".INF": return .number(bytes[0] == UInt8(ascii: "-") ? -.infinity : .infinity)
        case ".nan", ".NaN", ".NAN": return hasSign ? nil : .number(.nan)
        default: break
        }
        switch shape(of: digits) {
        case .integer: return Int64(text).map { .integer($0) } ?? Double(text).map { .number($0) }
        case .number: return Double(normalised(text)).map { .number($0) }
        case nil: return nil
        }
    }

    /// `0o17` and `0x1F`; numbers beyond 64 bits become the nearest `Double`.
    private static func basedInteger(_ bytes: [UInt8]) -> Scalar.Meaning? {
        guard bytes.count > 2, bytes[0] == UInt8(ascii: "0") else { return nil }
        let radix: Int
        switch bytes[1] {
        case UInt8(ascii: "o"): radix = 8
        case UInt8(ascii: "x"): radix = 16
        default: return nil
        }
        var exact: Int64? = 0
        var nearest = 0.0
        for byte in bytes.dropFirst(2) {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix else { return nil }
            nearest = nearest * Double(radix) + Double(digit)
            if let value = exact {
                let (product, overflows) = value.multipliedReportingOverflow(by: Int64(radix))
                let (sum, overflowsToo) = product.addingReportingOverflow(Int64(digit))
                exact = overflows || overflowsToo ? nil : sum
            }
        }
        return exact.map { .integer($0) } ?? .number(nearest)
    }

    private enum Shape { case integer, number }

    private static func shape(of digits: ArraySlice<UInt8>) -> Shape? {
        var rest = digits
        func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        let whole = rest.prefix(while: isDigit).count
        rest = rest.dropFirst(whole)
        if rest.isEmpty { return whole > 0 ? .integer : nil }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let fraction = rest.prefix(while: isDigit).count
            guard whole > 0 || fraction > 0 else { return nil }
            rest = rest.dropFirst(fraction)
        } else if whole == 0 {
            return nil
        }
        if let byte = rest.first, byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            let exponent = rest.prefix(while: isDigit).count
            guard exponent > 0 else { return nil }
            rest = rest.dropFirst(exponent)
        }
        return rest.isEmpty ? .number : nil
    }

    /// `.5`, `1.` and `1.e3` as `Double` reads them.
    private static func normalised(_ text: String) -> String {
        guard let point = text.firstIndex(of: ".") else { return text }
        let before = text[..<point]
        let after = text[text.index(after: point)...]
        let whole = before.last?.isNumber == true ? String(before) : before + "0"
        let fraction = after.first?.isNumber == true ? String(after) : "0" + after
        return whole + "." + fraction
    }
}
