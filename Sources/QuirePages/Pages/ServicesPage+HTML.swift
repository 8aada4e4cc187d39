import QuireModel

extension ServicesPage {
    package func html(in frame: PageFrame) -> String {
        let language = frame.language
        let fields: Fields = [
            "services": services.enumerated().map { $1.fields(number: $0 + 1, in: language) },
            "empty": services.isEmpty ? language.text(.noServices) : nil,
        ]
        return Layout.html("services", fields, title: language.text(.services), at: .services, in: frame)
    }
}

extension ServiceItem {
    fileprivate func fields(number: Int, in language: Language) -> Fields {
        let chart = LatencyChart(hours: hours, language: language)
        return [
            "anchor": "service-\(number)", "title": title ?? name, "name": name, "description": description,
            "breaker": language.chip(breaker), "breakerDetail": breakerDetail(language), "tiles": tiles(language),
            "chart": chart.map { chart -> Fields in
                [
                    "drawing": chart.markup, "tableLabel": language.text(.hoursOf, ["name": title ?? name]),
                    "hours": hours.map { row($0, language) },
                ]
            },
            "limits": limitPairs(language), "lastError": lastError,
        ]
    }

    private func breakerDetail(_ language: Language) -> String? {
        switch breaker {
        case .closed: nil
        case .halfOpen: language.text(.breakerHalfOpenDetail)
        case .open:
            openUntil.map { language.text(.breakerOpenUntil, ["time": language.clock($0)]) }
                ?? language.text(.breakerOpenDetail)
        }
    }

    private func tiles(_ language: Language) -> [Fields] {
        let latencies = latency.map {
            [(Phrase.medianLatency, $0.p50), (.p95Latency, $0.p95), (.longestLatency, $0.max)]
        }
        let errorShare = errors > 0 ? language.share(errors, of: calls) : nil
        return [
            ["label": language.text(.calls), "text": language.number(calls), "isBad": false, "detail": nil],
            [
                "label": language.text(.errors), "text": language.number(errors), "isBad": errors > 0,
                "detail": errorShare,
            ],
        ]
            + (calls > 0 ? latencies ?? [] : []).map { phrase, latency -> Fields in
                ["label": language.text(phrase), "text": language.duration(latency), "isBad": false, "detail": nil]
            }
    }

    private func row(_ hour: ServiceHour, _ language: Language) -> Fields {
        [
            "from": language.time(hour.from), "calls": language.number(hour.calls),
            "errors": language.number(hour.errors), "hasErrors": hour.errors > 0,
            "median": hour.latency.map { language.duration($0.p50) } ?? "–",
            "p95": hour.latency.map { language.duration($0.p95) } ?? "–",
            "longest": hour.latency.map { language.duration($0.max) } ?? "–",
        ]
    }

    private func limitPairs(_ language: Language) -> [Fields] {
        let most = language.number(currentConcurrency ?? limits.maxConcurrency)
        let inUse =
            waiting > 0
            ? language.text(
                .inUseAndWaiting, ["n": language.number(active), "most": most, "w": language.number(waiting)])
            : language.text(.inUse, ["n": language.number(active), "most": most])
        var pairs: [(Phrase, String)] = [(.callsAtOnce, inUse)]
        if limits.adaptive {
            pairs.append((.adaptive, language.text(.adaptiveUpTo, ["n": language.number(limits.maxConcurrency)])))
        }
        if let rate = limits.rate {
            let perSecond = language.text(
                .perSecond, ["n": NumberText.shortest((rate.perSecond * 100).rounded() / 100)])
            let burst = limits.burst.map { language.text(.burstOf, ["n": language.number($0)]) }
            pairs.append((.rate, language.details([perSecond, burst].compactMap(\.self))))
        }
        pairs += [
            (.timeout, language.duration(limits.timeout)), (.deadline, language.duration(limits.deadline)),
            (.attemptsAtMost, language.number(limits.retry.maxAttempts)),
        ]
        return pairs.map { ["label": language.text($0), "text": $1] }
    }
}
