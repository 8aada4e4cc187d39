/// Consecutive rows of a source. Rows share their fields; values lie row after row in one array.
public struct RowBatch: Sendable {
    public var fields: [FieldShape]
    /// The place of the batch's first row in the source, from 0.
    public var firstRow: Int
    /// `rowCount` × `fields.count` values, row after row.
    public var values: [Value]
    public var rowCount: Int

    public init(fields: [FieldShape], firstRow: Int, values: [Value], rowCount: Int) {
        precondition(values.count == rowCount * fields.count)
        self.fields = fields
        self.firstRow = firstRow
        self.values = values
        self.rowCount = rowCount
    }

    @inlinable
    public func value(row: Int, field: Int) -> Value { values[row * fields.count + field] }
}
