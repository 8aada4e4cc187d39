/// Text as it stands in a page.
enum HTMLText {
    /// Appends text in which nothing is markup; control characters, U+FFFE and U+FFFF, which a page
    /// cannot hold, are left out.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { utf8 in
            var plain = 0
            for index in utf8.indices {
                // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
                if utf8[index] == 0xEF, utf8[index + 1] == 0xBF, utf8[index + 2] >= 0xBE {
                    bytes.append(contentsOf: utf8[plain..<index])
                    plain = index + 3
                    continue
                }
                guard let escaped = escape(utf8[index]) else { continue }
                bytes.append(contentsOf: utf8[plain..<index])
                plain = index + 1
                bytes.append(contentsOf: escaped.utf8)
            }
            bytes.append(contentsOf: utf8[plain...])
        }
    }

    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// - Returns: nil where the byte stands for itself.
    @inline(__always)
    private static func escape(_ byte: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        // A page reads a lone carriage return as a line's end, too.
        case 0x09, 0x0A, 0x0D: nil
        case 0..<0x20, 0x7F: ""
        default: nil
        }
    }
}

extension StaticString {
    fileprivate var utf8: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount) }
}

extension [UInt8] {
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
