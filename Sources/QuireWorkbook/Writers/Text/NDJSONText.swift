package import QuireModel

/// Rows as objects of JSON, one a line, their columns by id: numbers with all digits, dates and times as ISO 8601 has
/// them, what is not there as null.
package struct NDJSONText: RowText {
    /// Of each column: its quoted name with what stands before and behind it.
    private let names: [[UInt8]]

    package init(columns: [ColumnLayout]) {
        names = columns.enumerated().map { index, column in
            var bytes: [UInt8] = [index == 0 ? UInt8(ascii: "{") : UInt8(ascii: ",")]
            JSON.write(column.id, into: &bytes)
            bytes.append(UInt8(ascii: ":"))
            return bytes
        }
    }

    package var headerRowCount: Int { 0 }

    package func header() -> [UInt8] { [] }

    package func encode(_ batch: RenderBatch) -> [UInt8] {
        precondition(batch.columnCount == names.count, "a batch has as many columns as its sheet")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(batch.values.count * 24)
        var index = 0
        for _ in 0..<batch.rowCount {
            if names.isEmpty { bytes.append(UInt8(ascii: "{")) }
            for name in names {
                bytes.append(contentsOf: name)
                JSON(batch.values[index]).write(into: &bytes)
                index += 1
            }
            bytes.append(UInt8(ascii: "}"))
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}
