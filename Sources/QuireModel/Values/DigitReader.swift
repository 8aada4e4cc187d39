/// Reads fixed-width numbers and separators from the front of a text.
package struct DigitReader {
    private var rest: ArraySlice<UInt8>

    package init(_ text: some StringProtocol) { rest = Array(text.utf8)[...] }

    package var isAtEnd: Bool { rest.isEmpty }
    package var next: UInt8? { rest.first }

    /// Takes exactly `width` digits.
    package mutating func number(_ width: Int) -> Int? {
        guard rest.count >= width else { return nil }
        var result = 0
        for byte in rest.prefix(width) {
            guard byte >= 48, byte <= 57 else { return nil }
            result = result * 10 + Int(byte - 48)
        }
        rest = rest.dropFirst(width)
        return result
    }

    /// Takes as many digits as there are and reads them as a fraction, in millionths.
    package mutating func millionths() -> Int? {
        var result = 0
        var scale = 100_000
        var count = 0
        while let byte = rest.first, byte >= 48, byte <= 57 {
            result += Int(byte - 48) * scale
            scale /= 10
            count += 1
            rest = rest.dropFirst()
        }
        return count > 0 ? result : nil
    }

    /// Takes one character if it is the next.
    package mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, UInt32(byte) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }
}
