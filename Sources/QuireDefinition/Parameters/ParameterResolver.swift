import QuireExpression
package import QuireModel
package import QuirePlugin

/// Gives every parameter of a report its value for one run.
package struct ParameterResolver: Sendable {
    /// Parameters that every expression and query may use.
    package static let builtInNames = ["today", "now", "scheduled_at"]

    private var parameters: Named<ParameterDefinition>
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
                problems.append(unknown(name, at: nil))
                continue
            }
            if texts.updateValue(text, forKey: name) != nil {
                problems.append(
                    Diagnostic(.error, "duplicate-parameter", "the parameter '\(name)' is given twice", at: nil))
            }
        }
        return try resolve(problems) { entry throws(DiagnosticError) in
            let check = ParameterValueCheck(name: entry.name, definition: entry.value, zone: zone)
            let given = texts[entry.name]
            if let given, !given.isEmpty || (entry.value.type.element == .text && !entry.value.type.isList) {
                return try check.value(given)
            }
            return try fallback(for: entry, check, at: nil)
        }
    }

    /// What `resolve` would throw, by parameter.
    package func problems(_ given: [(name: String, text: String)]) -> [(parameter: String, problem: Diagnostic)] {
        var problems: [(parameter: String, problem: Diagnostic)] = []
        for (name, _) in given where parameters[name] == nil { problems.append((name, unknown(name, at: nil))) }
        for entry in parameters.entries {
            var one = self
            one.parameters.entries = [entry]
            do throws(DiagnosticError) {
                _ = try one.resolve(given.filter { $0.name == entry.name })
            } catch {
                problems += error.diagnostics.map { (entry.name, $0) }
            }
        }
        return problems
    }

    /// Every parameter without the user: its default where it has one that needs nothing else, otherwise null or an empty
    /// list.
    package var placeholders: [String: ParameterValue] {
        if let resolved = try? resolve([]) { return resolved }
        var values = builtIn
        for entry in parameters.entries { values[entry.name] = entry.value.type.isList ? .list([]) : .single(.null) }
        return values
    }

    /// - Parameters:
    ///   - given: as a test writes them.
    ///   - place: where one that is missing is missed.
    /// - Returns: every parameter of the report and the built-in ones.
    /// - Throws: every unknown, missing or unfit value, with its place.
    package func resolve(
        _ given: Named<GivenParameter>, at place: FilePosition
    ) throws(DiagnosticError) -> [String: ParameterValue] {
        let problems = given.entries.filter { parameters[$0.name] == nil }.map { unknown($0.name, at: $0.position) }
        return try resolve(problems) { entry throws(DiagnosticError) in
            let check = ParameterValueCheck(name: entry.name, definition: entry.value, zone: zone, sign: ": ")
            guard let written = given.entries.first(where: { $0.name == entry.name && !$0.value.isNull }) else {
                return try fallback(for: entry, check, at: place)
            }
            do throws(DiagnosticError) {
                return try check.value(written.value)
            } catch {
                throw error.placed(at: written.valuePosition)
            }
        }
    }

    private func resolve(
        _ known: [Diagnostic],
        _ value: (Named<ParameterDefinition>.Entry) throws(DiagnosticError) -> ParameterValue
    ) throws(DiagnosticError) -> [String: ParameterValue] {
        var problems = known
        var values = builtIn
        for entry in parameters.entries {
            do {
                values[entry.name] = try value(entry)
            } catch {
                problems += error.diagnostics
            }
        }
        guard problems.isEmpty else { throw DiagnosticError(problems) }
        return values
    }

    private func unknown(_ name: String, at position: FilePosition?) -> Diagnostic {
        let hint =
            NearestName.hint(name, among: parameters.names)
            ?? (parameters.entries.isEmpty
                ? "the report has no parameters" : "it takes " + parameters.names.joined(separator: ", "))
        return Diagnostic(.error, "unknown-parameter", "there is no parameter '\(name)'", at: position, hint: hint)
    }

    /// What a parameter is that nothing was given for.
    private func fallback(
        for entry: Named<ParameterDefinition>.Entry, _ check: ParameterValueCheck, at position: FilePosition?
    ) throws(DiagnosticError) -> ParameterValue {
        if let value = entry.value.defaultValue { return try check.value(value, builtIn: builtIn) }
        guard !entry.value.isRequired else {
            throw DiagnosticError(
                Diagnostic(
                    "missing-parameter", "the report needs the parameter '\(entry.name)'",
                    at: position, hint: "give it as \(entry.name)\(check.sign)\(check.example)", .missing))
        }
        return entry.value.type.isList ? .list([]) : .single(.null)
    }
}

extension DiagnosticError {
    /// The same, with a place for those that have none.
    func placed(at position: FilePosition) -> DiagnosticError {
        DiagnosticError(
            diagnostics.map { problem in
                var placed = problem
                placed.position = problem.position ?? position
                return placed
            })
    }
}
