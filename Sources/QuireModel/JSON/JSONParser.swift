/// Text that is no JSON.
package struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Bytes from the beginning.
    package var offset: Int
    /// What is wrong there, in plain words: `a comma without a value after it`.
    package var problem: String

    package init(offset: Int, problem: String) {
        self.offset = offset
        self.problem = problem
    }

    package var description: String { "\(problem) at byte \(offset)" }
}

extension JSON {
    /// Objects and arrays may lie this deep in each other.
    package static let depthLimit = 512

    /// Reads exactly one document in RFC 8259's JSON, white space around it.
    ///
    /// A byte order mark in front is passed over. Half of a surrogate pair, as in `"\ud83d"`, becomes U+FFFD, so that
    /// one broken letter does not cost the document.
    package static func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSON {
        var parser = JSONParser(bytes.assumingMemoryBound(to: UInt8.self))
        return try parser.document()
    }

    package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSON {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(JSONError) in try parse(bytes) }
        }
        return try result.get()
    }

    package static func parse(_ text: String) throws(JSONError) -> JSON {
        var text = text
        let result = text.withUTF8 { bytes in
            Result { () throws(JSONError) in try parse(UnsafeRawBufferPointer(bytes)) }
        }
        return try result.get()
    }
}

struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var depth = 0
    /// Of the last object: those of one array are mostly alike.
    private var memberCount = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func document() throws(JSONError) -> JSON {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { index = 3 }
        let result = try value()
        skipSpace()
        guard index == bytes.count else { throw fail("something after the end of the document") }
        return result
    }

    private func fail(_ problem: String, at offset: Int? = nil) -> JSONError {
        JSONError(offset: offset ?? index, problem: problem)
    }

    @inline(__always)
    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    /// The next byte that is no white space, not yet taken.
    @inline(__always)
    private mutating func peek() throws(JSONError) -> UInt8 {
        skipSpace()
        guard index < bytes.count else { throw fail(index == 0 ? "nothing" : "the end, in the middle of the document") }
        return bytes[index]
    }

    private mutating func value() throws(JSONError) -> JSON {
        switch try peek() {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ":"):
            throw fail("a value is missing")
        default: throw fail("something that is no JSON value")
        }
    }

    private mutating func word(_ word: StaticString, _ meaning: JSON) throws(JSONError) -> JSON {
        let length = word.utf8CodeUnitCount
        guard index + length <= bytes.count,
            UnsafeBufferPointer(start: word.utf8Start, count: length).elementsEqual(bytes[index..<index + length])
        else { throw fail("something that is no JSON value") }
        index += length
        return meaning
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = index
        guard let scan = DecimalScan(bytes, from: start), scan.wholeDigits > 0 else {
            throw fail("a number that is not complete")
        }
        guard !scan.beginsWithZero || scan.wholeDigits == 1 else { throw fail("a number that begins with 0") }
        index = scan.end
        if scan.isWhole, let integer = scan.integer { return .integer(integer) }
        if !scan.isWhole, let number = scan.number { return .number(number) }
        return .decimal(String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func enter() throws(JSONError) {
        depth += 1
        guard depth <= JSON.depthLimit else { throw fail("more than \(JSON.depthLimit) levels") }
        index += 1
    }

    private mutating func array() throws(JSONError) -> JSON {
        try enter()
        var elements: [JSON] = []
        if try peek() == UInt8(ascii: "]") {
            index += 1
            depth -= 1
            return .array(elements)
        }
        while true {
            elements.append(try value())
            switch try peek() {
            case UInt8(ascii: ","): index += 1
            case UInt8(ascii: "]"):
                index += 1
                depth -= 1
                return .array(elements)
            default: throw fail("neither ',' nor ']' after a value of an array")
            }
        }
    }

    private mutating func object() throws(JSONError) -> JSON {
        try enter()
        var members: [JSON.Member] = []
        if try peek() == UInt8(ascii: "}") {
            index += 1
            depth -= 1
            return .object(members)
        }
        members.reserveCapacity(memberCount)
        defer { memberCount = min(members.count, 64) }
        while true {
            guard try peek() == UInt8(ascii: "\"") else { throw fail("a name in double quotes is missing") }
            let name = try string()
            guard try peek() == UInt8(ascii: ":") else { throw fail("':' is missing after a name") }
            index += 1
            members.append(JSON.Member(name, try value()))
            switch try peek() {
            case UInt8(ascii: ","): index += 1
            case UInt8(ascii: "}"):
                index += 1
                depth -= 1
                return .object(members)
            default: throw fail("neither ',' nor '}' after a value of an object")
            }
        }
    }

    /// Text up to its closing quote; `index` stands on the opening one.
    private mutating func string() throws(JSONError) -> String {
        let opening = index
        index += 1
        let start = index
        skipPlainText()
        if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
            let text = try text(start, index)
            index += 1
            return text
        }
        var unescaped = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                guard let text = String(validating: unescaped, as: UTF8.self) else {
                    throw fail("bytes that are no UTF-8", at: opening)
                }
                return text
            }
            guard byte == UInt8(ascii: "\\") else { throw fail("a control character that is not escaped") }
            try escape(into: &unescaped)
            let from = index
            skipPlainText()
            unescaped.append(contentsOf: bytes[from..<index])
        }
        throw fail("text without a closing quote", at: opening)
    }

    /// Goes on to the next quote, backslash or control character, eight bytes at a time where there are as many.
    @inline(__always)
    private mutating func skipPlainText() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        while index + 8 <= bytes.count, let base = bytes.baseAddress {
            let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let slashes = word ^ (ones &* 0x5C)
            let found = ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes) | ((word &- ones &* 0x20) & ~word)
            if found & tops != 0 { break }
            index += 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return }
            index += 1
        }
    }

    private func text(_ start: Int, _ end: Int) throws(JSONError) -> String {
        guard let text = String(utf8: UnsafeBufferPointer(rebasing: bytes[start..<end])) else {
            throw fail("bytes that are no UTF-8", at: start - 1)
        }
        return text
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard index + 1 < bytes.count else { throw fail("text without a closing quote") }
        let plain: UInt8
        switch bytes[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = bytes[index + 1]
        case UInt8(ascii: "b"): plain = 0x08
        case UInt8(ascii: "f"): plain = 0x0C
        case UInt8(ascii: "n"): plain = 0x0A
        case UInt8(ascii: "r"): plain = 0x0D
        case UInt8(ascii: "t"): plain = 0x09
        case UInt8(ascii: "u"):
            text.append(contentsOf: String(try escapedScalar()).utf8)
            return
        default: throw fail("an escape that JSON does not have")
        }
        text.append(plain)
        index += 2
    }

    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        guard let first = hexadecimal(at: index + 2) else { throw fail("'\\u' without four hexadecimal digits") }
        index += 6
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u"), let second = hexadecimal(at: index + 2),
            (0xDC00...0xDFFF).contains(second)
        else { return "\u{FFFD}" }
        index += 6
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private func hexadecimal(at start: Int) -> UInt32? {
        guard start + 4 <= bytes.count else { return nil }
        var result: UInt32 = 0
        for byte in bytes[start..<start + 4] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): result = result << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): result = result << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): result = result << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return result
    }
}
