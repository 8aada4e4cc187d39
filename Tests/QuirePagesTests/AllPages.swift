import QuireModel
import QuirePages

/// Every page once, by name.
struct NamedPage: CustomStringConvertible {
    var name: String
    var language: Language
    var html: String
    var rendered: RenderedPage

    var description: String { "\(name).\(language.rawValue)" }

    static let all = Language.allCases.flatMap { all(in: $0) }

    private static func all(in language: Language) -> [NamedPage] {
        var frame = Sample.frame(language)
        func named(_ name: String, _ html: String) -> NamedPage {
            NamedPage(name: name, language: language, html: html, rendered: RenderedPage(html))
        }
        var pages = [
            named("reports", Sample.reports.html(in: frame)),
            named("search", ReportsPage(reports: Sample.reports.reports, search: "contr").html(in: frame)),
            named("no-reports", ReportsPage(reports: []).html(in: frame)),
            named("report", Sample.report.html(in: frame)),
            named("report-posted", Sample.postedReport.html(in: frame)),
            named("report-preview", Sample.previewedReport.html(in: frame)),
            named("run-running", Sample.runningRun.html(in: frame)),
            named("run-partial", Sample.partialRun.html(in: frame)),
            named("run-failed", Sample.failedRun.html(in: frame)), named("runs", Sample.runsPage.html(in: frame)),
            named("no-runs", RunsPage(runs: [], reports: []).html(in: frame)),
            named("schedules", Sample.schedules.html(in: frame)),
            named("no-schedules", SchedulesPage(schedules: []).html(in: frame)),
            named("services", Sample.services.html(in: frame)),
            named("no-services", ServicesPage(services: []).html(in: frame)),
            named("problems", ProblemsPage(diagnostics: Sample.diagnostics).html(in: frame)),
            named("error", ErrorPage(.unavailable, diagnostics: Sample.diagnostics).html(in: frame)),
        ]
        frame.user = nil
        frame.showsServices = false
        frame.problemCount = 3
        frame.notice = .signedOut
        pages += [
            named("sign-in", SignInPage(name: "lin", failure: .wrongNameOrPassword).html(in: frame)),
            named("not-found", ErrorPage(.notFound).html(in: frame, isBare: true)),
        ]
        return pages
    }
}
