package import QuireModel
package import QuirePlugin

/// The request `lookup`, and what its answer must be.
package struct LookupCall: Sendable {
    package static let method = "lookup"

    let name: String
    let shape: LookupShape
    let zone: LocalZone
    let redactor: Redactor
    private let fields: [FieldShape]
    private let places: [String: Int]

    /// - Parameter shape: as the plugin said it.
    package init(_ name: String, _ shape: LookupShape, zone: @escaping LocalZone, redactor: Redactor) {
        self.name = name
        self.shape = shape
        self.zone = zone
        self.redactor = redactor
        fields = shape.fields ?? []
        places = Dictionary(
            fields.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    package func params(_ keys: [LookupKey]) -> JSON {
        let keys = keys.map { key in
            JSON.object(zip(shape.inputs, key.values).map { JSON.Member($0.name, JSON(sent: $1)) })
        }
        return .members(["lookup": .string(name), "keys": .array(keys)])
    }

    /// - Throws: where the answer is not one result for each of the keys, as the lookup's fields are declared.
    package func replies(_ result: JSON, to count: Int) throws(ProtocolViolation) -> [LookupReply.KeyReply] {
        guard case .array(let results)? = result["results"] else {
            throw ProtocolViolation(wanted: "{\"results\": […]}", came: shown(result))
        }
        guard results.count == count else {
            throw ProtocolViolation(
                wanted: "\(count) \(count == 1 ? "result" : "results"), one for each key", came: "\(results.count)")
        }
        var replies: [LookupReply.KeyReply] = []
        replies.reserveCapacity(count)
        for (place, result) in results.enumerated() { replies.append(try reply(result, place + 1)) }
        return replies
    }

    private func reply(_ result: JSON, _ number: Int) throws(ProtocolViolation) -> LookupReply.KeyReply {
        guard case .object(let members) = result, members.count == 1, let member = members.first else {
            throw unlike(result, number)
        }
        switch (member.name, member.value) {
        case ("found", .object(let found)): return .found(try values(found, number))
        case ("missing", .boolean(true)): return .missing
        case ("error", let error):
            guard case .string(let message)? = error["message"] else { throw unlike(result, number) }
            switch error["retry"] {
            case nil, .null?, .boolean?: break
            default: throw unlike(result, number)
            }
            return .failed(message: redactor.line(message, limit: 200), mayRetry: error["retry"] == true)
        default: throw unlike(result, number)
        }
    }

    private func values(_ found: [JSON.Member], _ number: Int) throws(ProtocolViolation) -> [Value] {
        var values = [Value](repeating: .null, count: fields.count)
        for (index, member) in found.enumerated() {
            // Most have the fields in the order in which they are declared.
            let isInOrder = index < fields.count && fields[index].name == member.name
            guard let place = isInOrder ? index : places[member.name] else {
                throw ProtocolViolation(
                    "result \(number) has the field '\(redactor.line(member.name, limit: 60))', which initialize does not name"
                        + (NearestName.find(member.name, among: fields.map(\.name)).map { "; it names '\($0)'" } ?? ""))
            }
            guard let type = fields[place].type, let value = type.convert(member.value, zone: zone) else {
                throw ProtocolViolation(
                    wanted: "\((fields[place].type ?? .text).phrase) as the field '\(member.name)' of result \(number)",
                    came: shown(member.value))
            }
            values[place] = value
        }
        return values
    }

    private func unlike(_ result: JSON, _ number: Int) -> ProtocolViolation {
        ProtocolViolation(
            wanted:
                "{\"found\": {…}}, {\"missing\": true} or {\"error\": {\"message\": …, \"retry\": …}} as result \(number)",
            came: shown(result))
    }

    private func shown(_ json: JSON) -> String { redactor.line(json, limit: 200) }
}

extension JSON {
    /// A value as plugins are sent it: decimals as text, which keeps their digits wherever numbers are read as binary ones.
    package init(sent value: Value) {
        if case .decimal(let digits) = value { self = .string(digits) } else { self.init(value) }
    }

    package init(sent value: ParameterValue) {
        switch value {
        case .single(let value): self.init(sent: value)
        case .list(let values): self = .array(values.map { JSON(sent: $0) })
        }
    }
}
