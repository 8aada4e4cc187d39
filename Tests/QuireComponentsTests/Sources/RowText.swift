import QuireModel
import QuirePlugin

/// Everything a source gives, as text: fields, then rows, values with `|` between them.
struct RowText: Sendable {
    var fields: [FieldShape] = []
    var rows: [String] = []
    var values: [[Value]] = []
    var warnings: [String] = []
    var batchSizes: [Int] = []

    init(
        _ source: some RowSource, _ parameters: [String: ParameterValue] = [:], batch: Int = 1000
    ) async throws {
        self = try await source.withReader(parameters: parameters) { reader in
            var result = RowText()
            result.fields = reader.fields
            while let batch = try await reader.next(batch) {
                precondition(batch.firstRow == result.rows.count)
                result.batchSizes.append(batch.rowCount)
                for row in 0..<batch.rowCount {
                    let values = batch.fields.indices.map { batch.value(row: row, field: $0) }
                    result.values.append(values)
                    result.rows.append(values.map { $0.text ?? "null" }.joined(separator: "|"))
                }
            }
            result.warnings = await reader.warnings
            return result
        }
    }

    private init() {}
}

/// What goes wrong, as a person reads it; nil where nothing does.
func failure(_ body: () async throws -> some Sendable) async -> String? {
    do {
        _ = try await body()
        return nil
    } catch {
        return "\(error)"
    }
}
