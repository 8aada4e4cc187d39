import QuireModel

/// Schemas that stand in several places of a document, put under `$defs` once.
struct SharedSchemas {
    private var counts: [JSON: Int] = [:]
    private var names: [JSON: String] = [:]
    private var definitions: [JSON.Member] = []

    static func gathered(_ document: JSON) -> JSON {
        var shared = SharedSchemas()
        shared.count(document)
        guard case .object(let members) = document else { return document }
        let replaced = members.map { JSON.Member($0.name, shared.replaced($0.value, under: $0.name)) }
        let sorted = shared.definitions.sorted { $0.name < $1.name }
        return .object(replaced + (sorted.isEmpty ? [] : [JSON.Member("$defs", .object(sorted))]))
    }

    /// Only mappings with several keys are worth a name.
    private static func isWorthSharing(_ schema: JSON) -> Bool {
        guard schema["type"] != nil, case .object(let properties)? = schema["properties"] else { return false }
        return properties.count > 1
    }

    private mutating func count(_ schema: JSON) {
        switch schema {
        case .object(let members):
            if Self.isWorthSharing(schema) {
                counts[schema.core, default: 0] += 1
                // What stands within it is counted once.
                if counts[schema.core]! > 1 { return }
            }
            for member in members { count(member.value) }
        case .array(let elements): for element in elements { count(element) }
        default: break
        }
    }

    private mutating func replaced(_ schema: JSON, under name: String) -> JSON {
        switch schema {
        case .object(let members):
            guard Self.isWorthSharing(schema), counts[schema.core, default: 0] > 1 else {
                return .object(
                    members.map { JSON.Member($0.name, replaced($0.value, under: Self.name(name, $0.name))) })
            }
            let reference = JSON.Member("$ref", .string("#/$defs/" + definition(schema.core, called: name)))
            return .object(members.filter { JSON.notes.contains($0.name) } + [reference])
        case .array(let elements): return .array(elements.map { replaced($0, under: name) })
        default: return schema
        }
    }

    private mutating func definition(_ schema: JSON, called name: String) -> String {
        if let known = names[schema] { return known }
        let taken = Set(names.values)
        let free = ([name] + (2...99).map { "\(name)_\($0)" }).first { !taken.contains($0) } ?? name
        names[schema] = free
        guard case .object(let members) = schema else { return free }
        let content = JSON.object(
            members.map { JSON.Member($0.name, replaced($0.value, under: Self.name(free, $0.name))) })
        definitions.append(JSON.Member(free, content))
        return free
    }

    /// A schema is called by the key that it is of, not by the keywords on the way.
    private static func name(_ name: String, _ member: String) -> String {
        let keywords: Set<String> = [
            "properties", "items", "anyOf", "allOf", "oneOf", "then", "else", "if", "not", "additionalProperties",
        ]
        return keywords.contains(member) ? name : member
    }
}

extension JSON {
    /// What of a schema is about the key that it stands under.
    fileprivate static let notes: Set<String> = ["description", "default"]

    /// The schema without that.
    fileprivate var core: JSON {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { !Self.notes.contains($0.name) })
    }
}
