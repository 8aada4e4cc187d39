import QuireModel
import QuirePlugin

/// Gives each key of a bulk call its item of the answer.
struct BulkMatching: Sendable {
    /// An answer that fails the call as a whole.
    struct Mismatch: Error {
        var message: String
    }

    private let inputs: [LookupShape.Field]
    private let items: ItemsPath
    private let match: LookupConfiguration.Bulk.Match
    /// In the order of the inputs, where keys are in the items.
    private let paths: [JSONPath]
    private let zone: LocalZone
    private let secrets: KnownSecrets

    init(
        _ bulk: LookupConfiguration.Bulk, inputs: [LookupShape.Field], zone: @escaping LocalZone, secrets: KnownSecrets
    ) {
        self.inputs = inputs
        self.zone = zone
        self.secrets = secrets
        items = bulk.items
        match = bulk.match
        paths = if case .paths(let paths) = bulk.match { inputs.map { paths[$0.name] ?? .root } } else { [] }
    }

    /// - Returns: for each key its item, nil where there is none, and what was odd.
    func match(_ document: JSON, to keys: [LookupKey]) throws(Mismatch) -> (items: [JSON?], warnings: [LookupWarning]) {
        guard let found = items.path.value(in: document) else {
            throw Mismatch(message: "the answer has nothing at \(items)")
        }
        switch (match, found) {
        case (.position, .array(let elements)):
            guard elements.count == keys.count else {
                throw Mismatch(message: "\(elements.count) items came for \(keys.count) keys")
            }
            return (elements, [])
        case (.position, .null): throw Mismatch(message: "no items came for \(keys.count) keys")
        case (.paths, .array(let elements)):
            return try assign(elements, to: keys) { element in
                key(of: element)
            } name: { element in
                paths.map { secrets.redactor.line($0.value(in: element) ?? .null, limit: 50) }.joined(separator: ", ")
            }
        case (.property, .object(let members)):
            let assigned = try assign(members, to: keys) { member in
                inputs.first?.type.read(member.name, zone: zone).map { LookupKey([$0]) }
            } name: { member in
                member.name
            }
            return (assigned.items.map { $0?.value }, assigned.warnings)
        case (.paths, .null), (.property, .null): return (keys.map { _ in nil }, [])
        case (.property, _): throw Mismatch(message: "\(items) should be an object and is \(found.kindName)")
        default: throw Mismatch(message: "\(items) should be an array and is \(found.kindName)")
        }
    }

    private func key(of item: JSON) -> LookupKey? {
        var values: [Value] = []
        values.reserveCapacity(inputs.count)
        for (input, path) in zip(inputs, paths) {
            guard let found = path.value(in: item), let value = input.type.convert(found, zone: zone), !value.isNull
            else { return nil }
            values.append(value)
        }
        return LookupKey(values)
    }

    private func assign<Item>(
        _ items: [Item], to keys: [LookupKey], key: (Item) -> LookupKey?, name: (Item) -> String
    ) throws(Mismatch) -> (items: [Item?], warnings: [LookupWarning]) {
        let assignment = KeyAssignment(of: items, to: keys, key: key)
        if let mismatch = assignment.mismatch("items", asked: keys, came: items, name: name) {
            throw Mismatch(message: mismatch)
        }
        return (assignment.items, assignment.warnings("items"))
    }
}
