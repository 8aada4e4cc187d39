public import QuireModel

/// The keys of one mapping.
public struct FieldTable: Sendable {
    public let fields: [AnyField]
    /// What must hold of a mapping beyond its keys one by one, for the JSON Schema. Whoever makes something of it checks it.
    public let rules: [Condition]
    /// Other keys are not looked at.
    public let isOpen: Bool

    public init(_ fields: [AnyField], rules: [Condition] = [], isOpen: Bool = false) {
        self.fields = fields
        self.rules = rules
        self.isOpen = isOpen
    }

    public static func + (left: FieldTable, right: FieldTable) -> FieldTable {
        FieldTable(left.fields + right.fields, rules: left.rules + right.rules, isOpen: left.isOpen || right.isOpen)
    }

    /// The same keys, of which more must hold.
    public func following(_ rules: Condition...) -> FieldTable {
        FieldTable(fields, rules: self.rules + rules, isOpen: isOpen)
    }

    public subscript(name: String) -> AnyField? { fields.first { $0.name == name } }

    /// Reads a mapping: every key that is unknown, of the wrong type or not there is reported.
    ///
    /// - Parameter subject: what the mapping is, for messages: 'a column', 'the report'.
    /// - Returns: nil where a required key could not be read.
    public func read(_ node: Node, subject: String, _ reading: inout Reading) -> FieldValues? {
        guard case .mapping(let entries) = node.content else {
            reading.error("wrong-type", "\(subject) is a mapping, not \(node.kindName)", at: node.position)
            return nil
        }
        var values: [String: any Sendable] = [:]
        var present: [String: FilePosition] = [:]
        // A key that is there under a wrong name, or has another in its place, is not missing as well.
        var excused: Set<String> = []
        for entry in entries {
            guard let name = reading.keyText(entry.key) else { continue }
            guard let field = self[name] else {
                let near = NearestName.find(name, among: fields.map(\.name))
                if let near { excused.insert(near) }
                reading.error(
                    "unknown-key", "unknown key '\(name)'", at: entry.key.position,
                    hint: near.map { "did you mean '\($0)'?" } ?? keyList(besides: entries))
                continue
            }
            if entry.value.isNull, !field.acceptsNull {
                // One that is needed is reported as missing.
                if !field.isRequired {
                    reading.warning(
                        "no-value", "'\(name)' has no value and counts as left out", at: entry.key.position,
                        hint: "a '#' begins a comment: put text that holds one in quotes")
                }
                continue
            }
            present[name] = entry.key.position
            keepSecrets(in: entry.value, of: field, &reading)
            if let value = field.readNode(entry.value, name, &reading) { values[name] = value }
        }
        for field in fields where field.isRequired && present[field.name] == nil && !excused.contains(field.name) {
            reading.error("missing-key", "\(subject) needs '\(field.name)'", at: node.position, hint: field.summary)
        }
        for field in fields where field.isRequired && !field.isDispensable && values[field.name] == nil { return nil }
        return FieldValues(values: values, places: present, misspelt: excused, node: node)
    }

    private func keyList(besides present: [Node.Entry]) -> String {
        let written = Set(present.compactMap { $0.key.scalar?.text })
        let names = fields.filter { !written.contains($0.name) }.map(\.name)
        return names.isEmpty ? "remove it" : "it takes " + names.joined(separator: ", ")
    }

    private func keepSecrets(in node: Node, of field: AnyField, _ reading: inout Reading) {
        switch node.content {
        case .scalar(let scalar):
            for secret in scalar.secrets { reading.keepSecret(secret) }
            if field.isSecret, scalar.missing.isEmpty { reading.keepSecret(scalar.text) }
        case .sequence(let items): for item in items { keepSecrets(in: item, of: field, &reading) }
        case .mapping(let entries): for entry in entries { keepSecrets(in: entry.value, of: field, &reading) }
        }
    }
}

/// What was read from one mapping, by field.
public struct FieldValues: Sendable {
    private let values: [String: any Sendable]
    private let places: [String: FilePosition]
    /// Keys that others, which are not known, most likely stand for.
    private let misspelt: Set<String>
    /// The mapping itself.
    public let node: Node

    /// None at all.
    public init(at position: FilePosition) {
        self.init(values: [:], places: [:], misspelt: [], node: Node(.mapping([]), at: position))
    }

    init(
        values: [String: any Sendable], places: [String: FilePosition], misspelt: Set<String>, node: Node
    ) {
        self.values = values
        self.places = places
        self.misspelt = misspelt
        self.node = node
    }

    /// Where the mapping stands.
    public var position: FilePosition { node.position }

    public subscript<Content>(field: Field<Content>) -> Content {
        if let value = values[field.name] as? Content { return value }
        guard let fallback = field.fallback else {
            preconditionFailure("the required field '\(field.name)' is not in the table that was read")
        }
        return fallback
    }

    /// Where a key stands; the mapping's place where it was left out.
    public func place<Content>(of field: Field<Content>) -> FilePosition { places[field.name] ?? position }

    /// Where a key's value stands; the mapping's place where it was left out.
    public func valuePlace<Content>(of field: Field<Content>) -> FilePosition {
        node[field.name]?.position ?? position
    }

    public func has<Content>(_ field: Field<Content>) -> Bool { places[field.name] != nil }

    /// The key is there, if misspelt, and its value could not be read, which has been reported or waits for a variable.
    public func isUnreadable<Content>(_ field: Field<Content>) -> Bool {
        (has(field) || misspelt.contains(field.name)) && values[field.name] == nil
    }
}

/// A mapping with a fixed set of keys.
public protocol DefinitionObject: DefinitionValue {
    /// For messages: 'a column', 'the source'.
    static var subject: String { get }
    static var fields: FieldTable { get }
    /// - Returns: nil after `reading` has been told what does not fit together.
    init?(_ values: FieldValues, _ reading: inout Reading)
}

extension DefinitionObject {
    public static var shape: Shape { .object(fields) }

    public static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Self? {
        guard let values = fields.read(node, subject: subject, &reading) else { return nil }
        return Self(values, &reading)
    }
}
