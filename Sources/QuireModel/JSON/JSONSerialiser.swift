extension JSON {
    /// Compact JSON text; the same for the same document every time.
    package var text: String {
        switch self {
        case .null: return "null"
        case .boolean(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .number, .decimal, .string, .array, .object:
            var bytes: [UInt8] = []
            write(into: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Appends compact JSON. NaN and infinity, which JSON cannot hold, become `null`.
    package func write(into bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        case .number(let value):
            bytes.append(contentsOf: (value.isFinite ? NumberText.shortest(value) : "null").utf8)
        case .decimal(let digits): bytes.append(contentsOf: digits.utf8)
        case .string(let text): JSON.write(text, into: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            var isFirst = true
            for element in elements {
                if !isFirst { bytes.append(UInt8(ascii: ",")) }
                isFirst = false
                element.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            var isFirst = true
            for member in members {
                if !isFirst { bytes.append(UInt8(ascii: ",")) }
                isFirst = false
                JSON.write(member.name, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// Appends text in double quotes, escaped.
    package static func write(_ text: String, into bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { utf8 in
            bytes.append(UInt8(ascii: "\""))
            var plain = 0
            for index in utf8.indices where needsEscape(utf8[index]) {
                bytes.append(contentsOf: utf8[plain..<index])
                plain = index + 1
                escape(utf8[index], into: &bytes)
            }
            bytes.append(contentsOf: utf8[plain...])
            bytes.append(UInt8(ascii: "\""))
        }
    }

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func escape(_ byte: UInt8, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        default: bytes.append(byte)
        }
    }
}

extension JSON {
    /// The same document with the members of its objects in the order of their names, by which two can be compared.
    package var sorted: JSON {
        switch self {
        case .array(let items): .array(items.map(\.sorted))
        case .object(let members):
            .object(members.map { Member($0.name, $0.value.sorted) }.sorted { $0.name < $1.name })
        default: self
        }
    }

    /// JSON text for people: a member or an element a line, and short arrays of plain values on one.
    package var indented: String {
        var text = ""
        writeIndented(into: &text, margin: "")
        return text
    }

    private var isPlain: Bool {
        switch self {
        case .null, .boolean, .integer, .number, .decimal, .string: true
        case .array, .object: false
        }
    }

    private func writeIndented(into text: inout String, margin: String) {
        let inner = margin + "  "
        switch self {
        case .object(let members) where !members.isEmpty:
            for (index, member) in members.enumerated() {
                text += (index == 0 ? "{\n" : ",\n") + inner + JSON.string(member.name).text + ": "
                member.value.writeIndented(into: &text, margin: inner)
            }
            text += "\n" + margin + "}"
        case .array(let elements) where !elements.allSatisfy(\.isPlain):
            for (index, element) in elements.enumerated() {
                text += (index == 0 ? "[\n" : ",\n") + inner
                element.writeIndented(into: &text, margin: inner)
            }
            text += "\n" + margin + "]"
        case .array(let elements): text += "[" + elements.map(\.text).joined(separator: ", ") + "]"
        default: text += self.text
        }
    }
}
