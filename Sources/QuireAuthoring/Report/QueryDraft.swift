package import QuireDefinition
package import QuireModel
package import QuirePlugin

/// A query on one of the project's connections, from which a report is to be made.
package struct QueryDraft: Sendable {
    private let connection: String
    private let query: ExpressionText
    private let blueprint: any ConnectionBlueprint
    package let parameters: [DraftParameter]

    /// - Parameters:
    ///   - connection: nil where the project has only one.
    ///   - types: of parameters, by name, in place of what their names suggest.
    /// - Throws: where there is no such connection, or the query's parameters cannot be.
    package init(
        _ text: String, connection: String?, types: [String: FieldType], in project: ProjectDefinition
    ) throws(DiagnosticError) {
        let named = try Self.connection(connection, in: project)
        self.connection = named.name
        blueprint = try named.definition.used()
        query = ExpressionText(
            Self.trimmed(text), at: FilePosition(file: "--query", line: 1, column: 1), style: .literal)
        var parameters = try DraftParameter.all(of: SQLText(query))
        for (name, type) in types.sorted(by: { $0.key < $1.key }) {
            guard let index = parameters.firstIndex(where: { $0.name == name }) else {
                let names = parameters.map(\.name)
                throw DiagnosticError(
                    Diagnostic(
                        .error, "unknown-parameter", "the query has no parameter '\(name)'", at: nil,
                        hint: NearestName.hint(name, among: names)
                            ?? (names.isEmpty ? "it has none" : "it has " + names.joined(separator: ", "))))
            }
            parameters[index].type = type
        }
        self.parameters = parameters
    }

    private static func connection(
        _ name: String?, in project: ProjectDefinition
    ) throws(DiagnosticError) -> (name: String, definition: ConnectionDefinition) {
        let names = project.connections.names
        guard let name = name ?? (names.count == 1 ? names[0] : nil) else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "invalid-option", "--query needs --connection", at: nil,
                    hint: names.isEmpty
                        ? "the project has no connection yet: name one in quire.yaml, under 'connections'"
                        : "it is one of " + names.joined(separator: ", ")))
        }
        if let definition = project.connections[name] { return (name, definition) }
        throw DiagnosticError(
            Diagnostic(
                .error, "unknown-connection", "the project has no connection '\(name)'", at: nil,
                hint: NearestName.hint(name, among: names)
                    ?? (names.isEmpty
                        ? "connections are named in quire.yaml, under 'connections'"
                        : "it is one of " + names.joined(separator: ", "))))
    }

    /// Without empty lines around it, and without what all its lines are indented by.
    private static func trimmed(_ text: String) -> String {
        var lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        func isEmpty(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }
        lines = Array(lines.drop(while: isEmpty))
        while let last = lines.last, isEmpty(last) { lines.removeLast() }
        if let first = lines.first, first.first?.isWhitespace == true {
            lines[0] = first.drop(while: \.isWhitespace)
            let margins = lines.dropFirst().filter { !isEmpty($0) }.map { $0.prefix(while: \.isWhitespace).count }
            let margin = min(margins.min() ?? 0, first.count - lines[0].count)
            for index in lines.indices.dropFirst() { lines[index] = lines[index].dropFirst(margin) }
        }
        return lines.map { String($0.reversed().drop(while: \.isWhitespace).reversed()) }.joined(separator: "\n")
    }

    /// The report, its columns those of the query.
    ///
    /// - Parameter context: what a source is told; the parameters' types are added.
    /// - Throws: as `RowSource.fields` does.
    package func report(named name: StartingName, _ context: SourceContext) async throws -> ReportDraft {
        var context = context
        var nulls: [String: ParameterValue] = [:]
        for (builtIn, type) in [("today", FieldType.date), ("now", .datetime), ("scheduled_at", .datetime)] {
            nulls[builtIn] = .single(.null)
            context.parameterTypes[builtIn] = type
        }
        for parameter in parameters {
            nulls[parameter.name] = parameter.null
            context.parameterTypes[parameter.name] = parameter.type
        }
        let problems = blueprint.check(query, parameters: nulls)
        guard problems.allSatisfy({ $0.severity != .error }) else { throw DiagnosticError(problems) }
        let source = try blueprint.source(query, in: context)
        let fields = try await source.learnedFields(
            parameters: nulls, hasRows: SQLText(query).placeholders.isEmpty)
        var draft = ReportDraft(
            name: name, source: .query(connection: connection, query.text), columns: fields.map(DraftColumn.init))
        draft.parameters = parameters
        return draft
    }
}
