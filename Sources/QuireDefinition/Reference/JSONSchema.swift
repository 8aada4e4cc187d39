package import QuireModel
package import QuirePlugin
import QuireYAML

/// The JSON Schema (2020-12) of a kind of file, drawn from the tables that read it.
///
/// What it refuses the reader refuses. What needs more than one look (names of other files, expressions, cycles) it
/// lets pass.
package struct JSONSchema {
    private let registry: Registry
    private let takesVariables: Bool

    package static func document(_ kind: DefinitionKind, _ registry: Registry) -> JSON {
        let schema = JSONSchema(registry: registry, takesVariables: kind.takesVariables)
        var shape = schema.draw(kind.shape)
        if kind.mayBeEmpty { shape = shape.orNull }
        let head = JSON.members([
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": .string("urn:quire:schema:\(kind.rawValue)"), "title": .string(kind.summary),
        ])
        return SharedSchemas.gathered(head.adding(shape))
    }

    private func draw(_ shape: Shape) -> JSON {
        switch shape {
        case .text, .expression: .members(["type": ["string", "number", "boolean"]])
        case .value: .members(["type": ["string", "number", "boolean", "null"]])
        case .any: .object([])
        case .boolean: orVariable(.members(["type": "boolean"]))
        case .integer(let range):
            orVariable(
                .members(["type": "integer"]).limited("minimum", range.lowerBound, unless: .min)
                    .limited("maximum", range.upperBound, unless: .max))
        case .number(let range):
            orVariable(
                .members(["type": "number"]).limited("minimum", range.lowerBound, unless: -.infinity)
                    .limited("maximum", range.upperBound, unless: .infinity))
        case .formatted(_, let pattern, let examples):
            .members([
                "type": "string", "pattern": .string(takesVariables ? "\(pattern)|\(Self.variable)" : pattern),
                "examples": .array(examples.map(JSON.string)),
            ])
        case .choice(let names):
            orVariable(
                .members([
                    names.count == 1 ? "const" : "enum": names.count == 1
                        ? .string(names[0]) : .array(names.map(JSON.string))
                ]))
        case .list(let element, let count):
            JSON.members(["type": "array", "items": draw(element)])
                .limited("minItems", count.lowerBound, unless: 0).limited("maxItems", count.upperBound, unless: .max)
        case .named(let element, let names, let count):
            named(draw(element), names).limited("minProperties", count.lowerBound, unless: 0)
        case .object(let table): draw(table)
        case .anyOf(let shapes): .members(["anyOf": .array(shapes.map(draw))])
        case .variants(let variants): draw(variants)
        case .registered(let shape): draw(shape(registry))
        }
    }

    private func named(_ element: JSON, _ names: Shape.NameForm) -> JSON {
        switch names {
        case .any: .members(["type": "object", "additionalProperties": element])
        case .identifiers: named(element, .fitting("^[a-z][a-z0-9_]*$"))
        case .fitting(let pattern):
            .members([
                "type": "object", "propertyNames": .members(["pattern": .string(pattern)]),
                "additionalProperties": element,
            ])
        }
    }

    private func draw(_ table: FieldTable) -> JSON {
        let fields = table.fields
        var schema = JSON.members([
            "type": "object", "properties": .object(fields.map { JSON.Member($0.name, draw($0)) }),
        ])
        let required = fields.filter(\.isRequired).map { JSON.string($0.name) }
        if !required.isEmpty { schema = schema.adding("required", .array(required)) }
        if !table.isOpen { schema = schema.adding("additionalProperties", false) }
        if !table.rules.isEmpty { schema = schema.adding("allOf", .array(table.rules.map(\.schema))) }
        return schema
    }

    private func draw(_ field: AnyField) -> JSON {
        // A key without a value counts as left out.
        let value = field.isRequired && !field.acceptsNull ? draw(field.shape) : draw(field.shape).orNull
        var schema = JSON.members(["description": .string(field.summary)]).adding(value)
        if let value = field.defaultValue { schema = schema.adding("default", value) }
        return schema
    }

    /// A chain of `if`, so that an editor completes the keys of the mapping that is meant, and complains of no other.
    private func draw(_ variants: Variants) -> JSON {
        var chain = draw(variants.otherwise)
        for variant in variants.variants.reversed() {
            var then = draw(variant.table)
            if let summary = variant.summary { then = JSON.members(["description": .string(summary)]).adding(then) }
            if let example = variant.example, let node = try? YAMLReader.read(Array(example.utf8), file: "example") {
                then = then.adding("examples", [node.json])
            }
            chain = .members(["if": variant.condition.schema, "then": then, "else": chain])
        }
        return JSON.members(["type": "object"]).adding(chain)
    }

    private static let variable = #"\$\{"#

    /// In the files that take them, a variable may stand for any plain value.
    private func orVariable(_ schema: JSON) -> JSON {
        guard takesVariables else { return schema }
        return .members(["anyOf": [schema, .members(["type": "string", "pattern": .string(Self.variable)])]])
    }
}

extension Condition {
    /// A schema that fits where the condition holds.
    fileprivate var schema: JSON {
        switch self {
        case .has(let name): Self.key(name, .members(["not": .members(["type": "null"])]))
        case .names(let name): .members(["required": [.string(name)]])
        case .value(let name, let values): Self.key(name, .members(["enum": .array(values.map(JSON.string))]))
        case .text(let name, let pattern):
            Self.key(name, .members(["type": "string", "pattern": .string(pattern)]))
        case .each(let name, let condition):
            .members(["properties": .members([name: .members(["items": condition.schema])])])
        case .not(let condition): .members(["not": condition.schema])
        case .all(let conditions): .members(["allOf": .array(conditions.map(\.schema))])
        case .any(let conditions): .members(["anyOf": .array(conditions.map(\.schema))])
        case .exactlyOne(let conditions): .members(["oneOf": .array(conditions.map(\.schema))])
        }
    }

    private static func key(_ name: String, _ value: JSON) -> JSON {
        .members(["required": [.string(name)], "properties": .members([name: value])])
    }
}

extension JSON {
    /// The members of both objects, where one is in both that of the other.
    fileprivate func adding(_ other: JSON) -> JSON {
        guard case .object(var members) = self, case .object(let more) = other else { return self }
        for member in more {
            if let place = members.firstIndex(where: { $0.name == member.name }) {
                members[place] = member
            } else {
                members.append(member)
            }
        }
        return .object(members)
    }

    fileprivate func adding(_ name: String, _ value: JSON) -> JSON { adding(.object([Member(name, value)])) }

    fileprivate func limited<Number: BinaryInteger>(_ name: String, _ limit: Number, unless none: Number) -> JSON {
        limit == none ? self : adding(name, .integer(Int64(limit)))
    }

    fileprivate func limited(_ name: String, _ limit: Double, unless none: Double) -> JSON {
        limit == none ? self : adding(name, .number(limit))
    }

    /// A schema that takes null as well.
    fileprivate var orNull: JSON {
        switch self["type"] {
        case .string(let type)? where self["anyOf"] == nil: adding("type", [.string(type), "null"])
        case .array(let types)?: types.contains("null") ? self : adding("type", .array(types + ["null"]))
        default:
            if case .array(let choices)? = self["anyOf"] {
                adding("anyOf", .array(choices + [.members(["type": "null"])]))
            } else if self == .object([]) {
                self
            } else {
                .members(["anyOf": [self, .members(["type": "null"])]])
            }
        }
    }
}
