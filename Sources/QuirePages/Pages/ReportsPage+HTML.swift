extension ReportsPage {
    package func html(in frame: PageFrame) -> String {
        let language = frame.language
        let found = reports.filter { $0.matches(search) }
        let fields: Fields = [
            "search": search, "hasReports": !found.isEmpty,
            "found": search.isEmpty
                ? nil
                : found.isEmpty
                    ? language.text(.foundNone)
                    : language.text(.foundReports, ["n": language.number(found.count)]),
            "reports": found.map { report -> Fields in
                [
                    "name": report.name, "title": report.title, "href": PagePath.report(report.name),
                    "description": report.description, "hasErrors": report.hasErrors,
                    "lastRun": report.lastRun.map(language.shortRun), "nextRun": language.time(report.nextRun),
                ]
            },
            "empty": reports.isEmpty ? language.text(.noReports) : nil,
        ]
        return Layout.html("reports", fields, title: language.text(.reports), at: .reports, in: frame)
    }
}

extension ReportItem {
    /// Every word of the search is in its title, name or description, in any letter case.
    func matches(_ search: String) -> Bool {
        let text = "\(title) \(name) \(description ?? "")".lowercased()
        return search.lowercased().split(whereSeparator: \.isWhitespace).allSatisfy { text.contains($0) }
    }
}
