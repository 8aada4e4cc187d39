import QuireModel
import Testing

@testable import QuirePages

@Suite struct RunPageTests {
    @Test("a run under way is followed by its events, and loads again by itself without a script")
    func running() {
        let page = RenderedPage(Sample.runningRun.html(in: Sample.frame()))
        let id = Sample.runs[0].id
        #expect(page.first("section", where: ["data-events": "/api/v1/runs/\(id)/events"]) != nil)
        #expect(page.first("meta", where: ["http-equiv": "refresh", "content": "5"])?.path.last == "noscript")
        #expect(page.first("progress", where: ["max": "31207", "value": "20311"]) != nil)
        #expect(page.first("p", where: ["aria-live": "polite"]) != nil)
        #expect(page.first("form", where: ["action": "/runs/\(id)/cancel"]) != nil)
    }

    @Test("how far a run is shows as it was last told")
    func latest() {
        var progress = EnrichmentProgress()
        progress.rowsRead = 300
        progress.rowsDone = 12
        progress.lookups = [.init(enrichment: "tether", known: 300, done: 100)]
        var page = RunPage(run: Sample.runs[0])
        page.show(progress: progress.json(elapsed: 10))
        #expect(page.progress == progress)
        #expect(page.secondsLeft == 20)
        page.show(progress: EnrichmentProgress().json(elapsed: 0))
        #expect(page.progress == EnrichmentProgress() && page.secondsLeft == nil)
    }

    @Test("a run that failed before it read a row has no times of its stages")
    func stages() {
        var summary = RunSummary(run: "r1", report: "contracts")
        summary.status = .failed
        #expect(RunPage(summary: summary.json, reportTitle: "Contracts").stages == nil)
    }

    @Test("a run that ended offers its files and what can be done then")
    func ended() {
        var ended = Sample.partialRun
        ended.mayCancel = true
        let html = ended.html(in: Sample.frame())
        let page = RenderedPage(html)
        let path = "/runs/" + Sample.runs[1].id
        #expect(page.first("section", where: ["id": "progress"]) == nil)
        #expect(page.first("form", where: ["action": "\(path)/cancel"]) == nil)
        #expect(page.first("meta", where: ["http-equiv": "refresh"]) == nil)
        #expect(page.first("a", where: ["href": "/api/v1\(path)/files/contracts.problems.csv"]) != nil)
        #expect(page.first("form", where: ["action": "\(path)/deliveries/2/retry"]) != nil)
        #expect(page.first("form", where: ["action": "\(path)/deliveries/1/retry"]) == nil)
        #expect(page.first("input", where: ["type": "hidden", "name": "p.signed_from", "value": "2026-10-01"]) != nil)
        #expect(html.contains("The first 6 of 37"))
    }

    @Test("what one may not do is not offered")
    func denied() {
        var page = Sample.partialRun
        page.mayRun = false
        page.mayRetryDeliveries = false
        #expect(RenderedPage(page.html(in: Sample.frame())).all("form", where: ["method": "post"]).count == 1)
        var running = Sample.runningRun
        running.mayCancel = false
        running.mayRun = true
        running.again = FormFields()
        #expect(RenderedPage(running.html(in: Sample.frame())).all("form", where: ["method": "post"]).count == 1)
    }

    @Test("a page is made of a run's record")
    func record() {
        var summary = RunSummary(run: "r1", report: "contracts")
        summary.status = .partial
        summary.parameters = [
            JSON.Member("signed_from", "2026-10-01"), JSON.Member("names", ["a", "b"]), JSON.Member("region", .null),
        ]
        summary.startedAt = "2026-11-29T07:00:00+08:00"
        summary.finishedAt = "2026-11-29T07:01:00+08:00"
        summary.schedule = "daily"
        summary.rows = 12
        summary.seconds = 60
        summary.enrichments = [Sample.counts("tether", keys: 40, missing: 2, failed: 1)]
        summary.problemCount = 1
        summary.problems = [
            Problem(sheet: "S", row: 3, rowCount: 1, enrichment: "tether", key: "C1", attempts: 4, message: "no answer")
        ]
        summary.warnings = ["w"]
        summary.stages.enrich = .seconds(7)
        let page = RunPage(summary: summary.json, reportTitle: "Contracts", labels: ["signed_from": "From"])
        #expect(page.run.id == "r1")
        #expect(page.run.status == .partial)
        #expect(page.run.rows == 12)
        #expect(page.run.schedule == "daily")
        #expect(page.enrichments == summary.enrichments)
        #expect(page.problems == summary.problems)
        #expect(page.warnings == ["w"])
        #expect(page.stages == summary.stages)
        #expect(page.parameters.map(\.label) == ["From", "Names", "Region"])
        #expect(page.parameters.map(\.text) == ["2026-10-01", "a, b", ""])
    }

    @Test("a run that waits has neither start nor rows")
    func queued() {
        var summary = RunSummary(run: "r1", report: "contracts")
        summary.status = .queued
        let item = RunItem(summary: summary.json, reportTitle: "Contracts")
        #expect(item.status == .queued)
        #expect(item.startedAt == nil)
        #expect(item.rows == nil)
    }
}
