extension SchedulesPage {
    package func html(in frame: PageFrame) -> String {
        let language = frame.language
        let fields: Fields = [
            "schedules": schedules.enumerated().map { $1.fields(number: $0 + 1, in: language) },
            "empty": schedules.isEmpty ? language.text(.noSchedulesAtAll) : nil,
        ]
        return Layout.html("schedules", fields, title: language.text(.schedules), at: .schedules, in: frame)
    }
}

extension ScheduleItem {
    fileprivate func fields(number: Int, in language: Language) -> Fields {
        let path = PagePath.schedule(id)
        return [
            "anchor": "schedule-\(number)", "reportHref": PagePath.report(report), "reportTitle": reportTitle,
            "name": name, "chip": language.chip(self), "words": words.capitalised, "cron": cron, "timezone": timezone,
            "mayChange": mayChange, "pauseAction": isPaused || !isEnabled ? nil : path + "/pause",
            "resumeAction": isPaused ? path + "/resume" : nil, "runAction": path + "/run",
            "pauseLabel": language.text(.pauseNamed, ["name": id]),
            "resumeLabel": language.text(.resumeNamed, ["name": id]),
            "runLabel": language.text(.runNowNamed, ["name": id]),
            "pauseReason": isPaused ? pausedAfter.map { language.pauseReason(failures: $0) } : nil,
            "warning": warning.map { language.words(for: $0) },
            "hasNext": !next.isEmpty && !isPaused, "next": next.prefix(5).map(language.time),
            "last": last.map { language.lastResult($0) }, "hasFires": !fires.isEmpty,
            "fires": fires.map(language.fire),
        ]
    }
}

extension Language {
    fileprivate func pauseReason(failures: Int) -> String {
        failures == 1 ? text(.pausedAfterOneFailure) : text(.pausedAfterFailures, ["n": number(failures)])
    }

    fileprivate func words(for warning: ScheduleItem.Warning) -> String {
        switch warning {
        case .broken: text(.scheduleBroken)
        case .late(let run): text(.scheduleLate, ["run": run])
        }
    }

    fileprivate func lastResult(_ run: RunItem) -> Fields {
        let details = [
            run.rows.map { text(.rowsCounted, ["n": number($0)]) },
            run.problemCount > 0 ? text(.problemsCounted, ["n": number(run.problemCount)]) : nil,
            run.seconds.map { duration($0) },
        ].compactMap(\.self)
        var fields = shortRun(run)
        fields["detail"] = details.isEmpty ? nil : details.joined(separator: " · ")
        return fields
    }

    fileprivate func fire(_ fire: FireItem) -> Fields {
        [
            "at": time(fire.at), "status": fire.run.map { chip($0.status) } ?? chip(fire.status),
            "runHref": fire.run.map { PagePath.run($0.id) }, "reason": fire.reason.map { text($0.phrase) },
        ]
    }
}

extension FireItem.Reason {
    fileprivate var phrase: Phrase {
        switch self {
        case .overlap: .reasonOverlap
        case .window: .reasonWindow
        case .paused: .reasonPaused
        case .definition: .reasonDefinition
        }
    }
}
