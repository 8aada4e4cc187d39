import QuireModel
import QuirePlugin

/// Gives each key of a query its row.
struct RowMatching: Sendable {
    let shape: LookupShape
    static let otherColumns = "the query gives other columns than when the run began"

    private let columns: [FieldShape]
    private let keyColumns: [Int]
    private let fieldColumns: [Int]
    private let fields: [FieldShape]
    /// A row that was not asked for is none of the lookup's business: it comes of a list for each input.
    private let ignoresStrangers: Bool
    private let zone: LocalZone

    /// - Throws: where a column is missing.
    init(
        _ query: LookupQuery, _ dialect: SQLDialect, columns: [FieldShape], zone: @escaping LocalZone
    ) throws(DiagnosticError) {
        let text = SQLText(query.text, dialect: dialect)
        let names = columns.map(\.name)
        let missing = query.inputs.map(\.name).filter { !names.contains($0) }
        guard missing.isEmpty else {
            throw DiagnosticError(
                missing.map { name in
                    Diagnostic(
                        .error, "query", "the query does not give the input '\(name)' under its name",
                        at: text.position,
                        hint:
                            "it gives \(names.joined(separator: ", ")): add the column that rows are found by, as '… AS \(name)'"
                    )
                })
        }
        self.columns = columns
        let keyColumns = query.inputs.compactMap { names.firstIndex(of: $0.name) }
        self.keyColumns = keyColumns
        fieldColumns = columns.indices.filter { !keyColumns.contains($0) }
        fields = fieldColumns.map { columns[$0] }
        shape = LookupShape(inputs: query.inputs, fields: fields, keysPerCall: query.mostKeys)
        ignoresStrangers = !text.isExact(query)
        self.zone = zone
    }

    func reply(_ rows: RowBatch, to keys: [LookupKey]) throws(AttemptFailure) -> LookupReply {
        guard rows.fields == columns else { throw AttemptFailure(Self.otherColumns, mayRetry: false) }
        let asked = ignoresStrangers ? Set(keys) : nil
        let places = (0..<rows.rowCount).filter { asked?.contains(key(of: $0, rows) ?? LookupKey([])) ?? true }
        let assignment = KeyAssignment(of: places, to: keys) { key(of: $0, rows) }
        let mismatch = assignment.mismatch("rows", asked: keys, came: places) { row in
            keyColumns.map { rows.value(row: row, field: $0).text ?? "null" }.joined(separator: ", ")
        }
        if let mismatch { throw AttemptFailure(mismatch, mayRetry: false) }
        return LookupReply(
            replies: assignment.items.map { $0.map { reply(row: $0, rows) } ?? .missing },
            warnings: assignment.warnings("rows"))
    }

    /// - Returns: nil for a row that belongs to no key: with a null in it, or what is no value of the input.
    private func key(of row: Int, _ rows: RowBatch) -> LookupKey? {
        var values: [Value] = []
        values.reserveCapacity(keyColumns.count)
        for (input, column) in zip(shape.inputs, keyColumns) {
            guard let value = input.type.convert(rows.value(row: row, field: column), zone: zone), !value.isNull
            else { return nil }
            values.append(value)
        }
        return LookupKey(values)
    }

    private func reply(row: Int, _ rows: RowBatch) -> LookupReply.KeyReply {
        var values: [Value] = []
        values.reserveCapacity(fields.count)
        for (field, column) in zip(fields, fieldColumns) {
            let stored = rows.value(row: row, field: column)
            guard let type = field.type else {
                values.append(stored)
                continue
            }
            guard let value = type.convert(stored, zone: zone) else {
                return .failed(
                    message: "field '\(field.name)' should be \(type.phrase) and is \(stored.text ?? "null")",
                    mayRetry: false)
            }
            values.append(value)
        }
        return .found(values)
    }
}
