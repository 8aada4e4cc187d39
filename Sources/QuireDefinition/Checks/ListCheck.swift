package import QuireExpression
package import QuireModel
package import QuirePlugin

/// A source's list, found, with its inputs in the list's order.
package struct CheckedList: Sendable {
    package var reference: ListReference
    /// Of each row, with the types that the source gives them.
    package var fields: [FieldShape]
    /// One for each of `inputs`.
    package var expressions: [ExpressionSyntax]
    package var inputs: [LookupShape.Field]

    /// The values it is asked with.
    ///
    /// - Throws: every one that is no value of its input.
    package func input(_ parameters: [String: ParameterValue], zone: Zone) throws(DiagnosticError) -> [Value] {
        try Self.values(of: expressions, as: inputs, parameters, zone: zone)
    }

    fileprivate static func values(
        of expressions: [ExpressionSyntax], as inputs: [LookupShape.Field], _ parameters: [String: ParameterValue],
        zone: Zone
    ) throws(DiagnosticError) -> [Value] {
        var values: [Value] = []
        var problems: [Diagnostic] = []
        for (input, expression) in zip(inputs, expressions) {
            do throws(DiagnosticError) {
                let value = try CompiledExpression.evaluateConstant(expression.source, parameters: parameters)
                guard let converted = input.type.convert(value, zone: zone.local) else {
                    throw misfit(input, value, at: expression.source.position)
                }
                values.append(converted)
            } catch {
                problems += error.diagnostics
            }
        }
        guard problems.isEmpty else { throw DiagnosticError(problems) }
        return values
    }

    private static func misfit(
        _ input: LookupShape.Field, _ value: Value, at position: FilePosition?
    ) -> DiagnosticError {
        DiagnosticError(
            Diagnostic(
                .error, "invalid-input",
                "the input '\(input.name)' takes \(input.type.phrase), not '\(value.text ?? "")'",
                at: position,
                hint: "it is an expression over parameters, such as :\(input.name); "
                    + "texts and dates stand in single quotes: \"'2026-01-31'\""))
    }
}

/// Holds a source against the list that it names.
struct ListCheck {
    let report: ReportDefinition
    let surroundings: ReportSurroundings

    /// What is known of a list, also where something is wrong with how it is asked.
    struct Finding {
        var fields: [FieldShape]
        var list: CheckedList?
    }

    /// - Returns: nil where the source is no list, or none that could be found, which has been reported.
    func check(_ parameters: [String: ParameterValue], _ reading: inout Reading) -> Finding? {
        guard report.source.isReadable, case .list(let source) = report.source.origin else { return nil }
        let syntaxes = source.input.entries.map { ($0, reading.syntax($0.value)) }
        guard
            let found = surroundings.find(
                .list, source.list, of: source.service, at: source.position, &reading, among: \.lists)
        else { return nil }
        let reference = ListReference(service: source.service, list: found.name)
        let fields = found.shape.fields.map { FieldShape($0.name, report.source.fieldTypes[$0.name] ?? $0.type) }
        checkNames(fields.map(\.name), of: reference, &reading)
        let isKnown = InputCheck(name: reference.description, takes: found.shape.inputs).check(
            source.input, isRead: source.hasInput, at: source.inputPosition, &reading)
        let areSound = syntaxes.map { entry, syntax in
            check(syntax, of: found.shape.inputs.first { $0.name == entry.name }, parameters, &reading)
        }
        let ordered = found.shape.inputs.compactMap { input in syntaxes.first { $0.0.name == input.name }?.1 }
        guard isKnown, !areSound.contains(false), ordered.count == found.shape.inputs.count else {
            return Finding(fields: fields)
        }
        return Finding(
            fields: fields,
            list: CheckedList(
                reference: reference, fields: fields, expressions: ordered, inputs: found.shape.inputs))
    }

    /// Names of fields that the list does not have.
    private func checkNames(_ known: [String], of list: ListReference, _ reading: inout Reading) {
        for name in report.source.fieldTypes.keys.sorted() + report.source.distinctBy where !known.contains(name) {
            reading.error(
                "unknown-field", "'\(list)' has no field '\(name)'", at: report.source.position,
                hint: NearestName.hint(name, among: known) ?? "it has " + known.joined(separator: ", "))
        }
    }

    /// - Returns: whether it can be evaluated, as far as that is known without values.
    private func check(
        _ syntax: ExpressionSyntax?, of input: LookupShape.Field?, _ parameters: [String: ParameterValue],
        _ reading: inout Reading
    ) -> Bool {
        guard let syntax else { return false }
        let problems = CompiledExpression.check(syntax, in: ExpressionScope(parameters: parameters)).map { problem in
            guard problem.code == "unknown-field" else { return problem }
            var told = problem
            told.message += ": the input of a list sees parameters alone"
            told.hint = "write them as :name; texts and dates stand in single quotes"
            return told
        }
        reading.report(problems)
        guard problems.isEmpty, let input else { return false }
        guard syntax.parameters.isEmpty else { return true }
        do throws(DiagnosticError) {
            _ = try CheckedList.values(of: [syntax], as: [input], [:], zone: surroundings.project.zone)
            return true
        } catch {
            reading.report(error.diagnostics)
            return false
        }
    }
}
