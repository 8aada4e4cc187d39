package import QuireModel
package import QuirePlugin

/// When a highlight holds for a cell, as written under `when`.
package enum HighlightCondition: Sendable, Hashable {
    case compare(Highlight.Comparison, HighlightOperand)
    case between(HighlightOperand, HighlightOperand)
    /// A text or a parameter.
    case contains(HighlightOperand)
    case blank, notBlank

    package var operands: [HighlightOperand] {
        switch self {
        case .compare(_, let operand), .contains(let operand): [operand]
        case .between(let low, let high): [low, high]
        case .blank, .notBlank: []
        }
    }
}

extension HighlightCondition: DefinitionValue {
    package static var shape: Shape {
        .formatted(
            name: "a condition",
            pattern: "^\\s*(\(comparison)|\(between)|\(contains)|([nN][oO][tT]\\s+)?[bB][lL][aA][nN][kK])\\s*$",
            examples: ["\"< 0\"", "\"between 1 and 5\"", "\"contains 'x'\"", "\"not blank\""])
    }

    private static let text = #"("([^"]|"")*"|'([^']|'')*'|:[a-z][a-z0-9_]*)"#
    private static let number = #"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?"#
    private static let operand = #"(\#(text)|true|false|[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9:.]+)?|\#(number))"#
    private static let comparison = #"(<=|<>|>=|<|=|>)\s*\#(operand)"#
    private static let between = #"[bB][eE][tT][wW][eE][eE][nN]\s*\#(operand)\s*[aA][nN][dD]\s*\#(operand)"#
    private static let contains = #"[cC][oO][nN][tT][aA][iI][nN][sS]\s*\#(text)"#

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> HighlightCondition? {
        guard let text = ExpressionText(node), !node.isNull else {
            reading.reportMismatch(node, named: name, wanted: "a condition")
            return nil
        }
        var scanner = ConditionScanner(text)
        guard let condition = read(&scanner, &reading) else { return nil }
        guard scanner.isAtEnd else {
            let place = scanner.place
            reading.error(
                "invalid-value", "'\(scanner.rest)' follows a condition that is whole", at: place,
                hint: "a highlight has one condition; write a highlight for each")
            return nil
        }
        return condition
    }

    private static func read(_ scanner: inout ConditionScanner, _ reading: inout Reading) -> HighlightCondition? {
        let place = scanner.place
        let sign = scanner.sign()
        if !sign.isEmpty {
            guard let comparison = Highlight.Comparison(rawValue: sign) else {
                let meant = ["==": "=", "!=": "<>", "=<": "<=", "=>": ">="][sign]
                reading.error(
                    "invalid-value", "'\(sign)' compares nothing", at: place,
                    hint: meant.map { "did you mean '\($0)'?" } ?? "it is one of < <= = <> >= >")
                return nil
            }
            return scanner.operand(&reading).map { .compare(comparison, $0) }
        }
        let word = scanner.name()
        switch word.lowercased() {
        case "between":
            guard let low = scanner.operand(&reading) else { return nil }
            let next = scanner.place
            guard scanner.skip(name: "and") else {
                reading.error(
                    "invalid-value", "'between' needs 'and' and a second value", at: next,
                    hint: "write it as between 1 and 5")
                return nil
            }
            let last = scanner.place
            guard let high = scanner.operand(&reading) else { return nil }
            if case .value(let least) = low, case .value(let most) = high, isText(least) != isText(most) {
                reading.error(
                    "invalid-value", "'between' needs two values of one kind", at: last,
                    hint: "two numbers, two dates or two texts")
                return nil
            }
            return .between(low, high)
        case "contains":
            let next = scanner.place
            guard let operand = scanner.operand(&reading) else { return nil }
            if case .value(let value) = operand, !isText(value) {
                reading.error(
                    "invalid-value", "'contains' takes text in quotes, or a parameter", at: next,
                    hint: value.text.map { "write it as contains \"\($0)\"" })
                return nil
            }
            return .contains(operand)
        case "blank": return .blank
        case "not" where scanner.skip(name: "blank"): return .notBlank
        default:
            reading.error(
                "invalid-value", word.isEmpty ? "this is no condition" : "'\(word)' begins no condition", at: place,
                hint: NearestName.hint(word, among: ["between", "contains", "blank", "not blank"])
                    ?? "such as < 0, = \"paid\", > :limit, between 1 and 5, contains \"x\", blank or not blank")
            return nil
        }
    }

    private static func isText(_ value: Value) -> Bool {
        if case .text(let text) = value { !text.isEmpty } else { false }
    }
}
