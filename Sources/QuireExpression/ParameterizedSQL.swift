import QuireModel

/// An expression as a SELECT that names nothing: fields and parameters are numbered placeholders.
struct ParameterizedSQL {
    /// What is bound once, by the number of its placeholder.
    private(set) var constants: [(index: Int32, value: Value)] = []
    /// What is bound for each row; the placeholder of `slots[i]` is `slotIndices[i]`.
    private(set) var slots: [RowSlot] = []
    private(set) var slotIndices: [Int32] = []
    private(set) var sql = "SELECT ("
    /// Where pieces of the SQL come from, ascending: from `sql` on it is the text from `text` on.
    private var pieces: [(sql: Int, text: Int, isPlaceholder: Bool)] = []
    private var nextIndex: Int32 = 1
    private let text: String

    init(_ syntax: ExpressionSyntax, in scope: ExpressionScope) throws(DiagnosticError) {
        text = syntax.source.text
        let bytes = Array(text.utf8)
        var problems = syntax.calls.compactMap { ScalarFunctions.problem(with: $0) }
        var parameterIndices: [String: Int32] = [:]
        var copied = 0
        for placeholder in syntax.placeholders {
            append(bytes[copied..<placeholder.range.lowerBound], from: copied)
            copied = placeholder.range.upperBound
            do throws(SyntaxProblem) {
                let written: String
                switch placeholder.content {
                case .reference(let reference):
                    written = "?\(index(of: try scope.slot(of: reference)))"
                case .parameter(let name, let isWholeList):
                    let offset = placeholder.range.lowerBound
                    switch try scope.parameter(name, offset: offset) {
                    case .single(let value):
                        let index = parameterIndices[name] ?? bind(value)
                        parameterIndices[name] = index
                        written = "?\(index)"
                    case .list(let values):
                        guard isWholeList else { throw .misplacedList(name, offset: offset) }
                        guard values.count <= Self.longestList else { throw .longList(name, offset: offset) }
                        written = values.map { "?\(bind($0))" }.joined(separator: ",")
                    }
                }
                pieces.append((sql.utf8.count, placeholder.range.lowerBound, true))
                // Apart from its neighbours: a digit behind a quoted name is none of its number.
                sql += " \(written) "
            } catch {
                problems.append(error)
            }
        }
        append(bytes[copied...], from: copied)
        sql += "\n)"
        if !problems.isEmpty {
            throw DiagnosticError(problems.sorted { $0.offset < $1.offset }.map(syntax.source.diagnostic))
        }
    }

    static let longestList = 10_000

    private mutating func append(_ bytes: ArraySlice<UInt8>, from offset: Int) {
        pieces.append((sql.utf8.count, offset, false))
        sql += String(decoding: bytes, as: UTF8.self)
    }

    private mutating func bind(_ value: Value) -> Int32 {
        defer { nextIndex += 1 }
        constants.append((nextIndex, value))
        return nextIndex
    }

    private mutating func index(of slot: RowSlot?) -> Int32 {
        guard let slot else { return bind(.null) }
        if let known = slots.firstIndex(of: slot) { return slotIndices[known] }
        defer { nextIndex += 1 }
        slots.append(slot)
        slotIndices.append(nextIndex)
        return nextIndex
    }

    /// The byte of the expression that a byte of the SQL stands for; its end for what follows it.
    func textOffset(ofSQL offset: Int) -> Int {
        guard let piece = pieces.last(where: { $0.sql <= offset }) else { return 0 }
        return piece.isPlaceholder ? piece.text : min(piece.text + offset - piece.sql, text.utf8.count)
    }
}

extension SyntaxProblem {
    fileprivate static func misplacedList(_ name: String, offset: Int) -> SyntaxProblem {
        SyntaxProblem(message: "':\(name)' is a list", hint: "it can stand in 'x IN (:\(name))' only", offset: offset)
    }

    fileprivate static func longList(_ name: String, offset: Int) -> SyntaxProblem {
        SyntaxProblem(
            code: "expression-too-large",
            message: "':\(name)' has more than \(ParameterizedSQL.longestList) values", offset: offset)
    }
}
