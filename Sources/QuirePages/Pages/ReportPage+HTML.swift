import QuireModel

extension ReportPage {
    package func html(in frame: PageFrame) -> String {
        let language = frame.language
        var fields: Fields = [
            "title": title, "description": description, "problems": language.diagnostics(diagnostics),
            "form": mayRun ? ReportFormFields(page: self, language: language).fields : nil,
            "preview": preview.map { $0.fields(title: title, in: language) },
            "runs": RunTable.fields(runs, caption: language.text(.recentRuns), showsReport: false, in: language),
            "hasRuns": !runs.isEmpty,
            "allRuns": PagePath.runs + PathText.query([("report", name)]),
        ]
        fields = fields.merging(facts(language))
        return Layout.html("report", fields, title: title, at: .reports, in: frame)
    }

    private func facts(_ language: Language) -> Fields {
        [
            "hasSheets": !form.sheets.isEmpty,
            "sheets": form.sheets.map { sheet -> Fields in
                [
                    "heading": form.sheets.count > 1 ? sheet.sheet : nil,
                    "columns": sheet.columns.map { column -> Fields in ["title": column.title] },
                ]
            },
            "hasEnrichments": !enrichments.isEmpty || !services.isEmpty,
            "services": services.map { service -> Fields in
                ["name": service.name, "title": service.title ?? service.name]
            },
            "enrichments": enrichments.map { enrichment -> Fields in
                ["name": enrichment.name, "detail": detail(of: enrichment, language)]
            },
            "hasSchedules": !schedules.isEmpty,
            "schedules": schedules.map { schedule -> Fields in
                [
                    "words": schedule.words.capitalised, "timezone": schedule.timezone, "chip": language.chip(schedule),
                    "next": schedule.isPaused ? nil : language.time(schedule.next.first),
                ]
            },
        ]
    }

    private func detail(of enrichment: EnrichmentItem, _ language: Language) -> String {
        let lookups = enrichment.lookups.joined(separator: " → ")
        guard !enrichment.dependsOn.isEmpty else { return lookups }
        return language.text(.lookupAfter, ["lookup": lookups, "names": language.list(enrichment.dependsOn)])
    }
}

extension Preview {
    fileprivate func fields(title: String, in language: Language) -> Fields {
        [
            "hasRows": !rows.isEmpty, "caption": language.text(.previewCaption, ["title": title]),
            "summary": rows.isEmpty
                ? language.text(.previewEmpty)
                : language.text(.previewRows, ["n": language.number(rows.count)]),
            "columns": columns.map { column -> Fields in ["title": column.title, "isNumeric": column.isNumeric] },
            "rows": rows.indices.map { row -> Fields in ["cells": cells(of: row)] },
        ]
    }

    private func cells(of row: Int) -> [Fields] {
        zip(columns, rows[row]).enumerated().map { index, cell in
            let isProblem = problemCells.contains(Cell(row: row, column: index))
            let kinds = (cell.0.isNumeric ? ["number"] : []) + (isProblem ? ["problem"] : [])
            return [
                "text": cell.1, "isProblem": isProblem, "kind": kinds.isEmpty ? nil : kinds.joined(separator: " "),
            ]
        }
    }
}
