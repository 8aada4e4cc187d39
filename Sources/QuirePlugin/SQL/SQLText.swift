package import QuireModel

/// A query, and where its `:name` parameters stand.
package struct SQLText: Sendable {
    package struct Placeholder: Sendable, Equatable {
        package var name: String
        /// UTF-8 offsets of `:name`.
        package var range: Range<Int>
    }

    package let text: String
    package let dialect: SQLDialect
    private let source: ExpressionText
    package let placeholders: [Placeholder]
    private let bytes: [UInt8]

    /// - Parameter position: of the query's first character; lines below begin in the same column.
    package init(_ text: String, at position: FilePosition?, dialect: SQLDialect = .sqlite) {
        self.init(ExpressionText(text, at: position, style: .literal), dialect: dialect)
    }

    package init(_ source: ExpressionText, dialect: SQLDialect = .sqlite) {
        self.source = source
        self.dialect = dialect
        text = source.text
        bytes = Array(text.utf8)
        placeholders = SQLText.placeholders(bytes, dialect)
    }

    /// The same text, read as another database would.
    package func inDialect(_ dialect: SQLDialect) -> SQLText { SQLText(source, dialect: dialect) }

    /// The parameters the query uses, each once, in order of appearance.
    package var parameterNames: [String] {
        var seen = Set<String>()
        return placeholders.map(\.name).filter { seen.insert($0).inserted }
    }

    /// Where the query stands.
    package var position: FilePosition? { source.place(ofByte: 0) }

    /// The place of a UTF-8 offset.
    package func position(of offset: Int) -> FilePosition? { source.place(ofByte: offset) }

    /// The text with each placeholder as `?`, or in PostgreSQL as `$1`, that of each list taken apart into one for each
    /// of its values.
    ///
    /// - Throws: where a list does not stand in parentheses.
    package func expandingLists(
        _ parameters: [String: ParameterValue], apart: String? = nil
    ) throws(DiagnosticError) -> BoundSQL {
        try binding(apart: apart) { placeholder throws(DiagnosticError) in
            switch parameters[placeholder.name] {
            case .list(let list): try self.list(list, at: placeholder)
            case .single(let value): ("?", [value])
            case nil: throw DiagnosticError(unknownParameters(among: parameters.keys.sorted()))
            }
        }
    }

    /// The text with something else, and values for each `?` in it, in the place of each placeholder.
    ///
    /// - Parameter apart: a name that gets numbers of its own in each of its places, where placeholders have numbers.
    package func binding(
        apart: String? = nil,
        _ replacement: (Placeholder) throws(DiagnosticError) -> (sql: String, values: [Value])
    ) throws(DiagnosticError) -> BoundSQL {
        var result = BoundSQL(of: self, apart: apart)
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
    package func list(_ values: [Value], at placeholder: Placeholder) throws(DiagnosticError) -> (
        sql: String, values: [Value]
    ) {
        let before = byteBefore(placeholder.range)
        let after = byteAfter(placeholder.range)
        guard before == UInt8(ascii: "(") || before == UInt8(ascii: ","),
            after == UInt8(ascii: ")") || after == UInt8(ascii: ",")
        else {
            throw misplaced(
                placeholder, "the list ':\(placeholder.name)' must stand in parentheses",
                hint: "write 'IN (:\(placeholder.name))'")
        }
        if values.isEmpty {
            guard standsAloneInParentheses(placeholder) else { return ("NULL", []) }
            // Nothing is in it, as in SQLite's '()'; that no null is either matters to NOT IN.
            if dialect == .postgres {
                return follows(placeholder, "in") ? ("SELECT ? WHERE FALSE", [.null]) : ("NULL", [])
            }
            // A null is equal to nothing whatever its type; 'NOT IN' wants a list that has none.
            if dialect == .odbc {
                return follows(placeholder, "in", behind: "not") ? ("SELECT NULL WHERE 1 = 0", []) : ("NULL", [])
            }
        }
        return ([String](repeating: "?", count: values.count).joined(separator: ","), values)
    }

    package func misplaced(_ placeholder: Placeholder, _ message: String, hint: String) -> DiagnosticError {
        DiagnosticError(
            Diagnostic(.error, "query", message, at: position(of: placeholder.range.lowerBound), hint: hint))
    }

    package func standsAloneInParentheses(_ placeholder: Placeholder) -> Bool {
        byteBefore(placeholder.range) == UInt8(ascii: "(") && byteAfter(placeholder.range) == UInt8(ascii: ")")
    }

    /// Whether a word stands before the parenthesis that a placeholder stands in.
    ///
    /// - Parameter first: the word before that one, if it matters.
    package func follows(_ placeholder: Placeholder, _ word: String, behind first: String? = nil) -> Bool {
        let words = [first, word].compactMap { $0 }
        let before = SQLPieces(bytes, dialect).prefix { $0.range.upperBound <= placeholder.range.lowerBound }
        let last = before.filter { $0.kind != .space && $0.kind != .comment }.dropLast().suffix(words.count)
        return last.count == words.count
            && zip(last, words).allSatisfy { $0.kind == .word && text(of: $0.range) == $1 }
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

    private static func placeholders(_ bytes: [UInt8], _ dialect: SQLDialect) -> [Placeholder] {
        SQLPieces(bytes, dialect).filter { $0.kind == .parameter }.map { piece in
            let name = bytes[piece.range].dropFirst()
            return Placeholder(name: String(decoding: name, as: UTF8.self), range: piece.range)
        }
    }
}

extension SQLText {
    /// Where a name first stands, in quotes or not, without regard to case.
    package func offset(ofName name: String) -> Int? {
        let wanted = name.lowercased()
        return SQLPieces(bytes, dialect).first { piece in
            switch piece.kind {
            case .word: text(of: piece.range) == wanted
            case .quotedName: text(of: piece.range.dropFirst().dropLast()) == wanted
            default: false
            }
        }?.range.lowerBound
    }

    /// Where a name stands that occurs once; nil where it does not, or several times.
    package func position(ofOnly name: String) -> FilePosition? {
        let wanted = name.lowercased()
        let places = SQLPieces(bytes, dialect).filter { piece in
            switch piece.kind {
            case .word, .symbol: text(of: piece.range) == wanted
            case .quotedName: text(of: piece.range.dropFirst().dropLast()) == wanted
            default: false
            }
        }
        return places.count == 1 ? position(of: places[0].range.lowerBound) : nil
    }

    private func text(of range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self).lowercased() }

    /// Whether a name in double quotes begins there.
    package func isQuoted(at offset: Int) -> Bool { offset < bytes.count && bytes[offset] == UInt8(ascii: "\"") }

    /// Whether there is more than white space, comments and ';' from an offset on, which is no place within a name.
    package func holdsMore(from offset: Int) -> Bool {
        SQLPieces(Array(bytes[offset...]), dialect).contains { piece in
            switch piece.kind {
            case .space, .comment: false
            case .symbol: bytes[offset + piece.range.lowerBound] != UInt8(ascii: ";")
            case .word, .string, .quotedName, .parameter, .numberedParameter: true
            }
        }
    }
}

/// What is wrong with a query whatever database it is for.
extension SQLText {
    /// As the query of a source, as far as that can be known without the database.
    ///
    /// - Parameter parameters: of each it matters only whether it is a list.
    package func check(_ parameters: [String: ParameterValue]) -> [Diagnostic] {
        let unknown = unknownParameters(among: parameters.keys.sorted())
        guard unknown.isEmpty else { return unknown }
        do {
            _ = try expandingLists(parameters)
            return []
        } catch {
            return error.diagnostics
        }
    }

    package func refused(_ message: String, hint: String) -> DiagnosticError {
        DiagnosticError(Diagnostic(.error, "query", message, at: position, hint: hint))
    }

    package var isEmpty: DiagnosticError { refused("the query is empty", hint: "write one SELECT") }

    package var hasSeveralStatements: DiagnosticError {
        refused("the query holds more than one statement", hint: "keep one")
    }

    package var readsNoRows: DiagnosticError {
        refused("the query does not read rows", hint: "only SELECT is allowed; reports change nothing")
    }

    package func hasOtherPlaceholder(_ written: String) -> DiagnosticError {
        refused("'\(written)' is no parameter", hint: "parameters are written ':name'")
    }

    /// One for each `$1` in a query for PostgreSQL, and each `?` in one for ODBC.
    package var otherPlaceholders: [Diagnostic] {
        SQLPieces(bytes, dialect).filter { piece in
            piece.kind == .numberedParameter
                || dialect == .odbc && piece.kind == .symbol && bytes[piece.range.lowerBound] == UInt8(ascii: "?")
        }.map { piece in
            Diagnostic(
                .error, "query", "'\(String(decoding: bytes[piece.range], as: UTF8.self))' is no parameter",
                at: position(of: piece.range.lowerBound), hint: "parameters are written ':name'")
        }
    }

    /// Whether there is something behind a ';'.
    package var holdsSeveralStatements: Bool {
        let end = SQLPieces(bytes, dialect).first {
            $0.kind == .symbol && bytes[$0.range.lowerBound] == UInt8(ascii: ";")
        }
        return end.map { holdsMore(from: $0.range.lowerBound) } ?? false
    }

    /// The text before the ';' that ends the statement, where there is one.
    package static func withoutEnd(_ text: String, _ dialect: SQLDialect) -> String {
        let bytes = Array(text.utf8)
        let end = SQLPieces(bytes, dialect).first {
            $0.kind == .symbol && bytes[$0.range.lowerBound] == UInt8(ascii: ";")
        }
        return end.map { String(decoding: bytes[..<$0.range.lowerBound], as: UTF8.self) } ?? text
    }

    /// The first word, in small letters; parentheses before it are passed over.
    package var firstWord: String? {
        SQLPieces(bytes, dialect).first { $0.kind == .word }.map { text(of: $0.range) }
    }

    /// One for each name that there is already.
    package func repeated(_ names: [String]) -> [Diagnostic] {
        var seen = Set<String>()
        return names.filter { !seen.insert($0).inserted }.map { name in
            Diagnostic(
                .error, "duplicate-field", "two fields of the query are named '\(name)'", at: position,
                hint: "give one another name: '… AS other'")
        }
    }
}
