package import QuireModel

/// A query, and where its `:name` parameters stand.
package struct SQLText: Sendable {
    package struct Placeholder: Equatable, Sendable {
        package var name: String
        /// UTF-8 offsets of `:name`.
        package var range: Range<Int>
    }

    package let text: String
    private let source: ExpressionText
    package let placeholders: [Placeholder]
    private let bytes: [UInt8]

    /// - Parameter position: of the query's first character; lines below begin in the same column.
    package init(_ text: String, at position: FilePosition?) {
        self.init(ExpressionText(text, at: position, style: .literal))
    }

    package init(_ source: ExpressionText) {
        self.source = source
        text = source.text
        bytes = Array(text.utf8)
        placeholders = SQLText.placeholders(bytes)
    }

    /// The parameters the query uses, each once, in order of appearance.
    package var parameterNames: [String] {
        var seen = Set<String>()
        return placeholders.map(\.name).filter { seen.insert($0).inserted }
    }

    /// Where the query stands.
    package var position: FilePosition? { source.place(ofByte: 0) }

    /// The place of a UTF-8 offset.
    package func position(of offset: Int) -> FilePosition? { source.place(ofByte: offset) }

    /// The text with each placeholder as `?`, that of each list taken apart into one for each of its values.
    ///
    /// - Throws: where a list does not stand in parentheses.
    package func expandingLists(_ parameters: [String: ParameterValue]) throws(DiagnosticError) -> BoundSQL {
        try binding { placeholder throws(DiagnosticError) in
            switch parameters[placeholder.name] {
            case .list(let list): try self.list(list, at: placeholder)
            case .single(let value): ("?", [value])
            case nil: throw DiagnosticError(unknownParameters(among: parameters.keys.sorted()))
            }
        }
    }

    /// The text with something else, and values for each `?` in it, in the place of each placeholder.
    package func binding(
        _ replacement: (Placeholder) throws(DiagnosticError) -> (sql: String, values: [Value])
    ) throws(DiagnosticError) -> BoundSQL {
        var result = BoundSQL(of: self)
        var copied = 0
        for placeholder in placeholders {
            result.append(bytes[copied..<placeholder.range.lowerBound], from: copied)
            copied = placeholder.range.upperBound
            let (sql, values) = try replacement(placeholder)
            result.append(sql, values, for: placeholder)
        }
        result.append(bytes[copied...], from: copied)
        return result
    }

    /// - Throws: where the list does not stand in parentheses.
    package func list(_ values: [Value], at placeholder: Placeholder) throws(DiagnosticError) -> (sql: String, values: [Value])
    {
        let before = byteBefore(placeholder.range)
        let after = byteAfter(placeholder.range)
        guard before == UInt8(ascii: "(") || before == UInt8(ascii: ","),
            after == UInt8(ascii: ")") || after == UInt8(ascii: ",")
        else {
            throw misplaced(
                placeholder, "the list ':\(placeholder.name)' must stand in parentheses",
                hint: "write 'IN (:\(placeholder.name))'")
        }
        if values.isEmpty, !standsAloneInParentheses(placeholder) { return ("NULL", []) }
        return ([String](repeating: "?", count: values.count).joined(separator: ","), values)
    }

    package func misplaced(_ placeholder: Placeholder, _ message: String, hint: String) -> DiagnosticError {
        DiagnosticError(
            Diagnostic(.error, "query", message, at: position(of: placeholder.range.lowerBound), hint: hint))
    }

    package func standsAloneInParentheses(_ placeholder: Placeholder) -> Bool {
        byteBefore(placeholder.range) == UInt8(ascii: "(") && byteAfter(placeholder.range) == UInt8(ascii: ")")
    }

    /// One for each placeholder that names nothing.
    ///
    /// - Parameters:
    ///   - kind: what they name, for messages.
    ///   - key: where one could be declared.
    package func unknownParameters(
        among names: [String], kind: String = "parameter", declaredUnder key: String = "parameters"
    ) -> [Diagnostic] {
        let known = Set(names)
        return placeholders.filter { !known.contains($0.name) }.map { placeholder in
            let near = NearestName.find(placeholder.name, among: names).map { "did you mean ':\($0)'?" }
            return Diagnostic(
                .error, "unknown-parameter", "the query uses ':\(placeholder.name)', which is no \(kind)",
                at: position(of: placeholder.range.lowerBound), hint: near ?? "declare it under '\(key)'")
        }
    }

    private func byteBefore(_ range: Range<Int>) -> UInt8? { bytes[..<range.lowerBound].last { $0 > 0x20 } }
    private func byteAfter(_ range: Range<Int>) -> UInt8? { bytes[range.upperBound...].first { $0 > 0x20 } }

    /// Passes over strings, quoted names and comments, as SQLite's tokenizer does.
    private static func placeholders(_ bytes: [UInt8]) -> [Placeholder] {
        var result: [Placeholder] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): index = end(of: byte, bytes, index + 1)
            case UInt8(ascii: "["): index = end(of: UInt8(ascii: "]"), bytes, index + 1)
            case UInt8(ascii: "-") where next == byte: index = end(of: UInt8(ascii: "\n"), bytes, index + 2)
            case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
                index += 2
                while index < bytes.count,
                    !(bytes[index] == UInt8(ascii: "*") && bytes[index...].dropFirst().first == 0x2F)
                {
                    index += 1
                }
                index += 2
            case UInt8(ascii: ":") where isNamePart(next):
                let name = bytes[(index + 1)...].prefix(while: isNamePart)
                let range = index..<name.endIndex
                result.append(Placeholder(name: String(decoding: name, as: UTF8.self), range: range))
                index = range.upperBound
            default: index += 1
            }
        }
        return result
    }

    private static func end(of quote: UInt8, _ bytes: [UInt8], _ start: Int) -> Int {
        (bytes[min(start, bytes.count)...].firstIndex(of: quote) ?? bytes.count - 1) + 1
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
