import QuireModel

extension RunPage {
    /// What an ended run came to.
    func result(_ language: Language) -> Fields {
        [
            "hasFiles": !files.isEmpty,
            "files": files.enumerated().map { index, file -> Fields in
                let details = [
                    file.size.map(language.size), file.listsProblems ? language.text(.listOfProblems) : nil,
                ].compactMap(\.self)
                return [
                    "href": PagePath.file(file.name, ofRun: run.id), "name": file.name, "isFirst": index == 0,
                    "detail": details.isEmpty ? nil : language.details(details),
                ]
            },
            "noFile": language.text(noFile), "tiles": tiles(language), "hasEnrichments": !enrichments.isEmpty,
            "enrichments": enrichments.map { counts -> Fields in
                ["name": counts.name, "counts": cells(counts, language)]
            },
        ]
    }

    private var noFile: Phrase {
        switch run.status {
        case .failed: .noFileFailed
        case .cancelled: .noFileCancelled
        default: .noFileLeft
        }
    }

    private func tiles(_ language: Language) -> [Fields] {
        var tiles: [(Phrase, String)] = [(.rows, run.rows.map(language.number) ?? "–")]
        if let seconds = run.seconds { tiles.append((.took, language.duration(seconds))) }
        if run.problemCount > 0 { tiles.append((.problems, language.number(run.problemCount))) }
        if let stages {
            tiles += [
                (.stageRead, language.duration(stages.read)), (.stageEnrich, language.duration(stages.enrich)),
                (.stageRender, language.duration(stages.render)),
            ]
        }
        return tiles.map { ["label": language.text($0), "text": $1] }
    }

    private func cells(_ counts: EnrichmentCounts, _ language: Language) -> [Fields] {
        let numbers = [
            counts.keys, counts.found, counts.missing, counts.failed, counts.skipped, counts.cached, counts.calls,
            counts.retries,
        ]
        let latencies = [counts.latency.p50, counts.latency.p95, counts.latency.max]
        return numbers.enumerated().map { index, number -> Fields in
            ["text": language.number(number), "isBad": index == 3 && number > 0]
        }
            + latencies.map { latency -> Fields in
                ["text": counts.calls == 0 ? "–" : language.duration(latency), "isBad": false]
            }
    }
}

extension RunSummary.Status {
    var phrase: Phrase {
        switch self {
        case .queued: .queued
        case .running: .running
        case .succeeded: .succeeded
        case .partial: .partial
        case .failed: .failed
        case .cancelled: .cancelled
        }
    }
}
