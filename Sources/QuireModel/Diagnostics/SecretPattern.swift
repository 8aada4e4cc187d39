/// A text that is found in others however its characters are encoded there, each for itself: plain, with a percent sign
/// (RFC 3986, or as in a form), escaped as in JSON, or as a character reference of HTML.
struct SecretPattern: Hashable {
    let text: String
    let bytes: [UInt8]
    /// It is found only where no letter, digit or `_` is beside it.
    private let standsAlone: Bool
    private let scalars: [Unicode.Scalar]

    init(_ text: String, standsAlone: Bool) {
        self.text = text
        self.standsAlone = standsAlone
        bytes = Array(text.utf8)
        scalars = Array(text.unicodeScalars)
    }

    /// What an encoded character begins with.
    static let marks: Set<UInt8> = [
        UInt8(ascii: "%"), UInt8(ascii: "\\"), UInt8(ascii: "&"), UInt8(ascii: "+"),
    ]

    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// - Returns: where it ends that begins at `index`; nil where it does not begin there.
    func end(in text: Bytes, from index: Int) -> Int? {
        guard let end = end(in: text, from: index, scalar: 0) else { return nil }
        guard standsAlone else { return end }
        let isWithinWord = (index > 0 && Self.isWord(text[index - 1])) || (end < text.count && Self.isWord(text[end]))
        return isWithinWord ? nil : end
    }

    private func end(in text: Bytes, from start: Int, scalar first: Int) -> Int? {
        var index = start
        for place in first..<scalars.count {
            guard index < text.count else { return nil }
            let scalar = scalars[place]
            let plain = Self.plainLength(of: scalar, in: text, at: index)
            let encoded =
                Self.marks.contains(text[index]) ? Self.encodedLength(of: scalar, in: text, at: index) : nil
            switch (plain, encoded) {
            case (nil, nil): return nil
            case (let length?, nil), (nil, let length?): index += length
            case (let plain?, let encoded?):
                // A backslash, '&' or '%' may stand for itself or begin its own encoding.
                return end(in: text, from: index + encoded, scalar: place + 1)
                    ?? end(in: text, from: index + plain, scalar: place + 1)
            }
        }
        return index
    }

    private static func plainLength(of scalar: Unicode.Scalar, in text: Bytes, at index: Int) -> Int? {
        if scalar.isASCII { return text[index] == UInt8(scalar.value) ? 1 : nil }
        return has(UTF8.encode(scalar).map(Array.init) ?? [], in: text, at: index)
    }

    private static func encodedLength(of scalar: Unicode.Scalar, in text: Bytes, at index: Int) -> Int? {
        switch text[index] {
        case UInt8(ascii: "+"): scalar == " " ? 1 : nil
        case UInt8(ascii: "%"): percentLength(of: scalar, in: text, at: index)
        case UInt8(ascii: "\\"): escapeLength(of: scalar, in: text, at: index)
        default: referenceLength(of: scalar, in: text, at: index)
        }
    }

    private static func percentLength(of scalar: Unicode.Scalar, in text: Bytes, at index: Int) -> Int? {
        var place = index
        for byte in UTF8.encode(scalar).map(Array.init) ?? [] {
            guard place < text.count, text[place] == UInt8(ascii: "%"),
                number(in: text, at: place + 1, digits: 2, radix: 16) == UInt32(byte)
            else { return nil }
            place += 3
        }
        return place - index
    }

    private static func escapeLength(of scalar: Unicode.Scalar, in text: Bytes, at index: Int) -> Int? {
        guard index + 1 < text.count else { return nil }
        if text[index + 1] == UInt8(ascii: "u") {
            var place = index
            for unit in UTF16.encode(scalar).map(Array.init) ?? [] {
                guard has(Array("\\u".utf8), in: text, at: place) != nil,
                    number(in: text, at: place + 2, digits: 4, radix: 16) == UInt32(unit)
                else { return nil }
                place += 6
            }
            return place - index
        }
        let meant: Unicode.Scalar =
            switch text[index + 1] {
            case UInt8(ascii: "n"): "\n"
            case UInt8(ascii: "r"): "\r"
            case UInt8(ascii: "t"): "\t"
            case UInt8(ascii: "b"): "\u{8}"
            case UInt8(ascii: "f"): "\u{C}"
            case UInt8(ascii: "\""): "\""
            case UInt8(ascii: "'"): "'"
            case UInt8(ascii: "/"): "/"
            case UInt8(ascii: "\\"): "\\"
            default: "\0"
            }
        return meant == scalar && meant != "\0" ? 2 : nil
    }

    private static let names: [Unicode.Scalar: String] = [
        "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&apos;",
    ]

    private static func referenceLength(of scalar: Unicode.Scalar, in text: Bytes, at index: Int) -> Int? {
        if let name = names[scalar], let length = has(Array(name.utf8), in: text, at: index) { return length }
        guard has(Array("&#".utf8), in: text, at: index) != nil, index + 2 < text.count else { return nil }
        let isHexadecimal = text[index + 2] | 0x20 == UInt8(ascii: "x")
        let start = index + (isHexadecimal ? 3 : 2)
        // A reference to the last character there is has seven digits; some write zeros before.
        guard let end = text[start..<min(text.count, start + 9)].firstIndex(of: UInt8(ascii: ";")), end > start,
            number(in: text, at: start, digits: end - start, radix: isHexadecimal ? 16 : 10) == scalar.value
        else { return nil }
        return end + 1 - index
    }

    private static func number(in text: Bytes, at index: Int, digits: Int, radix: Int) -> UInt32? {
        guard index + digits <= text.count else { return nil }
        let written = text[index..<index + digits]
        guard written.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else { return nil }
        return UInt32(String(decoding: written, as: UTF8.self), radix: radix)
    }

    private static func has(_ bytes: [UInt8], in text: Bytes, at index: Int) -> Int? {
        text[index...].starts(with: bytes) ? bytes.count : nil
    }

    /// Whether it is a letter, a digit or `_`, or part of a character beyond ASCII.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
