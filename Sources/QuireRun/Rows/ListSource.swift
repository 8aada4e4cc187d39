import QuireDefinition
import QuireEngine
import QuireModel
import QuirePlugin

/// A service's list as the source of a run; its service must be known to the desk by the time it is read.
struct ListSource: RowSource {
    let list: CheckedList
    let invalidValues: InvalidValues
    let zone: Zone
    /// What only the run may know.
    let secrets: [String]
    let desk: ServiceDesk

    func withReader<Result: Sendable>(
        parameters: [String: ParameterValue], _ body: (any RowReader) async throws -> Result
    ) async throws -> Result {
        let question = ListQuestion(
            input: try list.input(parameters, zone: zone), fields: list.fields, invalidValues: invalidValues)
        return try await desk.withRows(of: list.reference, question, hiding: Redactor(secrets), body)
    }

    func fields(parameters: [String: ParameterValue]) async throws -> [FieldShape] { list.fields }
}
