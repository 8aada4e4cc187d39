import QuireModel
import Testing

@testable import QuirePages

@Suite struct EscapingTests {
    @Test(
        "text is escaped by scalar",
        arguments: [
            ("a & b", "a &amp; b"), ("<b>\"'", "&lt;b&gt;&quot;&#39;"), ("\"\u{301} x=1", "&quot;\u{301} x=1"),
            ("<\u{338}script>", "&lt;\u{338}script&gt;"), ("'\u{200D}", "&#39;\u{200D}"),
            ("a\0b\u{1B}", "a\u{FFFD}b\u{FFFD}"),
            ("line\r\n\ttab", "line\r\n\ttab"), ("中文 🙂", "中文 🙂"), ("", ""),
        ])
    func escaped(text: String, html: String) {
        #expect(Array(EscapedHTML().escapeText(text).unicodeScalars) == Array(html.unicodeScalars))
    }

    static let hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{csrf}}{{{t}}}\"\u{301} onfocus=\"x"

    @Test("hostile text stays text on every page", arguments: HostilePage.all, Language.allCases)
    func pages(page: HostilePage, language: Language) {
        var frame = Sample.frame(language, path: "/?q=\(Self.hostile)")
        frame.user = Self.hostile
        let html = page.html(frame)
        let rendered = RenderedPage(html)
        #expect(rendered.faults == [])
        #expect(rendered.all("script").count == 1)
        #expect(rendered.all("img").isEmpty)
        #expect(!rendered.elements.contains { $0.attributes.keys.contains { $0.hasPrefix("on") } })
        #expect(html.contains("{{csrf}}"))
    }
}

/// A page with hostile text wherever a text goes.
struct HostilePage: CustomStringConvertible, Sendable {
    var description: String
    var html: @Sendable (PageFrame) -> String

    private static var text: String { EscapingTests.hostile }

    static let all = [
        HostilePage(description: "reports") { ReportsPage(reports: [report], search: "").html(in: $0) },
        HostilePage(description: "search") { ReportsPage(reports: [report], search: text).html(in: $0) },
        HostilePage(description: "report") { reportPage.html(in: $0) },
        HostilePage(description: "run") { runPage.html(in: $0) },
        HostilePage(description: "failed run") { frame in
            var page = runPage
            page.run.status = .running
            page.progress = EnrichmentProgress()
            page.progress?.lookups = [EnrichmentProgress.Lookup(enrichment: text, known: 1, done: 0)]
            return page.html(in: frame)
        },
        HostilePage(description: "runs") { frame in
            RunsPage(runs: [run], reports: [ReportName(name: text, title: text)], report: text, older: text)
                .html(in: frame)
        },
        HostilePage(description: "schedules") { SchedulesPage(schedules: [schedule]).html(in: $0) },
        HostilePage(description: "services") { ServicesPage(services: [service]).html(in: $0) },
        HostilePage(description: "sign in") { SignInPage(next: text, name: text).html(in: $0) },
        HostilePage(description: "error") { frame in
            ErrorPage(.failed, hint: text, diagnostics: [diagnostic]).html(in: frame)
        },
        HostilePage(description: "problems") { ProblemsPage(diagnostics: [diagnostic], readAt: text).html(in: $0) },
    ]

    private static var run: RunItem {
        Sample.run(text, .partial, text, report: text, title: text, schedule: text, problems: 2)
    }

    private static var report: ReportItem {
        var report = ReportItem(name: text, title: text)
        report.description = text
        report.nextRun = text
        report.lastRun = run
        return report
    }

    private static var diagnostic: Diagnostic {
        Diagnostic(.error, text, text, at: FilePosition(file: text, line: 1, column: 1), hint: text)
    }

    private static var schedule: ScheduleItem {
        var schedule = ScheduleItem(
            id: text, report: text, reportTitle: text, name: text, cron: text, words: text, timezone: text)
        schedule.isPaused = true
        schedule.pausedAfter = 2
        schedule.warning = .late(run: text)
        schedule.next = [text]
        schedule.last = run
        schedule.fires = [FireItem(at: text, status: .run, run: run)]
        schedule.mayChange = true
        return schedule
    }

    private static var service: ServiceItem {
        var service = ServiceItem(name: text, kind: text, limits: ServiceLimits())
        service.title = text
        service.description = text
        service.lastError = text
        service.breaker = .open
        service.openUntil = text
        service.calls = 1
        service.latency = Latency()
        service.hours = [ServiceHour(from: text, calls: 1, errors: 1, latency: Latency())]
        return service
    }

    private static var reportPage: ReportPage {
        let controls: [(FieldType, Bool, [String])] = [
            (.text, false, []), (.text, true, []), (.text, false, [text]), (.text, true, [text]), (.date, false, []),
            (.boolean, false, []), (.integer, false, []),
        ]
        let fields = controls.enumerated().map { index, control in
            // A name is an identifier, which no definition can get around.
            var field = ParameterField(name: "p\(index)", type: control.0)
            field.isList = control.1
            field.choices = control.2
            field.label = text
            field.description = text
            field.defaultValues = [text]
            field.minimum = text
            field.maximum = text
            field.pattern = text
            return field
        }
        let columns = SheetColumns(sheet: text, columns: [SheetColumns.Column(id: text, title: text)])
        var page = ReportPage(
            name: text, title: text,
            form: ReportForm(parameters: fields, sheets: [columns], formats: [text], format: text))
        page.description = text
        page.entered = FormFields([("where", text), ("sort", text), ("limit", text), ("p.p0", text)])
        page.errors = [FormError(field: "p.p0", message: text), FormError(field: nil, message: text)]
        page.preview = Preview(columns: [Preview.Column(id: text, title: text)], rows: [[text]])
        page.enrichments = [EnrichmentItem(name: text, lookups: [text], dependsOn: [text])]
        page.services = [ServiceUse(name: text, title: text)]
        page.schedules = [schedule]
        page.runs = [run]
        page.diagnostics = [diagnostic]
        return page
    }

    private static var runPage: RunPage {
        var page = RunPage(run: run)
        page.error = text
        page.files = [RunFile(name: text, size: 1)]
        page.enrichments = [Sample.counts(text, keys: 1)]
        page.problems = [
            Problem(sheet: text, row: 1, rowCount: 1, enrichment: text, key: text, attempts: 1, message: text)
        ]
        page.warnings = [text]
        var delivery = DeliveryItem(n: 1, to: text, status: .failed)
        delivery.error = text
        page.deliveries = [delivery]
        page.parameters = [ShownParameter(label: text, text: text)]
        page.again = FormFields([(text, text)])
        page.mayRun = true
        page.mayRetryDeliveries = true
        return page
    }
}
