/// What a key takes, for messages, the JSON Schema and the reference page.
public indirect enum Shape: Sendable {
    /// Any scalar but null: what looks like a number is the text it is written as.
    case text
    case integer(in: ClosedRange<Int> = .min ... .max)
    case number(in: ClosedRange<Double> = -.infinity ... .infinity)
    case boolean
    /// Any scalar.
    case value
    /// Anything at all.
    case any
    /// SQL over the row, written as any scalar but null.
    case expression
    /// Text of a fixed form, such as a duration; `pattern` is a regular expression (ECMA 262) that also Swift knows.
    case formatted(name: String, pattern: String, examples: [String])
    case choice([String])
    case list(Shape, count: ClosedRange<Int> = 0 ... .max)
    /// A mapping of the author's own names.
    case named(Shape, names: NameForm = .any, count: ClosedRange<Int> = 0 ... .max)
    case object(FieldTable)
    case anyOf([Shape])
    /// One of several mappings.
    case variants(Variants)
    /// What it is depends on the kinds that there are.
    case registered(@Sendable (Registry) -> Shape)

    /// What the names of a mapping can be.
    public enum NameForm: Sendable {
        case any
        /// `[a-z][a-z0-9_]*`
        case identifiers
        /// Those that fit a regular expression (ECMA 262).
        case fitting(String)
    }

    /// With an article: 'a number', 'a list', 'one of east, west'.
    public var wanted: String {
        switch self {
        case .text: "text"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .value: "a plain value"
        case .any: "anything"
        case .expression: "an expression"
        case .formatted(let name, _, let examples): "\(name) such as \(Self.alternatives(examples))"
        case .choice(let names): (names.count > 1 ? "one of " : "") + names.joined(separator: ", ")
        case .list: "a list"
        case .named, .object, .variants, .registered: "a mapping"
        case .anyOf(let shapes): Self.distinct(shapes.map(\.wanted)).joined(separator: " or ")
        }
    }

    private static func alternatives(_ texts: [String]) -> String {
        guard let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
        return texts.dropLast().joined(separator: ", ") + " or " + last
    }

    private static func distinct(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}

/// Several mappings that may stand in the same place, and what tells which of them one is.
public struct Variants: Sendable {
    public struct Variant: Sendable {
        public var condition: Condition
        public var table: FieldTable
        /// For the reference page, behind the name of the key: `with kind: sqlite`.
        public var distinction: String
        /// One line on what it is; nil where its keys say all.
        public var summary: String?
        /// YAML that shows it in use.
        public var example: String?

        public init(
            _ condition: Condition, _ table: FieldTable, distinction: String, summary: String? = nil,
            example: String? = nil
        ) {
            self.condition = condition
            self.table = table
            self.distinction = distinction
            self.summary = summary
            self.example = example
        }
    }

    /// The first whose condition holds is meant.
    public var variants: [Variant]
    /// Of a mapping for which none of them holds.
    public var otherwise: FieldTable

    public init(_ variants: [Variant], otherwise: FieldTable) {
        self.variants = variants
        self.otherwise = otherwise
    }

    /// Mappings that one key tells apart.
    ///
    /// - Parameter tables: the keys of each, that one among them.
    public init(by key: AnyField, _ tables: [(name: String, table: FieldTable)]) {
        let variants = tables.map { name, table in
            Variant(.value(key.name, [name]), table, distinction: ", with `\(key.name): \(name)`")
        }
        self.init(variants, otherwise: FieldTable([key.shaped(.choice(tables.map(\.name)))], isOpen: true))
    }

    /// Mappings of kinds.
    ///
    /// - Parameters:
    ///   - key: the key that names the kind.
    ///   - fallback: the kind of a mapping without it.
    ///   - common: what all of them take.
    public init<Product>(
        by key: AnyField, fallback: String? = nil, common: FieldTable = FieldTable([]),
        _ components: [Component<Product>]
    ) {
        let variants = components.map { component in
            let told = Condition.value(key.name, [component.name])
            return Variant(
                component.name == fallback ? .any([told, .not(.has(key.name))]) : told,
                FieldTable([key.shaped(.choice([component.name]))]) + common + component.fields,
                distinction: ", with `\(key.name): \(component.name)`", summary: component.summary,
                example: component.example)
        }
        self.init(
            variants, otherwise: FieldTable([key.shaped(.choice(components.map(\.name)))], isOpen: true))
    }
}
