import QuireModel

extension RunPage {
    package func html(in frame: PageFrame) -> String {
        let language = frame.language
        let fields: Fields = [
            "id": run.id, "title": run.reportTitle, "reportHref": PagePath.report(run.report),
            "status": language.chip(run.status, isLive: true), "started": language.time(run.startedAt),
            "by": language.starter(of: run), "scheduled": language.time(scheduledAt),
            "cancelAction": mayCancel && run.status.isOpen ? PagePath.run(run.id) + "/cancel" : nil,
            "resumeAction": mayResume ? PagePath.run(run.id) + "/resume" : nil,
            "again": mayRun && !run.status.isOpen ? again.map(repeated) : nil,
            "changeHref": mayRun && !run.status.isOpen ? changePath : nil,
            "error": error, "progress": run.status.isOpen ? shown(progress ?? EnrichmentProgress(), language) : nil,
            "result": run.status.isOpen ? nil : result(language), "problems": shownProblems(language),
            "hasDeliveries": !deliveries.isEmpty, "mayRetry": mayRetryDeliveries,
            "deliveries": deliveries.map { shown($0, language) }, "hasWarnings": !warnings.isEmpty,
            "warnings": warnings,
            "parameters": parameters.map { parameter -> Fields in
                ["label": parameter.label, "text": parameter.text.isEmpty ? "–" : parameter.text]
            } + options.map { ["label": language.text($0.kind.phrase), "text": $0.text] },
        ]
        return Layout.html(
            "run", fields, title: "\(run.reportTitle): \(language.text(run.status.phrase))", at: .runs, in: frame,
            refresh: run.status.isOpen ? 5 : nil)
    }

    private func repeated(_ form: FormFields) -> Fields {
        [
            "action": PagePath.report(run.report) + "/run",
            "fields": form.pairs.map { pair -> Fields in ["name": pair.name, "value": pair.value] },
        ]
    }

    /// The report's form, filled in as far as that is known.
    private var changePath: String {
        PagePath.report(run.report) + PathText.query((again?.pairs ?? []).map { ($0.name, $0.value) })
    }

    private func shown(_ progress: EnrichmentProgress, _ language: Language) -> Fields {
        [
            "events": PagePath.events(ofRun: run.id), "rowsRead": language.number(progress.rowsRead),
            "rowsWritten": language.number(progress.rowsDone),
            "left": secondsLeft.map { language.text(.timeLeft, ["time": language.duration($0.rounded(.up))]) }
                ?? language.text(.timeLeftUnknown),
            "lookups": progress.lookups.map { lookup -> Fields in
                [
                    "name": lookup.enrichment, "done": String(lookup.done), "known": String(max(lookup.known, 1)),
                    "label": language.text(.lookupsOf, ["name": lookup.enrichment]),
                    "count": language.text(
                        .doneOfKnown,
                        ["done": language.number(lookup.done), "known": language.number(lookup.known)]),
                ]
            },
        ]
    }

    private func shownProblems(_ language: Language) -> Fields? {
        guard !problems.isEmpty else { return nil }
        let total = max(run.problemCount, problems.count)
        return [
            "summary": total > problems.count
                ? language.text(
                    .firstProblems, ["n": language.number(problems.count), "total": language.number(total)])
                : nil,
            "items": problems.map { problem -> Fields in
                [
                    "sheet": problem.sheet, "row": problem.row > 0 ? language.number(problem.row) : "–",
                    "enrichment": problem.enrichment, "key": problem.key,
                    "attempts": language.number(problem.attempts), "message": problem.message,
                ]
            },
        ]
    }

    private func shown(_ delivery: DeliveryItem, _ language: Language) -> Fields {
        let mayRetry = mayRetryDeliveries && delivery.status == .failed
        return [
            "to": delivery.to, "status": language.chip(delivery.status),
            "attempts": language.number(delivery.attempts), "detail": delivery.error ?? delivery.location,
            "retryAction": mayRetry ? PagePath.run(run.id) + "/deliveries/\(delivery.n)/retry" : nil,
            "retryLabel": language.text(.sendAgainTo, ["name": delivery.to]),
        ]
    }
}

extension RunPage.OptionKind {
    /// As the form calls it.
    fileprivate var phrase: Phrase {
        switch self {
        case .columns: .columnsWanted
        case .filter: .filterRows
        case .sort: .sortBy
        case .limit: .limitRows
        case .format: .format
        }
    }
}
