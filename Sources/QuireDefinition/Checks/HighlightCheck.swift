import QuireModel
import QuirePlugin

/// Finds the styles and parameters that highlights name.
struct HighlightCheck {
    let report: ReportDefinition
    let project: ProjectDefinition

    func check(_ column: ColumnDefinition, _ reading: inout Reading) -> [CheckedHighlight] {
        column.highlights.compactMap { highlight in
            if case .condition(let condition) = highlight.rule {
                for operand in condition.operands { check(operand, &reading) }
                if condition == .blank, let empty = column.empty, !empty.isEmpty {
                    reading.warning(
                        "unused-highlight", "no cell is blank, since '\(empty)' is shown for null",
                        at: highlight.position, hint: "write it as when: '= \"\(empty)\"'")
                }
            }
            return CheckedHighlight(rule: highlight.rule, style: style(of: highlight, &reading))
        }
    }

    private func check(_ operand: HighlightOperand, _ reading: inout Reading) {
        switch operand {
        case .value: break
        case .parameter(let name, let place):
            if ParameterResolver.builtInNames.contains(name) || report.parameters.unreadable.contains(name) { return }
            guard let parameter = report.parameters[name] else {
                let known = report.parameters.names + ParameterResolver.builtInNames
                reading.error(
                    "unknown-parameter", "there is no parameter '\(name)'", at: place,
                    hint: NearestName.hint(name, among: known) ?? "there are " + known.joined(separator: ", "))
                return
            }
            if parameter.type.isList {
                reading.error(
                    "invalid-value", "a condition compares with one value; '\(name)' is a list", at: place)
            } else if parameter.isSecret {
                reading.error(
                    "invalid-value", "the parameter '\(name)' is secret, and a condition stands in the file", at: place,
                    hint: "compare with a parameter that is not secret")
            }
        }
    }

    private func style(of highlight: HighlightDefinition, _ reading: inout Reading) -> CellStyle {
        switch highlight.style {
        case nil: return CellStyle()
        case .own(let style): return style
        case .named(let name, let place):
            let own = project.styles[name]
            guard let style = own.map({ $0.over(CellStyle.builtIn[name] ?? CellStyle()) }) ?? CellStyle.builtIn[name]
            else {
                let known =
                    CellStyle.builtInNames + project.styles.keys.sorted().filter { CellStyle.builtIn[$0] == nil }
                reading.error(
                    "unknown-style", "there is no style '\(name)'", at: place,
                    hint: NearestName.hint(name, among: known)
                        ?? "it is one of \(known.joined(separator: ", ")); 'styles' in quire.yaml adds others")
                return CellStyle()
            }
            if style.bold == nil, style.color == nil, style.background == nil {
                reading.warning(
                    "unused-highlight", "the style '\(name)' changes nothing in a highlight", at: place,
                    hint: "give it a color, a background or bold")
            }
            return style
        }
    }
}
