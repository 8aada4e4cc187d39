package import QuireModel

/// A report: its form, what it is made of, and its runs.
package struct ReportPage: Sendable {
    package var name: String
    package var title: String
    package var description: String?
    package var form: ReportForm
    /// What was posted or is to be filled in; nil for the form with its defaults.
    package var entered: FormFields?
    package var errors: [FormError] = []
    package var preview: Preview?
    /// One may run and preview it.
    package var mayRun = true
    package var enrichments: [EnrichmentItem] = []
    package var services: [ServiceUse] = []
    package var schedules: [ScheduleItem] = []
    /// The latest first.
    package var runs: [RunItem] = []
    /// Errors and warnings of its definition, for those who may see them.
    package var diagnostics: [Diagnostic] = []

    package init(name: String, title: String, form: ReportForm) {
        self.name = name
        self.title = title
        self.form = form
    }
}

/// An enrichment of a report.
package struct EnrichmentItem: Sendable {
    package var name: String
    /// `service.lookup`; several for a waterfall.
    package var lookups: [String]
    /// Enrichments whose fields it needs.
    package var dependsOn: [String]

    package init(name: String, lookups: [String], dependsOn: [String] = []) {
        self.name = name
        self.lookups = lookups
        self.dependsOn = dependsOn
    }
}

/// A service that a report asks.
package struct ServiceUse: Sendable {
    package var name: String
    package var title: String?

    package init(name: String, title: String? = nil) {
        self.name = name
        self.title = title
    }
}

/// The first rows of a report, enriched.
package struct Preview: Sendable {
    package struct Column: Sendable {
        package var id: String
        package var title: String
        /// Its values stand to the right.
        package var isNumeric: Bool

        package init(id: String, title: String, isNumeric: Bool = false) {
            self.id = id
            self.title = title
            self.isNumeric = isNumeric
        }
    }

    package var columns: [Column]
    /// Texts as shown, in the order of the columns; nil is blank.
    package var rows: [[String?]]
    /// Row and column of cells that stand for a failed lookup.
    package var problemCells: Set<Cell> = []

    package struct Cell: Sendable, Hashable {
        package var row: Int
        package var column: Int

        package init(row: Int, column: Int) {
            self.row = row
            self.column = column
        }
    }

    package init(columns: [Column], rows: [[String?]]) {
        self.columns = columns
        self.rows = rows
    }
}
