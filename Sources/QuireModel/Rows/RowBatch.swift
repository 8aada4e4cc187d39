/// Consecutive rows of a source. Rows share their fields; values lie row after row in one array.
package struct RowBatch: Sendable {
    package var fields: [FieldShape]
    /// The place of the batch's first row in the source, from 0.
    package var firstRow: Int
    /// `rowCount` × `fields.count` values, row after row.
    package var values: [Value]
    package var rowCount: Int

    package init(fields: [FieldShape], firstRow: Int, values: [Value], rowCount: Int) {
        precondition(values.count == rowCount * fields.count)
        self.fields = fields
        self.firstRow = firstRow
        self.values = values
        self.rowCount = rowCount
    }

    @inlinable
    package func value(row: Int, field: Int) -> Value { values[row * fields.count + field] }
}
