/// What a key takes, for messages, the JSON Schema and the reference page.
package indirect enum Shape: Sendable {
    case text
    case integer
    case number
    case boolean
    /// Any scalar.
    case value
    /// A mapping of anything.
    case tree
    /// SQL over the row, written as any scalar.
    case expression
    /// Text of a fixed form, such as a duration; `pattern` is a regular expression (ECMA 262).
    case formatted(name: String, pattern: String, example: String)
    case choice([String])
    case list(Shape)
    /// A mapping of the author's own names.
    case named(Shape)
    case object(FieldTable)
    case anyOf([Shape])

    /// With an article: 'a number', 'a list', 'one of east, west'.
    package var wanted: String {
        switch self {
        case .text: "text"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .value: "a plain value"
        case .expression: "an expression"
        case .formatted(let name, _, let example): "\(name) such as \(example)"
        case .choice(let names): (names.count > 1 ? "one of " : "") + names.joined(separator: ", ")
        case .list: "a list"
        case .named, .object, .tree: "a mapping"
        case .anyOf(let shapes): Self.distinct(shapes.map(\.wanted)).joined(separator: " or ")
        }
    }

    private static func distinct(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}
