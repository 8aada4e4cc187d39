/// Runs as rows of a table.
enum RunTable {
    static func fields(_ runs: [RunItem], caption: String, showsReport: Bool, in language: Language) -> Fields? {
        guard !runs.isEmpty else { return nil }
        return [
            "caption": caption, "showsReport": showsReport,
            "items": runs.map { run -> Fields in
                [
                    "id": run.id, "href": PagePath.run(run.id), "at": language.time(run.startedAt),
                    "reportHref": PagePath.report(run.report), "reportTitle": run.reportTitle,
                    "status": language.chip(run.status), "undelivered": language.undelivered(run),
                    "by": language.starter(of: run),
                    "rows": run.rows.map(language.number) ?? "–",
                    "problems": run.problemCount == 0 ? "–" : language.number(run.problemCount),
                    "hasProblems": run.problemCount > 0, "took": run.seconds.map(language.duration) ?? "–",
                ]
            },
        ]
    }
}

extension Language {
    /// Who or what started a run; nothing where it is not known.
    func starter(of run: RunItem) -> String? {
        if let schedule = run.schedule { return text(.byScheduleNamed, ["name": schedule]) }
        return run.startedBy.map { text(.byPerson, ["name": $0]) }
    }

    /// A run where only its time and status are shown.
    func shortRun(_ run: RunItem) -> Fields {
        let at: Fields = run.startedAt.map { time($0) } ?? ["iso": nil, "full": run.id, "text": run.id]
        return [
            "href": PagePath.run(run.id), "at": at, "status": chip(run.status), "undelivered": undelivered(run),
        ]
    }

    /// Stands beside the status of a run that was not delivered; nothing otherwise.
    fileprivate func undelivered(_ run: RunItem) -> Fields? {
        run.isUndelivered ? chip(.notDelivered, .bad, .cross) : nil
    }
}
