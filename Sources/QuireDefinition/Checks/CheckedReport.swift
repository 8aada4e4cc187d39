package import QuireExpression
package import QuireModel
import QuirePlugin

/// A report whose parts are known to fit together, as far as that can be known without its source's fields.
package struct CheckedReport: Sendable {
    package var name: String
    package var definition: ReportDefinition
    /// Each after what it depends on, also those that nothing uses.
    package var enrichments: [CheckedEnrichment]
    /// Of its key `columns`.
    package var columns: [CheckedColumn]
    /// At least one.
    package var sheets: [CheckedSheet]
    package var filter: ExpressionSyntax?
    package var outputFile: FileTemplate?
    package var services: [String: ServiceDefinition]
    package var deliveries: [CheckedDelivery]
    package var schedules: [CheckedSchedule]
    /// Where the source is one.
    package var list: CheckedList?
    /// As it was read.
    let node: Node

    package var position: FilePosition { node.position }
    package var title: String { definition.title ?? readableName(name) }

    /// The report's columns, then those that only a sheet of its rows has; the first of each id.
    package var knownColumns: [CheckedColumn] {
        var known = columns
        for column in sheets.filter({ !$0.isQuery }).flatMap({ $0.columns ?? [] })
        where !known.contains(where: { $0.layout.id == column.layout.id }) {
            known.append(column)
        }
        return known
    }

    /// One sheet of all columns that tests can name.
    package var plainSheet: CheckedSheet { .plain(knownColumns) }

    /// The enrichments that expressions use or that are named, and those that these depend on.
    package func enrichments(
        usedBy expressions: [ExpressionSyntax], orNamed names: Set<String> = []
    ) -> [CheckedEnrichment] {
        var used = names.union(
            enrichments.map(\.name).filter { name in expressions.contains { $0.mentions(enrichment: name) } })
        for enrichment in enrichments.reversed() where used.contains(enrichment.name) {
            used.formUnion(enrichment.dependsOn)
        }
        return enrichments.filter { used.contains($0.name) }
    }
}

/// A column with its id, title and look.
package struct CheckedColumn: Sendable {
    /// Without highlights, which depend on a run's parameters: see `layout(with:)`.
    package var layout: ColumnLayout
    package var value: ExpressionSyntax
    package var link: ExpressionSyntax?
    package var highlights: [CheckedHighlight] = []

    package var expressions: [ExpressionSyntax] { [value] + [link].compactMap(\.self) }
}

/// What a report is checked against.
struct ReportSurroundings {
    var project: ProjectDefinition
    /// Services that could be read.
    var services: [String: ServiceDefinition]
    /// All there are.
    var serviceNames: [String]
    /// The report's file.
    var node: Node
}

extension CheckedReport {
    /// Reports everything that does not fit together.
    ///
    /// - Returns: nil where too little fits to say what the report would be.
    static func check(
        _ definition: ReportDefinition, name: String, in surroundings: ReportSurroundings, _ reading: inout Reading
    ) -> CheckedReport? {
        let findings = definition.enrichments.entries.map {
            EnrichmentCheck(report: definition, surroundings: surroundings).check($0, &reading)
        }
        let columns = ColumnCheck(report: definition, project: surroundings.project)
            .check(definition.columns, &reading)
        let sheetCheck = SheetCheck(report: definition, project: surroundings.project, columns: columns)
        let sheets =
            definition.sheets.isEmpty
            ? [.plain(columns)]
            : definition.sheets.compactMap { sheetCheck.check($0, &reading) }
        let filter = definition.source.filter.flatMap { reading.syntax($0) }
        let list = ListCheck(report: definition, surroundings: surroundings)
            .check(definition.checkedParameters, &reading)
        let names = NameCheck(report: definition, enrichments: findings, fields: list?.fields)
        names.checkFilter(filter, &reading)
        for expression in columns.flatMap(\.expressions) + findings.flatMap(\.expressions) {
            names.check(expression, allowsEnrichments: true, &reading)
        }
        for (sheet, written) in zip(sheets, definition.sheets) where sheets.count == definition.sheets.count {
            names.check(sheet, hasOwnColumns: written.columns != nil, &reading)
        }
        names.checkSource(&reading)
        ParameterCheck(report: definition, zone: surroundings.project.zone).check(&reading)
        let deliveries = definition.deliveries.enumerated().compactMap {
            CheckedDelivery.check($1, at: $0, of: definition, project: surroundings.project, &reading)
        }
        let schedules = ScheduleCheck(name: name, report: definition, zone: surroundings.project.zone).check(&reading)
        let template = outputFile(of: definition, &reading)
        let isCircular = !DependencyOrder.check(
            findings.map { ($0.name, $0.dependsOn) }, of: definition, &reading)
        checkNumber(of: definition.enrichments.entries, &reading)
        let known = findings.compactMap(\.enrichment)
        let isWhole =
            areWhole(columns, definition.columns) && known.count == findings.count
            && sheets.count == max(1, definition.sheets.count)
            && zip(sheets, definition.sheets).allSatisfy { sheet, written in
                written.columns.map { areWhole(sheet.columns ?? [], $0.columns) } ?? true
            }
        guard definition.isComplete, isWhole, !isCircular else { return nil }
        let report = CheckedReport(
            name: name, definition: definition, enrichments: DependencyOrder.sort(known), columns: columns,
            sheets: sheets, filter: filter, outputFile: template, services: surroundings.services,
            deliveries: deliveries, schedules: schedules, list: list?.list, node: surroundings.node)
        report.warnOfUnused(&reading)
        return report
    }

    private static func areWhole(_ checked: [CheckedColumn], _ written: [ColumnDefinition]) -> Bool {
        checked.flatMap(\.expressions).count == written.reduce(0) { $0 + ($1.link == nil ? 1 : 2) }
    }

    /// The most enrichments a report may have, which is what a run can hold.
    static let mostEnrichments = 64

    private static func checkNumber(
        of enrichments: [Named<EnrichmentDefinition>.Entry], _ reading: inout Reading
    ) {
        guard enrichments.count > mostEnrichments else { return }
        reading.error(
            "too-many-enrichments",
            "a report has at most \(mostEnrichments) enrichments, not \(enrichments.count)",
            at: enrichments[mostEnrichments].position, hint: "let one lookup give several fields")
    }

    private static func outputFile(of definition: ReportDefinition, _ reading: inout Reading) -> FileTemplate? {
        guard let text = definition.output.fileText, definition.output.file != nil else { return nil }
        return FileTemplate.read(text, of: definition, &reading)
    }
}

extension CheckedReport {
    private func warnOfUnused(_ reading: inout Reading) {
        let used = enrichments(usedBy: sheets).map(\.name)
        for entry in definition.enrichments.entries where !used.contains(entry.name) {
            reading.warning(
                "unused-enrichment", "nothing uses the enrichment '\(entry.name)', so it is not fetched",
                at: entry.position)
        }
    }
}

extension Reading {
    /// The syntax of an expression; nil after what is wrong with it was reported.
    mutating func syntax(_ text: ExpressionText) -> ExpressionSyntax? {
        do {
            return try ExpressionSyntax(text)
        } catch {
            report(error.diagnostics)
            return nil
        }
    }
}
