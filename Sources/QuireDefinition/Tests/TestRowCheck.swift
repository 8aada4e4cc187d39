import QuireExpression
import QuireModel
import QuirePlugin

/// Makes rows of a source out of those that a test gives.
struct TestRowCheck {
    let report: CheckedReport
    let zone: Zone
    /// Those that the test looks at.
    let columns: [CheckedColumn]

    /// The fields that some row has. Without rows they are those that the columns need.
    func fields(of test: TestDefinition, _ reading: inout Reading) -> [FieldShape] {
        let needed = fieldsUsed(by: columns)
        var names = Self.distinct(test.rows.isEmpty ? needed : test.rows.flatMap(\.values.names))
        for name in needed where !names.contains(where: { $0.isSameName(as: name) }) {
            reading.error(
                "unknown-field", "no row has the field '\(name)', which the report uses", at: test.rowsPosition,
                hint: NearestName.hint(name, among: names)
                    ?? "give it to a row, be it as '\(name): null'")
            names.append(name)
        }
        warnOfMisspelt(test.rows, &reading)
        return names.map { FieldShape($0, type(of: $0)) }
    }

    func rows(of test: TestDefinition, _ fields: [FieldShape], _ reading: inout Reading) -> [[Value]] {
        test.rows.map { row in
            fields.map { field in
                guard let given = row.values.entries.first(where: { $0.name.isSameName(as: field.name) })?.value else {
                    return .null
                }
                if let value = given.value(as: field.type, zone: zone.local) { return value }
                if report.definition.source.invalidValues == .fail || given.node.scalar == nil {
                    reading.reportMismatch(
                        given.node, named: field.name, wanted: field.type?.phrase ?? Value.shape.wanted)
                }
                return .null
            }
        }
    }

    /// As the source would have it, as far as that can be known without it.
    private func type(of field: String) -> FieldType? {
        let source = report.definition.source
        if let type = source.fieldTypes[field] { return type }
        if let listed = report.list?.fields.first(where: { $0.name == field }) { return listed.type }
        return if case .file = source.origin { .text } else { nil }
    }

    /// A field that only some rows have under its right name would be null in the others without a word.
    private func warnOfMisspelt(_ rows: [GivenRow], _ reading: inout Reading) {
        let known = fieldsUsed(by: report.knownColumns)
        for row in rows {
            for entry in row.values.entries where !known.contains(where: { $0.isSameName(as: entry.name) }) {
                guard let near = NearestName.find(entry.name, among: known), row.values[near] == nil else { continue }
                reading.warning(
                    "unused-field", "the report uses no field '\(entry.name)'", at: entry.position,
                    hint: "did you mean '\(near)'?")
            }
        }
    }

    /// The source's fields that the columns need, with all that stands before them.
    private func fieldsUsed(by columns: [CheckedColumn]) -> [String] {
        let shown = columns.flatMap(\.expressions)
        let enrichments = report.enrichments(usedBy: shown)
        let expressions =
            shown + enrichments.flatMap { $0.inputs + [$0.when].compactMap(\.self) }
            + [report.filter].compactMap(\.self)
        let names = expressions.flatMap(\.references).filter { $0.qualifier == nil }.map(\.name)
        return Self.distinct(names + report.definition.source.distinctBy)
    }

    private static func distinct(_ names: [String]) -> [String] {
        var distinct: [String] = []
        for name in names where !distinct.contains(where: { $0.isSameName(as: name) }) { distinct.append(name) }
        return distinct
    }
}
