import QuireModel

extension RunsPage {
    package func html(in frame: PageFrame) -> String {
        let language = frame.language
        let fields: Fields = [
            "reports": choices(
                [("", language.text(.allReports))] + reports.map { ($0.name, $0.title) }, chosen: report ?? ""),
            "statuses": choices(
                [("", language.text(.anyStatus))]
                    + RunSummary.Status.allCases.map { ($0.rawValue, language.text($0.phrase)) },
                chosen: status?.rawValue ?? ""),
            "table": RunTable.fields(runs, caption: language.text(.runs), showsReport: true, in: language),
            "empty": runs.isEmpty ? language.text(isFiltered ? .noRunsFound : .noRunsYet) : nil,
            "hasPages": older != nil || isContinued, "newest": isContinued ? path(cursor: nil) : nil,
            "older": older.map { path(cursor: $0) },
        ]
        return Layout.html("runs", fields, title: language.text(.runs), at: .runs, in: frame)
    }

    private var isFiltered: Bool { report != nil || status != nil || isContinued }

    private func path(cursor: String?) -> String {
        let pairs = [("report", report), ("status", status?.rawValue), ("cursor", cursor)]
        return PagePath.runs + PathText.query(pairs.compactMap { name, value in value.map { (name, $0) } })
    }

    private func choices(_ choices: [(name: String, title: String)], chosen: String) -> [Fields] {
        choices.map { ["name": $0.name, "title": $0.title, "isChosen": $0.name == chosen] }
    }
}
