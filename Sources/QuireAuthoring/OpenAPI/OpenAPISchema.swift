import QuireModel

/// What a schema of a document describes, as far as fields can be made of it.
indirect enum OpenAPISchema {
    case scalar(FieldType)
    case object([(name: String, schema: OpenAPISchema)], required: Set<String>)
    case array(OpenAPISchema)
    /// Anything else: it is taken as JSON.
    case open
}

extension OpenAPIDocument {
    /// - Parameter levels: how deep to look; what lies deeper is open. Schemas may hold themselves.
    func schema(_ written: Node?, levels: Int = 6) -> OpenAPISchema {
        guard levels > 0, let node = resolved(written) else { return .open }
        if let parts = node["allOf"]?.items { return merged(parts + [node.without("allOf")], levels: levels - 1) }
        for key in ["anyOf", "oneOf"] {
            guard let choices = node[key]?.items else { continue }
            let real = choices.filter { resolved($0)?.text("type") != "null" }
            return real.count == 1 ? schema(real[0], levels: levels - 1) : .open
        }
        switch type(of: node) {
        case "integer": return .scalar(.integer)
        case "number": return .scalar(.number)
        case "boolean": return .scalar(.boolean)
        case "string":
            switch node.text("format") {
            case "date": return .scalar(.date)
            case "date-time": return .scalar(.datetime)
            default: return .scalar(.text)
            }
        case "array": return .array(schema(node["items"], levels: levels - 1))
        case "object":
            let properties = (node["properties"]?.entries ?? []).compactMap { entry in
                entry.key.scalar.map { (name: $0.text, schema: schema(entry.value, levels: levels - 1)) }
            }
            if properties.isEmpty { return .open }
            return .object(properties, required: Set((node["required"]?.items ?? []).compactMap(\.text)))
        default: return .open
        }
    }

    /// 3.1 has lists of types, 'null' among them; documents leave out what is plain to see.
    private func type(of node: Node) -> String? {
        if let list = node["type"]?.items, !list.isEmpty {
            let types = list.compactMap(\.text).filter { $0 != "null" }
            return types.count == 1 ? types[0] : nil
        }
        if let type = node.text("type") { return type }
        return node["properties"] != nil
            ? "object" : node["items"] != nil ? "array" : node["enum"] != nil ? "string" : nil
    }

    private func merged(_ parts: [Node], levels: Int) -> OpenAPISchema {
        var properties: [(name: String, schema: OpenAPISchema)] = []
        var required: Set<String> = []
        var other: OpenAPISchema?
        for part in parts {
            switch schema(part, levels: levels) {
            case .object(let more, let names):
                for property in more {
                    properties.removeAll { $0.name == property.name }
                    properties.append(property)
                }
                required.formUnion(names)
            case .open: break
            case let found: other = other ?? found
            }
        }
        return properties.isEmpty ? other ?? .open : .object(properties, required: required)
    }
}

extension Node {
    fileprivate func without(_ key: String) -> Node {
        Node(.mapping(entries.filter { $0.key.scalar?.text != key }), at: position)
    }
}
