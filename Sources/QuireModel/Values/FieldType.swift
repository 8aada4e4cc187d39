/// What a field of a source or a lookup, or a parameter, holds.
package enum FieldType: String, Sendable, Hashable, CaseIterable {
    case text, integer, number, boolean, date, datetime, time, interval, json
}

/// The name and type of a field.
package struct FieldShape: Sendable, Hashable {
    package var name: String
    /// Nil where the source does not say: values are then of the types they come in.
    package var type: FieldType?

    package init(_ name: String, _ type: FieldType? = nil) {
        self.name = name
        self.type = type
    }
}
