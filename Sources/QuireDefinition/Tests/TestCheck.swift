import QuireExpression
import QuireModel
import QuirePlugin

/// Holds tests against the report that they are of.
struct TestCheck {
    let report: CheckedReport
    let zone: Zone

    /// Reports everything in the tests that does not fit the report.
    func check(_ tests: [TestDefinition], _ reading: inout Reading) -> [CheckedTest] {
        var lines: [String: Int] = [:]
        return tests.map { test in
            if let line = lines[test.name] {
                reading.error(
                    "duplicate-name", "another test has the name '\(test.name)', in line \(line)",
                    at: test.namePosition, hint: "say what is different in this one")
            } else {
                lines[test.name] = test.namePosition.line
            }
            return check(test, &reading)
        }
    }

    private func check(_ test: TestDefinition, _ reading: inout Reading) -> CheckedTest {
        var parameters = test.parameters
        let (now, scheduledAt) = takeClock(from: &parameters, &reading)
        check(parameters, of: test, &reading)
        let columns = columns(of: test, &reading)
        let given = GivenAnswerCheck(report: report, lookups: test.lookups, zone: zone)
        let answers = given.check(&reading)
        let fields = TestRowCheck(report: report, zone: zone, columns: columns).fields(of: test, &reading)
        let rows = TestRowCheck(report: report, zone: zone, columns: columns).rows(of: test, fields, &reading)
        return CheckedTest(
            name: test.name, position: test.namePosition, parameters: parameters, now: now, scheduledAt: scheduledAt,
            fields: fields, rows: rows, shapes: given.shapes, answers: answers, expected: test.expect,
            columns: columns.map(\.layout.id))
    }

    /// Takes out what every run has.
    private func takeClock(
        from parameters: inout Named<GivenParameter>, _ reading: inout Reading
    ) -> (now: LocalDateTime?, scheduledAt: LocalDateTime?) {
        var moments: [String: LocalDateTime] = [:]
        for entry in parameters.entries where ParameterResolver.builtInNames.contains(entry.name) {
            let type: FieldType = entry.name == "today" ? .date : .datetime
            let value = entry.value.isList ? nil : entry.value.values.first?.value(as: type, zone: zone.local)
            switch value {
            case .date(let date)?:
                moments[entry.name] = LocalDateTime(date: date, time: TimeOfDay(microseconds: 0))
            case .datetime(let moment)?: moments[entry.name] = moment
            default:
                reading.error("wrong-type", "'\(entry.name)' takes \(type.phrase)", at: entry.valuePosition)
            }
            if entry.name == "today", parameters["now"] != nil {
                reading.error(
                    "invalid-parameter", "'today' is the day of 'now'", at: entry.position,
                    hint: "give one of the two")
            }
        }
        parameters.entries.removeAll { ParameterResolver.builtInNames.contains($0.name) }
        return (moments["now"] ?? moments["today"], moments["scheduled_at"])
    }

    private func check(_ parameters: Named<GivenParameter>, of test: TestDefinition, _ reading: inout Reading) {
        for entry in parameters.entries where report.definition.parameters[entry.name]?.isSecret == true {
            for text in entry.value.values.compactMap(\.node.scalar?.text) { reading.keepSecret(text) }
        }
        // A parameter that cannot be read has been reported by itself.
        guard report.definition.parameters.unreadable.isEmpty else { return }
        do {
            _ = try ParameterResolver(report.definition, zone: zone, now: ParameterCheck.someDay)
                .resolve(parameters, at: test.position)
        } catch {
            reading.report(error.diagnostics)
        }
    }

    /// The columns that some expected row names.
    private func columns(of test: TestDefinition, _ reading: inout Reading) -> [CheckedColumn] {
        let known = report.knownColumns.map(\.layout.id)
        for entry in test.expect.flatMap(\.values.entries) {
            if !known.contains(entry.name) {
                reading.error(
                    "unknown-column", "there is no column '\(entry.name)'", at: entry.position,
                    hint: hintOfTitle(entry.name) ?? NearestName.hint(entry.name, among: known)
                        ?? "the columns are " + known.joined(separator: ", "))
            }
            if entry.value.plain == nil {
                reading.reportMismatch(entry.value.node, named: entry.name, wanted: Value.shape.wanted)
            }
        }
        let named = Set(test.expect.flatMap(\.values.names))
        return report.knownColumns.filter { named.contains($0.layout.id) }
    }

    /// A title is what shows, so it is what is taken for the id.
    private func hintOfTitle(_ name: String) -> String? {
        let words = name.lowercased().replacing("_", with: " ")
        return report.knownColumns.first { $0.layout.title.lowercased() == words }.map {
            "the column titled '\($0.layout.title)' has the id '\($0.layout.id)'"
        }
    }
}
