/// What a field of a source or a lookup, or a parameter, holds.
public enum FieldType: String, Sendable, Hashable, CaseIterable {
    case text, integer, number, boolean, date, datetime, time, interval, json
}

/// The name and type of a field.
public struct FieldShape: Sendable, Hashable {
    public var name: String
    /// Nil where the source does not say: values are then of the types they come in.
    public var type: FieldType?

    public init(_ name: String, _ type: FieldType? = nil) {
        self.name = name
        self.type = type
    }
}
