package import QuireModel
package import QuirePlugin

/// What a plugin says in its answer to `initialize` that it can do.
package struct PluginOffer: Sendable, Hashable {
    package var lookups: [String: LookupShape] = [:]
    /// The fields of its rows; nil where it is no source.
    package var source: [FieldShape]?
    package var delivers = false

    /// Keys of one call where a lookup has no `bulk`.
    private static let single = 1
    private static let mostKeys = 100_000

    package init(_ result: JSON) throws(ProtocolViolation) {
        guard case .object = result else {
            throw ProtocolViolation(wanted: "an object", came: result.kindName)
        }
        guard result["protocol"] == .integer(1) else {
            throw ProtocolViolation(
                wanted: "\"protocol\": 1",
                came: result["protocol"].map { "\"protocol\": \($0.text)" } ?? "no 'protocol'")
        }
        if let lookups = try Self.member("lookups", of: result, at: "") {
            for (name, lookup) in lookups {
                guard Self.isName(name) else { throw Self.badName(name, of: "a lookup") }
                self.lookups[name] = try Self.shape(lookup, at: "lookups.\(name)")
            }
        }
        if let source = result["source"], source != .null {
            guard case .object = source else {
                throw ProtocolViolation(wanted: "an object as 'source'", came: source.kindName)
            }
            self.source = try Self.fields(source, "fields", at: "source").map { FieldShape($0.name, $0.type) }
        }
        if let delivery = result["delivery"], delivery != .null {
            guard case .object = delivery else {
                throw ProtocolViolation(wanted: "an object as 'delivery'", came: delivery.kindName)
            }
            delivers = true
        }
    }

    private static func shape(_ json: JSON, at place: String) throws(ProtocolViolation) -> LookupShape {
        let inputs = try fields(json, "input", at: place)
        for input in inputs where !isName(input.name) { throw badName(input.name, of: "an input of \(place)") }
        guard !inputs.isEmpty else { throw ProtocolViolation(wanted: "an input in '\(place).input'", came: "none") }
        let fields = try fields(json, "fields", at: place)
        for field in fields where !isName(field.name) { throw badName(field.name, of: "a field of \(place)") }
        var keys = single
        if let bulk = json["bulk"], bulk != .null {
            guard case .integer(let size)? = bulk["size"], (1...Int64(mostKeys)).contains(size) else {
                throw ProtocolViolation(
                    wanted: "'\(place).bulk' as {\"size\": …}, from 1 to \(mostKeys)", came: bulk.text)
            }
            keys = Int(size)
        }
        return LookupShape(inputs: inputs, fields: fields.map { FieldShape($0.name, $0.type) }, keysPerCall: keys)
    }

    private static func fields(
        _ json: JSON, _ name: String, at place: String
    ) throws(ProtocolViolation) -> [LookupShape.Field] {
        guard let members = try member(name, of: json, at: place) else {
            throw ProtocolViolation(wanted: "'\(place).\(name)' as {name: type, …}", came: "none")
        }
        var fields: [LookupShape.Field] = []
        for (field, type) in members {
            guard case .string(let text) = type, let type = FieldType(rawValue: text) else {
                let types = FieldType.allCases.map(\.rawValue).joined(separator: ", ")
                throw ProtocolViolation(
                    wanted: "one of \(types) as the type of '\(field)' in '\(place).\(name)'", came: type.text)
            }
            guard !fields.contains(where: { $0.name == field }) else {
                throw ProtocolViolation("'\(place).\(name)' names '\(field)' twice")
            }
            fields.append(LookupShape.Field(field, type))
        }
        return fields
    }

    /// The members of an object in an object; nil where it is not there.
    private static func member(
        _ name: String, of json: JSON, at place: String
    ) throws(ProtocolViolation) -> [(String, JSON)]? {
        switch json[name] {
        case nil, .null?: return nil
        case .object(let members)?: return members.map { ($0.name, $0.value) }
        case let other?:
            let path = place.isEmpty ? name : "\(place).\(name)"
            throw ProtocolViolation(wanted: "an object as '\(path)'", came: other.kindName)
        }
    }

    private static func isName(_ text: String) -> Bool { Named<String>.isName(text) }

    private static func badName(_ name: String, of kind: String) -> ProtocolViolation {
        ProtocolViolation(
            wanted: "lower-case letters, digits and _, beginning with a letter, as the name of \(kind)",
            came: "'\(name)'")
    }
}
