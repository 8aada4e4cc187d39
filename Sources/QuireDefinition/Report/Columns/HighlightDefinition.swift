package import QuireModel
package import QuirePlugin

/// A conditional format of a column: a rule, and what its cells look like then.
package struct HighlightDefinition: DefinitionObject {
    package enum Rule: Sendable, Hashable {
        case condition(HighlightCondition)
        case dataBar(Color)
        case colorScale([Color])
        case icons(Highlight.Icons)
        case duplicates
        case top(Int)
    }

    package var rule: Rule
    /// Of cells that the rule holds for; bars, scales and icons have none.
    package var style: HighlightStyle?
    package var position: FilePosition

    static let when = Field<HighlightCondition?>.optional(
        "when",
        "When a cell has the style: `<`, `<=`, `=`, `<>`, `>=` or `>` and a number, text in quotes, a date or a `:parameter`; `between 1 and 5`; `contains \"x\"`; `blank`; `not blank`."
    )
    static let style = Field<HighlightStyle?>.optional(
        "style",
        "With `when` and `top`: good, bad, warn, muted, problem, one of the project's styles, or a look of its own.")
    static let dataBar = Field<Color?>.optional("data_bar", "A bar in each cell as long as its number, of this colour.")
    static let colorScale = Field<[Color]?>.optional(
        "color_scale", "Two or three colours of cells, from the least number to the greatest."
    ).shaped(.list(Color.shape, count: 2...3))
    static let icons = Field<Highlight.Icons?>.optional(
        "icons", "An icon in each cell that says how great its number is.")
    static let duplicates = Field<HighlightStyle?>.optional(
        "duplicates", "The style of cells whose value stands in the column more than once.")
    static let top = Field<Int?>.optional(
        "top", "So many of the greatest numbers have the style; from 1 to 1000."
    ).shaped(.integer(in: 1...1000))

    package static let subject = "a highlight"
    package static let fields = FieldTable([
        AnyField(when), AnyField(style), AnyField(dataBar), AnyField(colorScale), AnyField(icons),
        AnyField(duplicates), AnyField(top),
    ]).following(
        .exactlyOne(kinds.map { .has($0) }),
        .when(.any([.has("when"), .has("top")]), .has("style")),
        .when(.has("style"), .any([.has("when"), .has("top")])))
    private static let kinds = ["when", "data_bar", "color_scale", "icons", "duplicates", "top"]

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        position = values.position
        let written = Self.kinds.filter { values.node[$0]?.isNull == false }
        guard written.count <= 1 else {
            reading.error(
                "invalid-value",
                "a highlight has one rule, not \(written.map { "'\($0)'" }.joined(separator: " and "))",
                at: position, hint: "write a highlight for each")
            return nil
        }
        guard let rule = Self.rule(values, &reading) else {
            // A key that is not known, and has been reported, may stand for it.
            let isKnown = values.node.keys.allSatisfy { Self.fields[$0] != nil }
            if written.isEmpty, isKnown {
                reading.error(
                    "missing-key", "a highlight needs a rule", at: position,
                    hint: "it is one of " + Self.kinds.joined(separator: ", "))
            }
            return nil
        }
        self.rule = rule
        switch rule {
        case .duplicates: style = values[Self.duplicates]
        case .condition, .top: style = values[Self.style]
        case .dataBar, .colorScale, .icons: style = nil
        }
        let takesStyle =
            switch rule {
            case .condition, .top: true
            case .dataBar, .colorScale, .icons, .duplicates: false
            }
        if takesStyle, style == nil, !values.isUnreadable(Self.style) {
            reading.error(
                "missing-key", "a highlight with '\(written[0])' needs 'style'", at: position,
                hint: "such as style: bad; there are " + CellStyle.builtInNames.joined(separator: ", "))
            return nil
        }
        if !takesStyle, values.has(Self.style) {
            reading.error(
                "wrong-key", "'\(written[0])' takes no 'style'", at: values.place(of: Self.style),
                hint: rule == .duplicates ? "write the style's name behind 'duplicates'" : "its colours are its own")
            return nil
        }
    }

    private static func rule(_ values: FieldValues, _ reading: inout Reading) -> Rule? {
        if let condition = values[when] { return .condition(condition) }
        if let color = values[dataBar] { return .dataBar(color) }
        if let colors = values[colorScale] {
            if colors.count == 2 || colors.count == 3 { return .colorScale(colors) }
            reading.error(
                "invalid-value", "'color_scale' takes 2 or 3 colours, not \(colors.count)",
                at: values.valuePlace(of: colorScale), hint: "from the least number to the greatest")
        }
        if let icons = values[icons] { return .icons(icons) }
        if values[duplicates] != nil { return .duplicates }
        if let count = values[top] {
            if (1...1000).contains(count) { return .top(count) }
            reading.error("invalid-value", "'top' is from 1 to 1000", at: values.valuePlace(of: top))
        }
        return nil
    }
}

/// The look of highlighted cells: the name of a style, or what it changes.
package enum HighlightStyle: DefinitionValue, Hashable {
    case named(String, at: FilePosition)
    case own(CellStyle)

    /// What a conditional format can change.
    static let fields = FieldTable([
        AnyField(StyleFields.bold), AnyField(StyleFields.color), AnyField(StyleFields.background),
    ]).following(.any([.has("bold"), .has("color"), .has("background")]))

    package static var shape: Shape { .anyOf([.text, .object(fields)]) }
    package static var keepsUnresolvedText: Bool { false }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> HighlightStyle? {
        if case .mapping(let entries) = node.content {
            guard let values = fields.read(node, subject: "a highlight's style", &reading) else { return nil }
            var style = CellStyle()
            style.bold = values[StyleFields.bold]
            style.color = values[StyleFields.color]
            style.background = values[StyleFields.background]
            if entries.isEmpty { reading.error("invalid-value", "the style says nothing", at: node.position) }
            return .own(style)
        }
        return reading.read(String.self, from: node, named: name).map { .named($0, at: node.position) }
    }
}

extension Highlight.Icons: DefinitionChoice {}
