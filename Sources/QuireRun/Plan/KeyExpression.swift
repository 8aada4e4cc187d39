import QuireExpression
import QuireModel
import QuirePlugin

/// What one row asks of an enrichment: `when`, and an expression for each input.
struct KeyExpression: Sendable {
    let when: CompiledExpression?
    let inputs: [CompiledExpression]
    /// One for each input.
    let types: [LookupShape.Field]
    let zone: LocalZone

    func request(for batch: EnrichedBatch, row: Int) throws(DiagnosticError) -> KeyRequest {
        if let when, try !when.holds(batch, row: row) { return .skip }
        var values: [Value] = []
        values.reserveCapacity(inputs.count)
        var problem: String?
        for (input, type) in zip(inputs, types) {
            let value = try input.evaluate(batch, row: row)
            if value.isNull { return .skip }
            if let converted = type.type.convert(value, zone: zone) {
                values.append(converted)
            } else {
                values.append(value)
                problem = "the input '\(type.name)' takes \(type.type.phrase), not '\(value.text ?? "")'"
            }
        }
        return problem.map { .invalid(LookupKey(values), message: $0) } ?? .ask(LookupKey(values))
    }
}
