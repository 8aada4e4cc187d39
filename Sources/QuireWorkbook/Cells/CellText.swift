#if canImport(Glibc)
import Glibc
#endif

/// Text as a cell can hold it: at most 32,767 UTF-16 units, without characters that XML has no way to write.
package enum CellText {
    package static let limit = 32_767
    /// What stands in place of bytes that are no Unicode text, once they have been read.
    package static let replacement: Unicode.Scalar = "\u{FFFD}"

    @inline(__always)
    package static func decide(_ text: String, _ kind: FormatKind) -> DecidedCell {
        isPlain(text) ? DecidedCell(.text(text), kind) : decideOdd(text, kind)
    }

    private static func decideOdd(_ text: String, _ kind: FormatKind) -> DecidedCell {
        let (cleaned, oddity) = clean(text)
        return DecidedCell(.text(cleaned), kind, oddity)
    }

    /// Whether the text can stand as it is, seen from its bytes alone; text that merely looks odd is not plain.
    @inline(__always)
    package static func isPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count <= limit else { return false }
            var index = 0
            // Eight bytes at a time: none below 0x20, none '_' (an escape may begin), none 0xEF (U+FFFD to U+FFFF may begin).
            while index &+ 8 <= bytes.count {
                let word = UnsafeRawPointer(bytes.baseAddress!).loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let control = (word &- 0x2020_2020_2020_2020) & ~word
                let underscore = word ^ 0x5F5F_5F5F_5F5F_5F5F
                let noncharacter = word ^ 0xEFEF_EFEF_EFEF_EFEF
                let found =
                    control | ((underscore &- 0x0101_0101_0101_0101) & ~underscore)
                    | ((noncharacter &- 0x0101_0101_0101_0101) & ~noncharacter)
                if found & 0x8080_8080_8080_8080 != 0 { return false }
                index &+= 8
            }
            while index < bytes.count {
                let byte = bytes[index]
                if byte < 0x20 || byte == 0x5F || byte == 0xEF { return false }
                index &+= 1
            }
            return true
        }
    }

    /// The text without control characters and noncharacters, line ends as `\n`, cut to the limit.
    ///
    /// Text that looks like the escape of a character (`_x0041_`) has its first character escaped, so that a
    /// spreadsheet shows the text and not the character.
    package static func clean(_ text: String) -> (text: String, oddity: CellOddity?) {
        var result = String.UnicodeScalarView()
        var units = 0
        var oddity: CellOddity?
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            let next = scalars.index(after: index)
            defer { index = next }
            switch scalar.value {
            case 0x0D:
                if next < scalars.endIndex, scalars[next] == "\n" { continue }
                guard units < limit else { return (String(result), .cut) }
                result.append("\n")
                units += 1
            case 0..<0x09, 0x0B..<0x20, 0xFFFE, 0xFFFF: oddity = .cleaned
            case replacement.value:
                guard units < limit else { return (String(result), .cut) }
                oddity = oddity ?? .replaced
                result.append(scalar)
                units += 1
            case 0x5F where isEscape(scalars[index...]):
                guard units + 7 <= limit else { return (String(result), .cut) }
                result.append(contentsOf: "_x005F_".unicodeScalars)
                units += 7
            default:
                let width = scalar.value > 0xFFFF ? 2 : 1
                guard units + width <= limit else { return (String(result), .cut) }
                result.append(scalar)
                units += width
            }
        }
        return (String(result), oddity)
    }

    /// Whether bytes of UTF-8 hold the replacement character.
    static func holdsReplacement(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        // Few texts hold its first byte at all.
        guard let start = bytes.baseAddress, memchr(start, 0xEF, bytes.count) != nil else { return false }
        return String(decoding: bytes, as: UTF8.self).unicodeScalars.contains(replacement)
    }

    private static func isEscape(_ rest: Substring.UnicodeScalarView) -> Bool {
        let start = Array(rest.prefix(7))
        return start.count == 7 && start[1] == "x" && start[6] == "_"
            && start[2..<6].allSatisfy(\.properties.isASCIIHexDigit)
    }
}
