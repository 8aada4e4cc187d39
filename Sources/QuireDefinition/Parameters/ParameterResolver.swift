import QuireExpression
package import QuireModel
import QuirePlugin

/// Gives every parameter of a report its value for one run.
package struct ParameterResolver: Sendable {
    /// Parameters that every expression and query may use.
    package static let builtInNames = ["today", "now", "scheduled_at"]

    private let parameters: Named<ParameterDefinition>
    private let builtIn: [String: ParameterValue]
    private let zone: Zone

    /// - Parameter now: what the zone's clocks show.
    package init(_ report: ReportDefinition, zone: Zone, now: LocalDateTime, scheduledAt: LocalDateTime? = nil) {
        parameters = report.parameters
        self.zone = zone
        let second = LocalDateTime(microseconds: now.microseconds - now.microseconds % 1_000_000)
        builtIn = [
            "today": .single(.date(now.date)), "now": .single(.datetime(second)),
            "scheduled_at": .single(.datetime(scheduledAt ?? second)),
        ]
    }

    /// - Parameter given: texts by name, as on a command line.
    /// - Returns: every parameter of the report and the built-in ones.
    /// - Throws: every unknown, missing or unfit value.
    package func resolve(_ given: [(name: String, text: String)]) throws(DiagnosticError) -> [String: ParameterValue] {
        var problems: [Diagnostic] = []
        var texts: [String: String] = [:]
        for (name, text) in given {
            guard parameters[name] != nil else {
                let hint =
                    NearestName.hint(name, among: parameters.names)
                    ?? (parameters.entries.isEmpty
                        ? "the report has no parameters" : "it takes " + parameters.names.joined(separator: ", "))
                problems.append(
                    Diagnostic(.error, "unknown-parameter", "there is no parameter '\(name)'", at: nil, hint: hint))
                continue
            }
            if texts.updateValue(text, forKey: name) != nil {
                problems.append(
                    Diagnostic(.error, "duplicate-parameter", "the parameter '\(name)' is given twice", at: nil))
            }
        }
        var values = builtIn
        for entry in parameters.entries {
            do {
                values[entry.name] = try value(of: entry, given: texts[entry.name])
            } catch {
                problems += error.diagnostics
            }
        }
        guard problems.isEmpty else { throw DiagnosticError(problems) }
        return values
    }

    private func value(
        of entry: Named<ParameterDefinition>.Entry, given: String?
    ) throws(DiagnosticError) -> ParameterValue {
        let check = ParameterValueCheck(name: entry.name, definition: entry.value, zone: zone)
        if let given, !given.isEmpty || (entry.value.type.element == .text && !entry.value.type.isList) {
            return try check.value(given)
        }
        if let value = entry.value.defaultValue { return try check.value(value, builtIn: builtIn) }
        guard !entry.value.isRequired else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "missing-parameter", "the report needs the parameter '\(entry.name)'",
                    at: nil, hint: "give it as \(entry.name)=\(check.example)"))
        }
        return entry.value.type.isList ? .list([]) : .single(.null)
    }
}
