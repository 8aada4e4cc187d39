import QuireModel
import QuirePlugin
import QuirePrograms

/// Reads the pages of a plugin's rows, and hands them on in batches.
actor PluginRowReader: RowReader {
    /// Pages without a row, one after the other, after which it is taken not to come to an end.
    private static let mostEmptyPages = 1_000
    private static let mostAttempts = 4
    /// For one answer, where the plugin has no `timeout`.
    private static let usualLimit = Duration.seconds(60)

    nonisolated let fields: [FieldShape]
    private let pool: PluginPool
    private let calls: SourceCalls
    private let context: SourceContext
    private var cursor = JSON.null
    private var rowCount = 0
    private var emptyPages = 0

    init(_ pool: PluginPool, _ calls: SourceCalls, fields: [FieldShape], context: SourceContext) {
        self.pool = pool
        self.calls = calls
        self.fields = fields
        self.context = context
    }

    func open(_ parameters: [String: ParameterValue]) async throws {
        let calls = calls
        cursor = try await call(SourceCalls.open, calls.openParams(parameters)) {
            result throws(ProtocolViolation) in try calls.opened(result)
        }
    }

    func next(_ count: Int) async throws -> RowBatch? {
        var values: [Value] = []
        values.reserveCapacity(count * fields.count)
        var rows = 0
        while rows < count, cursor != .null {
            let limit = count - rows
            let calls = calls
            let page = try await call(SourceCalls.next, calls.nextParams(cursor, limit: limit)) {
                result throws(ProtocolViolation) in try calls.page(result, limit: limit)
            }
            try take(page, &values)
            rows += page.rowCount
        }
        guard rows > 0 else { return nil }
        rowCount += rows
        return RowBatch(fields: fields, firstRow: rowCount - rows, values: values, rowCount: rows)
    }

    var warnings: [String] {
        pool.takeRestarts().map { reason, count in
            "the plugin '\(pool.program.name)' \(reason) and was started again"
                + (count == 1 ? "" : ", \(count) times")
        }
    }

    private func take(_ page: SourceCalls.Page, _ values: inout [Value]) throws {
        let batchRows = fields.isEmpty ? 0 : values.count / fields.count
        for (place, json) in page.values.enumerated() {
            let field = fields[place % fields.count]
            if let value = (field.type ?? .text).convert(json, zone: context.zone) {
                values.append(value)
            } else if context.invalidValues == .blank {
                values.append(.null)
            } else {
                let row = rowCount + batchRows + place / fields.count + 1
                throw MisfitValue(
                    place: "plugin '\(pool.program.name)', row \(row)", field: field,
                    text: pool.program.redactor.redact(json.value.text ?? "")
                ).failure
            }
        }
        guard page.cursor == .null || page.cursor != cursor else {
            throw RunFailure(
                "the plugin '\(pool.program.name)' does not come to an end: source.next gives the cursor that it was asked with, \(pool.program.redactor.line(cursor, limit: 60))",
                hint: "each page's cursor is the next page's, and null after the last row")
        }
        if page.rowCount > 0 {
            emptyPages = 0
        } else if page.cursor != .null {
            emptyPages += 1
            guard emptyPages < Self.mostEmptyPages else {
                throw RunFailure(
                    "the plugin '\(pool.program.name)' does not come to an end: \(emptyPages) pages in a row without rows",
                    hint: "its cursor is null after the last row")
            }
        }
        cursor = page.cursor
    }

    /// Asks, and asks again what may be asked again: the rows of a cursor that did not come are still to come.
    private func call<Answer: Sendable>(
        _ method: String, _ params: JSON, _ read: @Sendable (JSON) throws(ProtocolViolation) -> Answer
    ) async throws -> Answer {
        var attempt = 1
        while true {
            do throws(PluginFailure) {
                return try await pool.call(
                    method, params, within: pool.program.timeout ?? Self.usualLimit, read)
            } catch {
                guard error.mayRetry, attempt < Self.mostAttempts else {
                    let place = method == SourceCalls.open ? "" : " after row \(rowCount)"
                    guard let failure = error.runFailure as? RunFailure else { throw error.runFailure }
                    throw RunFailure("\(method)\(place): \(failure.message)", hint: failure.hint)
                }
            }
            try await Task.sleep(for: .milliseconds(200) * (1 << (attempt - 1)))
            attempt += 1
        }
    }
}
