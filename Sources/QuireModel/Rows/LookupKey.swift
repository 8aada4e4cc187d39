/// The inputs of one lookup, in the order in which the lookup declares them.
public struct LookupKey: Sendable, Hashable, CustomStringConvertible {
    public var values: [Value]

    public init(_ values: [Value]) { self.values = values }

    public var description: String {
        values.map { $0.text ?? "null" }.joined(separator: ", ")
    }
}
