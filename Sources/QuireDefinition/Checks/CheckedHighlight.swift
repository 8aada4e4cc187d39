package import QuireModel

/// A highlight whose style is known, and whose parameters are still names.
package struct CheckedHighlight: Sendable, Hashable {
    package var rule: HighlightDefinition.Rule
    package var style: CellStyle

    /// - Returns: nil where a parameter that it compares with has no value.
    func resolved(with parameters: [String: ParameterValue]) -> Highlight? {
        let rule: Highlight.Rule? =
            switch rule {
            case .condition(.compare(let comparison, let operand)):
                operand.value(parameters).map { .compare(comparison, $0) }
            case .condition(.between(let low, let high)):
                if let low = low.value(parameters), let high = high.value(parameters) {
                    .between(low, high)
                } else {
                    nil
                }
            case .condition(.contains(let operand)):
                operand.value(parameters).flatMap(\.text).flatMap { $0.isEmpty ? nil : .contains($0) }
            case .condition(.blank): .blank
            case .condition(.notBlank): .notBlank
            case .dataBar(let color): .dataBar(color)
            case .colorScale(let colors): .colorScale(colors)
            case .icons(let icons): .icons(icons)
            case .duplicates: .duplicates
            case .top(let count): .top(count)
            }
        return rule.map { Highlight($0, style: style) }
    }
}

extension HighlightOperand {
    fileprivate func value(_ parameters: [String: ParameterValue]) -> Value? {
        switch self {
        case .value(let value): return value
        case .parameter(let name, _):
            guard case .single(let value)? = parameters[name], !value.isNull else { return nil }
            return value
        }
    }
}

extension CheckedColumn {
    /// What the column looks like in a run with these parameters.
    package func layout(with parameters: [String: ParameterValue]) -> ColumnLayout {
        var layout = layout
        layout.highlights = highlights.compactMap { $0.resolved(with: parameters) }
        return layout
    }
}
