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
        var places: [LookupKey: Int] = [:]
        places.reserveCapacity(keys.count)
        for (place, key) in keys.enumerated() { places[key] = place }
        var assigned = [Item?](repeating: nil, count: keys.count)
        var strangers = 0
        var repeated = 0
        for item in items {
            guard let place = key(item).flatMap({ places[$0] }) else {
                strangers += 1
                continue
            }
            if assigned[place] == nil { assigned[place] = item } else { repeated += 1 }
        }
        if strangers > 0, strangers == items.count {
            let asked = Self.list(keys.prefix(3).map(\.description), of: keys.count)
            let came = Self.list(items.prefix(3).map(name), of: items.count)
            throw Mismatch(message: "none of the items was asked for: asked for \(asked); came \(came)")
        }
        var warnings: [LookupWarning] = []
        if strangers > 0 { warnings.append(LookupWarning("items that were not asked for", count: strangers)) }
        if repeated > 0 { warnings.append(LookupWarning("items for a key that had one already", count: repeated)) }
        return (assigned, warnings)
    }

    /// The first few, and how many there are.
    static func list(_ names: [String], of count: Int) -> String {
        names.prefix(3).joined(separator: "; ") + (count > 3 ? "; … (\(count))" : "")
    }
}
