import QuireModel

/// A dictionary by key. Keys of one value, as nearly all are, stand in it without an array of their own.
struct KeyTable<Payload> {
    private var single: [Value: Payload] = [:]
    private var composite: [LookupKey: Payload] = [:]

    var isEmpty: Bool { single.isEmpty && composite.isEmpty }

    subscript(key: LookupKey) -> Payload? {
        get { key.values.count == 1 ? single[key.values[0]] : composite[key] }
        set {
            if key.values.count == 1 { single[key.values[0]] = newValue } else { composite[key] = newValue }
        }
    }

    /// What is there for the key, and where there is nothing, `payload`, which is then there: one search for both.
    mutating func find(_ key: LookupKey, orInsert payload: Payload) -> Payload {
        func touch(_ payload: inout Payload) -> Payload { payload }
        return key.values.count == 1
            ? touch(&single[key.values[0], default: payload]) : touch(&composite[key, default: payload])
    }

    mutating func reserve(_ count: Int, like key: LookupKey) {
        if key.values.count == 1 { single.reserveCapacity(count) } else { composite.reserveCapacity(count) }
    }
}

extension KeyTable: Sendable where Payload: Sendable {}
