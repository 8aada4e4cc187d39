package import QuireModel

/// An expression cut into tokens, and what it mentions: what can be known without fields or values.
package struct ExpressionSyntax: Sendable {
    /// The most bytes of one expression.
    package static let maximumLength = 65_536
    /// The most calls of functions in one expression, each of which may hold a text while it is evaluated.
    package static let maximumCalls = 250

    /// A name that no quotes, call or keyword explains: a field, or a field of an enrichment.
    package struct Reference: Sendable, Hashable {
        package var qualifier: String?
        package var name: String
        /// In bytes of the UTF-8 text.
        package var offset: Int
        var isQuoted = false
        /// Where the name stands; differs from `offset` behind a qualifier.
        var nameOffset: Int
    }

    struct Call: Sendable {
        var name: String
        var argumentCount: Int
        var offset: Int
    }

    /// What takes the place of some bytes of the text when it becomes SQL.
    struct Placeholder: Sendable {
        enum Content: Sendable {
            case reference(Reference)
            case parameter(String, isWholeList: Bool)
        }

        var content: Content
        var range: Range<Int>
    }

    package let source: ExpressionText
    package let references: [Reference]
    /// Distinct names, in order of appearance.
    package let parameters: [String]
    /// The expression is this reference and nothing else.
    package let plainReference: Reference?
    /// The expression is this parameter and nothing else.
    package let plainParameter: String?
    let calls: [Call]
    let placeholders: [Placeholder]

    /// - Throws: what is wrong with the text whatever fields there are.
    package init(_ source: ExpressionText) throws(DiagnosticError) {
        do throws(SyntaxProblem) {
            guard source.text.utf8.count <= Self.maximumLength else {
                throw SyntaxProblem(
                    code: "expression-too-large",
                    message: "the expression has more than \(Self.maximumLength) bytes", offset: 0)
            }
            let tokens = try Tokenizer.tokens(of: source.text)
            guard !tokens.isEmpty else { throw SyntaxProblem(message: "the expression is empty", offset: 0) }
            var reader = SyntaxReader(tokens: tokens, isFieldName: source.isFieldName)
            try reader.read()
            guard reader.calls.count <= Self.maximumCalls else {
                throw SyntaxProblem(
                    code: "expression-too-large",
                    message: "the expression calls more than \(Self.maximumCalls) functions", offset: 0)
            }
            self.source = source
            calls = reader.calls
            placeholders = reader.placeholders
            references = placeholders.compactMap {
                if case .reference(let reference) = $0.content { reference } else { nil }
            }
            var names: [String] = []
            for case .parameter(let name, _) in placeholders.map(\.content) where !names.contains(name) {
                names.append(name)
            }
            parameters = names
            let only = placeholders.first { $0.range == tokens[0].start..<tokens[tokens.count - 1].end }
            switch only?.content {
            case .reference(let reference): (plainReference, plainParameter) = (reference, nil)
            case .parameter(let name, _): (plainReference, plainParameter) = (nil, name)
            case nil: (plainReference, plainParameter) = (nil, nil)
            }
        } catch {
            throw DiagnosticError(source.diagnostic(error))
        }
    }
}

extension ExpressionSyntax {
    /// Whether a field of the enrichment is mentioned; like all names in SQL, without regard to the case of ASCII letters.
    package func mentions(enrichment name: String) -> Bool {
        references.contains { $0.qualifier?.isSameName(as: name) == true }
    }
}

extension ExpressionText {
    func diagnostic(_ problem: SyntaxProblem) -> Diagnostic {
        Diagnostic(.error, problem.code, problem.message, at: place(ofByte: problem.offset), hint: problem.hint)
    }
}
