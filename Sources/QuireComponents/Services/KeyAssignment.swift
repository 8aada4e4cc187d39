import QuireModel
import QuirePlugin

/// What came for the keys of one call, each thing given to its key.
struct KeyAssignment<Item> {
    /// For each key the first that came for it; nil where nothing did.
    private(set) var items: [Item?]
    /// Those that were not asked for.
    private var strangers = 0
    /// Those for a key that had one already.
    private var repeated = 0

    /// - Parameter key: nil for what belongs to no key.
    init(of came: some Collection<Item>, to keys: [LookupKey], key: (Item) -> LookupKey?) {
        var places: [LookupKey: Int] = [:]
        places.reserveCapacity(keys.count)
        for (place, key) in keys.enumerated() { places[key] = place }
        items = Array(repeating: nil, count: keys.count)
        for item in came {
            guard let place = key(item).flatMap({ places[$0] }) else {
                strangers += 1
                continue
            }
            if items[place] == nil { items[place] = item } else { repeated += 1 }
        }
    }

    /// - Parameter noun: what the things are called: 'items', 'rows'.
    func warnings(_ noun: String) -> [LookupWarning] {
        var warnings: [LookupWarning] = []
        if strangers > 0 { warnings.append(LookupWarning("\(noun) that were not asked for", count: strangers)) }
        if repeated > 0 { warnings.append(LookupWarning("\(noun) for a key that had one already", count: repeated)) }
        return warnings
    }

    /// What is wrong with an answer in which nothing was asked for, with both sides of it.
    ///
    /// - Returns: nil where something was, or nothing came.
    func mismatch(
        _ noun: String, asked keys: [LookupKey], came: some Collection<Item>, name: (Item) -> String
    ) -> String? {
        guard strangers > 0, strangers == came.count else { return nil }
        let asked = Self.list(keys.prefix(3).map(\.description), of: keys.count)
        let names = Self.list(came.prefix(3).map(name), of: came.count)
        return "none of the \(noun) was asked for: asked for \(asked); came \(names)"
    }

    /// The first few, and how many there are.
    private static func list(_ names: [String], of count: Int) -> String {
        names.joined(separator: "; ") + (count > 3 ? "; … (\(count))" : "")
    }
}
