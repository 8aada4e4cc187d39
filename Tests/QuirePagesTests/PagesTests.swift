import Foundation
import QuireModel
import Testing

@testable import QuirePages

@Suite struct PagesTests {
    @Test("a page is well-formed, its ids and labels fit together", arguments: NamedPage.all)
    func wellFormed(page: NamedPage) {
        #expect(page.rendered.faults == [])
        #expect(!page.html.contains("{{"))
    }

    @Test("a page keeps to the content security policy", arguments: NamedPage.all)
    func policy(page: NamedPage) {
        for element in page.rendered.elements {
            #expect(element.name != "style")
            #expect(element.attributes["style"] == nil)
            #expect(!element.attributes.keys.contains { $0.hasPrefix("on") })
            #expect(element.attributes["href"]?.hasPrefix("javascript:") != true)
            if element.name == "script" { #expect(element.attributes["src"] == Assets.script.url) }
        }
    }

    @Test("every form that is posted brings the token along", arguments: NamedPage.all)
    func tokens(page: NamedPage) {
        let rendered = page.rendered
        let tokens = rendered.all("input", where: ["name": "csrf", "type": "hidden", "value": "csrf-token"])
        #expect(tokens.count == rendered.all("form", where: ["method": "post"]).count)
    }

    @Test(
        "a page has one heading, one main part, a way past the menu, its language, and headed tables",
        arguments: NamedPage.all)
    func landmarks(page: NamedPage) {
        let rendered = page.rendered
        #expect(rendered.all("h1").count == 1)
        #expect(rendered.all("main", where: ["id": "main"]).count == 1)
        #expect(rendered.first("a", where: ["class": "skip", "href": "#main"]) != nil)
        #expect(rendered.first("html", where: ["lang": page.language.rawValue]) != nil)
        #expect(rendered.all("th").allSatisfy { $0.attributes["scope"] != nil })
        #expect(rendered.all("caption").count == rendered.all("table").count)
        #expect(
            rendered.all("svg").allSatisfy {
                $0.attributes["aria-hidden"] == "true" || $0.attributes["aria-label"] != nil
            })
    }

    private static let goldens = [
        "reports", "report-posted", "report-preview", "run-running", "run-partial", "schedules",
    ]

    @Test("pages look as they are checked in", arguments: NamedPage.all.filter { goldens.contains($0.name) })
    func golden(page: NamedPage) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "expected/\(page).html")
        let html = page.html.replacing(/\?v=[0-9a-f]{16}/, with: "?v=HASH")
        if ProcessInfo.processInfo.environment["QUIRE_RENEW"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(html.utf8).write(to: file)
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(html == expected, "renew it, and look at what changed: QUIRE_RENEW=1 swift test --filter PagesTests")
    }

    @Test("the menu has services only for those who may see them, and marks where one is")
    func menu() {
        var frame = Sample.frame()
        frame.showsServices = false
        let rendered = RenderedPage(Sample.runsPage.html(in: frame))
        #expect(rendered.first("a", where: ["href": "/services"]) == nil)
        #expect(rendered.all("a", where: ["aria-current": "page"]).map { $0.attributes["href"] } == ["/runs"])
    }

    @Test("another language is offered on the same page, with its query kept")
    func languages() {
        for path in ["//evil.example/x", "/\\evil.example/x"] {
            let page = RenderedPage(ReportsPage(reports: []).html(in: Sample.frame(path: path)))
            #expect(
                page.first("a", where: ["hreflang": "zh-CN"])?.attributes["href"] == "/evil.example/x?lang=zh-CN")
        }
        let page = RenderedPage(ReportsPage(reports: []).html(in: Sample.frame(path: "/runs?report=a%2Fb&lang=en")))
        #expect(
            page.first("a", where: ["hreflang": "zh-CN"])?.attributes["href"] == "/runs?report=a%2Fb&amp;lang=zh-CN")
    }

    @Test("names with slashes are one segment of the address")
    func addresses() {
        let html = Sample.schedules.html(in: Sample.frame())
        #expect(html.contains("action=\"/schedules/finance%2Faging%2Fmonthly/resume\""))
        #expect(html.contains("href=\"/reports/finance%2Faging\""))
        #expect(PathText.encoded("a b/ü'\"~") == "a%20b%2F%C3%BC%27%22~")
    }

    @Test("the search finds all words in title, name and description")
    func search() {
        let found = { (text: String) in Sample.reports.reports.filter { $0.matches(text) }.map(\.name) }
        #expect(found("CONTRACTS share") == ["contracts"])
        #expect(found("finance") == ["finance/aging"])
        #expect(found("结算") == ["settlements"])
        #expect(found("nothing of the kind") == [])
        #expect(found(" ").count == 4)
    }

    @Test("an error page has the status of its kind")
    func errors() {
        let kinds: [ErrorPage.Kind] = [
            .badRequest, .forbidden, .staleForm, .notFound, .conflict, .tooLarge, .tooManyRequests, .failed,
            .unavailable,
        ]
        #expect(kinds.map(\.status) == [400, 403, 403, 404, 409, 413, 429, 500, 503])
        for kind in kinds {
            #expect(ErrorPage(kind).html(in: Sample.frame()).contains("<p class=\"error-code\">\(kind.status)</p>"))
        }
    }
}
