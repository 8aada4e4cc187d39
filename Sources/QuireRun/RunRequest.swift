package import QuireDefinition
import QuireEngine
package import QuireExpression
package import QuireModel
import QuirePlugin

/// Everything a run is told.
package struct RunRequest: Sendable {
    package var report: CheckedReport
    package var project: ProjectDefinition
    /// The project's folder, absolute.
    package var folder: String
    /// As resolved: the report's and the built-in ones.
    package var parameters: [String: ParameterValue]
    package var run: String
    /// In UTC.
    package var startedAt: LocalDateTime
    /// Keeps a row on the sheet.
    package var filter: ExpressionSyntax?
    /// The columns shown.
    package private(set) var columns: [CheckedColumn]
    package private(set) var sort: [SortKey] = []
    /// Columns that are not shown, but sorted by.
    private(set) var sortColumns: [CheckedColumn] = []
    package var limit: Int?
    /// Where the file goes, and work files unless the project says otherwise; nil where there is no file.
    package var outputFolder: String?
    /// Texts that must never be shown.
    package var secrets: [String]
    /// The process's environment.
    package var environment: [String: String]
    /// Read in place of the report's source.
    var source: (any RowSource)?
    /// Asked in place of the services of these names.
    var services: [String: any LookupService] = [:]
    /// What stands before the place where the run keeps its answers; it is told what opened services say of a lookup.
    var beforeAnswers: @Sendable (any AnswerStore, @escaping Shapes) -> any AnswerStore = { store, _ in store }

    typealias Shapes = @Sendable (LookupReference) -> LookupShape?

    package init(
        report: CheckedReport, project: ProjectDefinition, folder: String, parameters: [String: ParameterValue],
        run: String, startedAt: LocalDateTime, secrets: [String], environment: [String: String]
    ) {
        self.report = report
        columns = report.columns
        self.project = project
        self.folder = folder
        self.parameters = parameters
        self.run = run
        self.startedAt = startedAt
        self.secrets = secrets
        self.environment = environment
    }

    /// Keeps only the columns named, in the order named.
    ///
    /// - Throws: where there is no such column.
    package mutating func keepColumns(_ ids: [String]) throws(DiagnosticError) {
        var kept: [CheckedColumn] = []
        for id in ids { kept.append(try column(id)) }
        columns = kept
    }

    /// Sorts by columns, whether they are shown or not.
    ///
    /// - Throws: where there is no such column.
    package mutating func sort(by keys: [SortKey]) throws(DiagnosticError) {
        for key in keys {
            let found = try column(key.column)
            if !(columns + sortColumns).contains(where: { $0.layout.id == key.column }) { sortColumns.append(found) }
        }
        sort = keys
    }

    private func column(_ id: String) throws(DiagnosticError) -> CheckedColumn {
        if let column = report.columns.first(where: { $0.layout.id == id }) { return column }
        let known = report.columns.map(\.layout.id)
        throw DiagnosticError(
            Diagnostic(
                .error, "unknown-column", "there is no column '\(id)'", at: nil,
                hint: NearestName.hint(id, among: known) ?? "the columns are " + known.joined(separator: ", ")))
    }

    /// Everything that is evaluated for a row once it is enriched.
    var expressions: [ExpressionSyntax] {
        (columns + sortColumns).flatMap(\.expressions) + [filter].compactMap(\.self)
    }
}
