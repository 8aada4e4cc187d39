/// One enrichment of a plan: which keys its rows need, who is asked for them, and what stands in for no answer.
package struct Enrichment: Sendable {
    package var name: String
    /// More than one is a waterfall: each is asked for the keys that those before it did not find.
    package var lookups: [LookupReference]
    /// Places in the plan, all before this one, of the enrichments whose fields `makeKey` reads.
    package var dependsOn: [Int]
    package var onMissing = Substitute.blank
    package var onError = Substitute.blank
    /// The share of the run's distinct keys that may fail.
    package var errorLimit = 0.1
    package var fieldCount: Int
    /// The key of one row. Called once a row, when the enrichments of `dependsOn` have ended for that row; the others
    /// must not be read. What it throws fails the run.
    package var makeKey: @Sendable (EnrichedBatch, _ row: Int) throws -> KeyRequest

    package init(
        name: String, lookups: [LookupReference], dependsOn: [Int] = [], fieldCount: Int,
        makeKey: @escaping @Sendable (EnrichedBatch, _ row: Int) throws -> KeyRequest
    ) {
        self.name = name
        self.lookups = lookups
        self.dependsOn = dependsOn
        self.fieldCount = fieldCount
        self.makeKey = makeKey
    }
}

/// A lookup of a service, written `service.lookup`.
package struct LookupReference: Sendable, Hashable, CustomStringConvertible {
    package var service: String
    package var lookup: String

    package init(service: String, lookup: String) {
        self.service = service
        self.lookup = lookup
    }

    package var description: String { "\(service).\(lookup)" }
}

/// A list of a service, written `service.list`.
package struct ListReference: Sendable, Hashable, CustomStringConvertible {
    package var service: String
    package var list: String

    package init(service: String, list: String) {
        self.service = service
        self.list = list
    }

    package var description: String { "\(service).\(list)" }
}

/// What stands in for fields that were not found.
package enum Substitute: Sendable, Hashable {
    case blank
    /// Nothing does: the run fails.
    case fail
    /// One for each of the lookup's fields.
    case values([Value])
}

/// What one row asks of an enrichment.
package enum KeyRequest: Sendable, Hashable {
    /// Nothing: `when` is false, or an input is null.
    case skip
    case ask(LookupKey)
    /// The key is no key of the lookup, such as text where it takes an integer: it fails without a call.
    case invalid(LookupKey, message: String)
}
