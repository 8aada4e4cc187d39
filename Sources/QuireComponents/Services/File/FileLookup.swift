import QuireModel
import QuirePlugin

/// A lookup bound to the columns of its file, and the rows that were read so far by their keys.
struct FileLookup: Sendable {
    /// An input, and the column that it is.
    struct Input: Sendable {
        var field: LookupShape.Field
        var column: String
        /// Where the column is named.
        var place: FilePosition?

        init(_ field: LookupShape.Field, column: String, place: FilePosition?) {
            self.field = field
            self.column = column
            self.place = place
        }
    }

    let shape: LookupShape
    private let keyColumns: [Int]
    private let fieldColumns: [Int]
    private let invalid: InvalidValues
    private let zone: LocalZone
    /// Rows by key, those of one value without an array of their own.
    private var single: [Value: Int] = [:]
    private var composite: [LookupKey: Int] = [:]
    /// The fields of each key's first row, row after row.
    private var values: [Value] = []
    private var rowCount = 0
    /// For a row how many others have its key, where any have.
    private var repeats: [Int: Int] = [:]

    static func shape(_ inputs: [Input], fields: [FieldShape]?) -> LookupShape {
        LookupShape(inputs: inputs.map(\.field), fields: fields, keysPerCall: 1000)
    }

    /// - Throws: where the file has no such column.
    init(
        _ inputs: [Input], columns: [FieldShape], of file: String, invalid: InvalidValues, zone: @escaping LocalZone
    ) throws(DiagnosticError) {
        let names = columns.map(\.name)
        let missing = inputs.filter { !names.contains($0.column) }
        guard missing.isEmpty else {
            throw DiagnosticError(
                missing.map { input in
                    Diagnostic(
                        .error, "unknown-field", "'\(file)' has no column '\(input.column)'", at: input.place,
                        hint: NearestName.hint(input.column, among: names)
                            ?? "it has \(names.joined(separator: ", ")); 'match' says which column an input is")
                })
        }
        let keyColumns = inputs.compactMap { names.firstIndex(of: $0.column) }
        self.keyColumns = keyColumns
        fieldColumns = columns.indices.filter { !keyColumns.contains($0) }
        shape = Self.shape(inputs, fields: fieldColumns.map { columns[$0] })
        self.invalid = invalid
        self.zone = zone
    }

    /// - Throws: where a key is no value of its input.
    mutating func add(_ batch: RowBatch, of file: String) throws {
        for row in 0..<batch.rowCount {
            guard let key = try key(batch, row: row, of: file) else { continue }
            let place = place(of: key)
            guard place == rowCount else {
                repeats[place, default: 0] += 1
                continue
            }
            for column in fieldColumns { values.append(batch.value(row: row, field: column)) }
            rowCount += 1
        }
    }

    /// - Returns: nil for a row that belongs to no key.
    private func key(_ batch: RowBatch, row: Int, of file: String) throws -> LookupKey? {
        var values: [Value] = []
        values.reserveCapacity(keyColumns.count)
        for (input, column) in zip(shape.inputs, keyColumns) {
            let read = batch.value(row: row, field: column)
            let value = input.type.convert(read, zone: zone)
            if value == nil, invalid == .fail {
                throw MisfitValue(
                    place: "\(file), row \(batch.firstRow + row + 1)",
                    field: FieldShape(batch.fields[column].name, input.type), text: read.text ?? ""
                ).failure
            }
            guard let value, !value.isNull else { return nil }
            values.append(value)
        }
        return LookupKey(values)
    }

    /// The row of a key, which is the next one where it has none yet.
    private mutating func place(of key: LookupKey) -> Int {
        func touch(_ place: inout Int) -> Int { place }
        return key.values.count == 1
            ? touch(&single[key.values[0], default: rowCount]) : touch(&composite[key, default: rowCount])
    }

    func reply(to keys: [LookupKey]) -> LookupReply {
        var repeated = 0
        let replies = keys.map { key -> LookupReply.KeyReply in
            guard let place = key.values.count == 1 ? single[key.values[0]] : composite[key] else { return .missing }
            repeated += repeats[place] ?? 0
            let start = place * fieldColumns.count
            return .found(Array(values[start..<(start + fieldColumns.count)]))
        }
        guard repeated > 0 else { return LookupReply(replies: replies) }
        return LookupReply(
            replies: replies, warnings: [LookupWarning("rows for a key that had one already", count: repeated)])
    }
}
