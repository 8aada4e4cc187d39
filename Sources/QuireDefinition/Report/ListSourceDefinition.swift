package import QuireModel
package import QuirePlugin

/// A source that is a service's list: `list: crm.contracts`, `input: { since: ":signed_from" }`.
package struct ListSourceDefinition: Sendable {
    package var service: String
    /// Nil where the service alone is named.
    package var list: String?
    package var position: FilePosition
    /// Expressions over parameters.
    package var input: Named<ExpressionText>
    /// False where the inputs could not be read, which has been reported.
    var hasInput: Bool
    /// Where the inputs stand; the source's place where they were left out.
    var inputPosition: FilePosition

    static let listField = Field<String?>.optional(
        "list", "`service.list`, or the service alone where it has one list.")
    static let inputField = Field.defaulted(
        "input", Named<ExpressionText>(), shown: "none",
        "One expression over parameters for each of the list's inputs, such as { since: \":signed_from\" }.")

    static let fields = FieldTable([AnyField(listField), AnyField(inputField)])

    /// - Returns: nil where no list is named.
    init?(_ values: FieldValues) {
        guard let text = values[Self.listField] else { return nil }
        position = values.valuePlace(of: Self.listField)
        let name = LookupName(text, at: position)
        service = name.service
        list = name.lookup
        input = values[Self.inputField]
        hasInput = !values.isUnreadable(Self.inputField)
        inputPosition = values.valuePlace(of: Self.inputField)
    }
}
