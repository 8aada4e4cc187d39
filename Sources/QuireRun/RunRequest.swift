package import QuireDefinition
import QuireEngine
package import QuireExpression
package import QuireModel
package import QuirePlugin

/// Everything a run is told.
package struct RunRequest: Sendable {
    package var report: CheckedReport
    package var project: ProjectDefinition
    /// The project's folder, absolute.
    package var folder: String
    /// As resolved: the report's and the built-in ones.
    package var parameters: [String: ParameterValue]
    package var run: String
    /// In UTC: what `:now` and `:today` follow.
    package var startedAt: LocalDateTime
    package var origin = RunOrigin()
    /// In UTC: when the first attempt was begun, where that is not when it was asked for.
    package var begunAt: LocalDateTime?
    /// Keeps a row on the sheet.
    package var filter: ExpressionSyntax?
    /// Those made, in their order.
    package var sheets: [CheckedSheet]
    /// Of the sheets that splits give only this one.
    package var splitName: String?
    /// Rows of each sheet at most.
    package var limit: Int?
    /// Where the file goes, and work files unless the project says otherwise; nil where there is no file.
    package var outputFolder: String?
    /// Texts that must never be shown.
    package var secrets: [String]
    /// The process's environment.
    package var environment: [String: String]
    /// The files go where the report's `deliver` says.
    package var delivers = false
    /// Where users reach the server that keeps the run's files: `https://reports.example.com`; nil without one.
    package var publicURL: String?
    /// Where plugins and the like say what is no answer.
    package var log: ComponentLog = StandardErrorLog.write
    /// How often deliveries are tried.
    var deliveryAttempts = DeliveryAttempts()
    /// Read in place of the report's source.
    var source: (any RowSource)?
    /// What stands around the list that the report reads.
    var aroundList: @Sendable (any RowSource) -> any RowSource = { $0 }
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
        sheets = report.sheets
        self.project = project
        self.folder = folder
        self.parameters = parameters
        self.run = run
        self.startedAt = startedAt
        self.secrets = secrets
        self.environment = environment
    }

    /// The enrichments that the sheets and the filter use, and those that these depend on.
    var usedEnrichments: [CheckedEnrichment] {
        report.enrichments(usedBy: sheets, filter: filter)
    }

    /// All rows are read and go to their sheets as they come, where nothing has to be seen first.
    var isReadAsItComes: Bool {
        filter == nil
            && sheets.allSatisfy { sheet in
                guard case .rows(let selection) = sheet.content else { return false }
                return selection.filter == nil && selection.sort.isEmpty && selection.split == nil
            }
    }
}
