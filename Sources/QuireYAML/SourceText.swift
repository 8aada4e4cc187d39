import QuireModel

/// The bytes of a file, known to be UTF-8 that YAML allows, and where its lines begin.
struct SourceText {
    let file: String
    /// Without a byte order mark.
    let bytes: UnsafeRawBufferPointer
    /// For each line the places of its first byte and of its first Unicode scalar.
    private let lines: [(byte: Int, scalar: Int)]

    init(_ bytes: UnsafeRawBufferPointer, file: String) throws(DiagnosticError) {
        let start = FilePosition(file: file, line: 1, column: 1)
        if SourceText.looksLikeUTF16(bytes) {
            throw DiagnosticError(
                Diagnostic(.error, "encoding", "the file is in UTF-16", at: start, hint: "save it as UTF-8"))
        }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? UnsafeRawBufferPointer(rebasing: bytes[3...]) : bytes
        var lines = [(byte: 0, scalar: 0)]
        var index = 0
        var scalars = 0
        while index < text.count {
            let length = SourceText.scalarLength(text, at: index)
            let position = FilePosition(
                file: file, line: lines.count, column: scalars - lines[lines.count - 1].scalar + 1)
            guard length > 0 else { throw DiagnosticError(SourceText.notUTF8(text[index], at: position)) }
            let first = text[index]
            if let code = SourceText.forbidden(text, at: index, length: length) {
                throw DiagnosticError(SourceText.controlCharacter(code, at: position))
            }
            index += length
            scalars += 1
            let isReturn = first == 0x0D && (index == text.count || text[index] != 0x0A)
            if first == 0x0A || isReturn { lines.append((index, scalars)) }
        }
        self.file = file
        self.bytes = text
        self.lines = lines
    }

    /// The position of a Unicode scalar, counted from 0 over the whole text.
    func position(_ scalar: Int) -> FilePosition {
        var low = 0
        var high = lines.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lines[middle].scalar <= scalar { low = middle } else { high = middle }
        }
        return FilePosition(file: file, line: low + 1, column: scalar - lines[low].scalar + 1)
    }

    /// A line's text without its line break; empty past the last.
    func line(_ number: Int) -> [Unicode.Scalar] {
        guard number >= 1, number <= lines.count else { return [] }
        let end = number < lines.count ? lines[number].byte : bytes.count
        let text = String(decoding: bytes[lines[number - 1].byte..<end], as: UTF8.self)
        return Array(text.unicodeScalars.filter { $0 != "\n" && $0 != "\r" })
    }

    /// The column in which the lines of a literal or folded text begin; nil where it has none but blank ones.
    ///
    /// - Parameter header: the line with the `|` or `>`.
    func blockColumn(of text: String, headedBy header: Int) -> Int? {
        guard let first = text.split(separator: "\n").first(where: { $0.contains { $0 != " " } }) else { return nil }
        var number = header + 1
        while number <= lines.count {
            let line = line(number)
            let indentation = line.prefix { $0 == " " }.count
            if indentation < line.count { return indentation - first.prefix { $0 == " " }.count + 1 }
            number += 1
        }
        return nil
    }

    private static func looksLikeUTF16(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 2 else { return false }
        let pair = (bytes[0], bytes[1])
        if pair == (0xFF, 0xFE) || pair == (0xFE, 0xFF) { return true }
        return (pair.0 == 0) != (pair.1 == 0)
    }

    /// The length of the well-formed UTF-8 sequence at an index; 0 where there is none (Unicode, table 3-7).
    private static func scalarLength(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
        let first = bytes[index]
        if first < 0x80 { return 1 }
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return 0
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
        for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
        return length
    }

    /// The character at an index where YAML does not allow it.
    private static func forbidden(_ bytes: UnsafeRawBufferPointer, at index: Int, length: Int) -> UInt32? {
        let first = bytes[index]
        switch length {
        case 1:
            let isAllowed = first >= 0x20 && first != 0x7F || first == 0x09 || first == 0x0A || first == 0x0D
            return isAllowed ? nil : UInt32(first)
        case 2:
            let second = bytes[index + 1]
            return first == 0xC2 && second < 0xA0 && second != 0x85 ? UInt32(second) : nil
        case 3 where first == 0xEF:
            let code = 0xF000 | UInt32(bytes[index + 1] & 0x3F) << 6 | UInt32(bytes[index + 2] & 0x3F)
            return code == 0xFEFF || code >= 0xFFFE ? code : nil
        default: return nil
        }
    }

    private static func notUTF8(_ byte: UInt8, at position: FilePosition) -> Diagnostic {
        Diagnostic(
            .error, "encoding", "the file is not UTF-8: byte 0x\(hex(UInt32(byte), 2)) does not belong here",
            at: position,
            hint: "save it as UTF-8")
    }

    private static func controlCharacter(_ code: UInt32, at position: FilePosition) -> Diagnostic {
        let name = code == 0 ? "a NUL byte" : "the control character U+\(hex(code, 4))"
        return Diagnostic(
            .error, "encoding", "the text holds \(name)", at: position,
            hint: "remove it, or write it as an escape in double quotes: \"\\x\(hex(code, 2))\"")
    }
}

func hex(_ number: UInt32, _ width: Int) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
