import QuireModel
import QuirePlugin

extension RowSource {
    /// The fields, with types told from the first rows where the source does not declare them.
    ///
    /// - Parameters:
    ///   - parameters: what is bound.
    ///   - hasRows: whether rows come with these parameters; otherwise only what is declared is known.
    ///   - asText: types say nothing where all are text.
    func learnedFields(
        parameters: [String: ParameterValue], hasRows: Bool, asText: Bool = false
    ) async throws -> [FieldShape] {
        let declared = try await fields(parameters: parameters)
        guard hasRows, asText || declared.contains(where: { $0.type == nil }) else { return declared }
        return try await withReader(parameters: parameters) { reader in
            guard let batch = try await reader.next(Self.rowsLookedAt) else { return reader.fields }
            return reader.fields.enumerated().map { index, field in
                if !asText, field.type != nil { return field }
                let values = (0..<batch.rowCount).map { batch.value(row: $0, field: index) }
                return FieldShape(field.name, TypeGuess.type(of: values, named: field.name))
            }
        }
    }

    static var rowsLookedAt: Int { 1000 }
}
