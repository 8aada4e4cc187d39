import QuireModel
package import QuirePlugin

/// Who may see a report on the server.
package struct AccessDefinition: DefinitionObject {
    /// At least one: having any of them is enough.
    package var roles: [String]

    static let rolesField = Field<[String]>.required(
        "roles", "Who has one of these roles sees the report; for others it is not there."
    ).shaped(.list(.formatted(name: "a role", pattern: rolePattern, examples: ["finance"]), count: 1 ... .max))
    private static let rolePattern = "^[^\\s,]+$"

    package static let subject = "'access'"
    package static let fields = FieldTable([AnyField(rolesField)])

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        roles = values[Self.rolesField]
        let place = values.valuePlace(of: Self.rolesField)
        if roles.isEmpty {
            reading.error(
                "missing-value", "'roles' names no role", at: place,
                hint: "leave 'access' out for everyone who is signed in")
            return nil
        }
        for role in roles where role.wholeMatch(of: /[^\s,]+/) == nil {
            reading.error(
                "invalid-value", "'\(role)' cannot be the name of a role", at: place,
                hint: "roles are listed each by itself, without spaces and commas")
        }
    }
}
