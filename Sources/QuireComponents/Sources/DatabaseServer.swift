package import QuireModel
package import QuirePlugin

/// A database server as a project names it: what is the same of all of them.
package protocol DatabaseServerBlueprint: ConnectionBlueprint {
    static var dialect: SQLDialect { get }
}

extension DatabaseServerBlueprint {
    static var statementTimeout: Field<Duration> {
        Field.defaulted(
            "statement_timeout", Duration.seconds(300), shown: "5m",
            "How long the database may work on one answer; 0s for ever.")
    }

    static var connectTimeout: Field<Duration> {
        Field.defaulted(
            "connect_timeout", Duration.seconds(10), shown: "10s", "How long a connection may take to come about."
        ).shaped(Duration.positive)
    }

    /// - Returns: nil after too short a time was reported.
    static func connectTimeout(_ values: FieldValues, _ reading: inout Reading) -> Duration? {
        let timeout = values[connectTimeout]
        if timeout >= .milliseconds(1) { return timeout }
        reading.error(
            "invalid-value", "'connect_timeout' is 1ms at least", at: values.valuePlace(of: connectTimeout))
        return nil
    }

    package func check(_ query: ExpressionText, parameters: [String: ParameterValue]) -> [Diagnostic] {
        let text = SQLText(query, dialect: Self.dialect)
        return text.checkWhole(text.check(parameters))
    }

    package func check(_ query: LookupQuery) -> [Diagnostic] {
        let text = SQLText(query.text, dialect: Self.dialect)
        return text.checkWhole(text.check(query, mostValues: 65_535))
    }

    /// Each is a session of the server.
    package var mostQueriesAtOnce: Int { 8 }
}
