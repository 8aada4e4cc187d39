import QuireModel
import Testing

@testable import QuirePages

/// The form that is made from parameters.
@Suite struct ReportFormTests {
    private static func page(_ fields: [ParameterField], _ entered: FormFields? = nil) -> RenderedPage {
        var page = ReportPage(name: "r", title: "R", form: ReportForm(parameters: fields))
        page.entered = entered
        return RenderedPage(page.html(in: Sample.frame()))
    }

    private static func field(_ type: FieldType, _ change: (inout ParameterField) -> Void = { _ in }) -> ParameterField
    {
        var field = ParameterField(name: "x", type: type)
        change(&field)
        return field
    }

    @Test(
        "each type has its control, with its default",
        arguments: [
            (field(.date) { $0.defaultValues = ["2026-10-01"] }, ["type": "date", "value": "2026-10-01"]),
            (
                field(.datetime) { $0.defaultValues = ["2026-10-01 08:00:00"] },
                ["type": "datetime-local", "value": "2026-10-01T08:00:00"]
            ),
            (
                field(.datetime) { $0.defaultValues = ["2026-10-01 08:00:05.5"] },
                ["type": "datetime-local", "value": "2026-10-01T08:00:05", "step": "1"]
            ),
            (
                field(.integer) {
                    $0.minimum = "1"
                    $0.maximum = "24"
                }, ["type": "number", "step": "1", "min": "1", "max": "24", "value": ""]
            ),
            (field(.number), ["type": "number", "step": "any"]),
            (
                field(.text) {
                    $0.pattern = "[A-Z]+"
                    $0.isRequired = true
                }, ["type": "text", "pattern": "[A-Z]+", "required": ""]
            ),
            (field(.boolean) { $0.defaultValues = ["true"] }, ["type": "checkbox", "value": "true", "checked": ""]),
            (
                field(.text) {
                    $0.isSecret = true
                    $0.defaultValues = ["hush"]
                }, ["type": "password", "value": ""]
            ),
        ] as [(ParameterField, [String: String])])
    func inputs(field: ParameterField, attributes: [String: String]) throws {
        let input = try #require(Self.page([field]).first("input", where: ["name": "p.x", "id": "p.x"]))
        for (name, value) in attributes { #expect(input.attributes[name] == value) }
    }

    @Test("a boolean that may be left out is chosen from three")
    func yesOrNo() {
        let options = Self.page([Self.field(.boolean)], FormFields([("p.x", "false")])).all("option").prefix(3)
        #expect(options.map { $0.attributes["value"] } == ["", "true", "false"])
        #expect(options.map { $0.attributes["selected"] } == [nil, nil, ""])
    }

    @Test("choices of one are a select, of several boxes to check")
    func choices() {
        let one = Self.field(.text) { $0.choices = ["a", "b"] }
        var several = one
        several.isList = true
        several.defaultValues = ["b"]
        #expect(Self.page([one]).first("select", where: ["name": "p.x"]) != nil)
        let boxes = Self.page([several]).all("input", where: ["name": "p.x", "type": "checkbox"])
        #expect(boxes.map { $0.attributes["value"] } == ["a", "b"])
        #expect(boxes.map { $0.attributes["checked"] } == [nil, ""])
        let emptied = Self.page([several], FormFields([("offered", "p.x")])).all("input", where: ["name": "p.x"])
        #expect(emptied.allSatisfy { $0.attributes["checked"] == nil })
    }

    @Test("a form keeps what was typed, says beside the field what is wrong, and never shows a secret")
    func posted() throws {
        let html = Sample.postedReport.html(in: Sample.frame())
        let page = RenderedPage(html)
        let date = try #require(page.first("input", where: ["name": "p.signed_from"]))
        #expect(date.attributes["value"] == "2026-13-01")
        #expect(date.attributes["type"] == "text", "a date field would show nothing of it")
        #expect(date.attributes["aria-invalid"] == "true")
        #expect(date.attributes["aria-describedby"] == "p.signed_from-error")
        #expect(page.first("a", where: ["href": "#p.signed_from"]) != nil)
        #expect(page.first("option", where: ["value": "west", "selected": ""]) != nil)
        #expect(page.first("input", where: ["name": "p.drafts", "checked": ""]) != nil)
        #expect(page.first("input", where: ["name": "where", "value": "amount &gt; 1000"]) != nil)
        #expect(page.first("details", where: ["class": "options", "open": ""]) != nil)
        #expect(
            page.all("input", where: ["name": "columns", "checked": ""]).map { $0.attributes["value"] } == [
                "sn", "amount",
            ])
        #expect(html.contains(">\nC1, C2</textarea>"))
        #expect(!html.contains("typed-secret"))
        #expect(!html.contains("hidden-default"))
    }

    @Test("options stay closed, and every column is chosen, until something else is asked for")
    func options() {
        let page = RenderedPage(Sample.report.html(in: Sample.frame()))
        #expect(page.first("details", where: ["class": "options"])?.attributes["open"] == nil)
        let boxes = page.all("input", where: ["name": "columns"])
        #expect(boxes.map { $0.attributes["value"] } == Sample.form.columnIDs)
        #expect(boxes.allSatisfy { $0.attributes["checked"] != nil })
        #expect(Set(Sample.form.columnIDs).count == Sample.form.columnIDs.count)
    }

    @Test("the form goes to run or preview, and is not there for those who may do neither")
    func buttons() {
        var report = Sample.report
        let page = RenderedPage(report.html(in: Sample.frame()))
        #expect(page.first("form", where: ["action": "/reports/finance%2Fcontracts/run"]) != nil)
        #expect(page.first("button", where: ["formaction": "/reports/finance%2Fcontracts/preview#preview"]) != nil)
        report.mayRun = false
        #expect(RenderedPage(report.html(in: Sample.frame())).first("form", where: ["id": "form"]) == nil)
    }

    @Test("a parameter without a label is called after its name")
    func titles() {
        #expect(ParameterField(name: "signed_from", type: .date).title == "Signed from")
    }
}
