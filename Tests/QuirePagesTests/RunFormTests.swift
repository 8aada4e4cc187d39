import QuireModel
import Testing

@testable import QuirePages

/// What a posted form asks for.
@Suite struct RunFormTests {
    struct Case: CustomStringConvertible, Sendable {
        var description: String
        var fields: [(String, String)]
        var parameters: [String] = []
        var columns: String?
        var filter: String?
        var limit: Int?
        var format: String?
        var errors: [String] = []

        init(_ description: String, _ fields: [(String, String)], _ parameters: [String] = []) {
            self.description = description
            self.fields = fields
            self.parameters = parameters
        }

        func with(_ change: (inout Case) -> Void) -> Case {
            var changed = self
            change(&changed)
            return changed
        }
    }

    static let cases = [
        Case("nothing posted", []),
        Case("a date", [("p.signed_from", "2026-10-01")], ["signed_from=2026-10-01"]),
        Case("an empty date takes the default", [("p.signed_from", "")]),
        Case("the last of several values", [("p.signed_from", "a"), ("p.signed_from", "b")], ["signed_from=b"]),
        Case("parameters there are not", [("p.other", "1"), ("signed_from", "1")]),
        Case("a number that is none goes on, to be refused with its text", [("p.months", "x")], ["months=x"]),
        Case("an empty text without a default is not given", [("p.code", "")]),
        Case("an empty text in place of a default is empty", [("p.note", "")], ["note="]),
        Case("white space in a text stays", [("p.note", " a ")], ["note= a "]),
        Case("an empty choice is not given", [("p.region", "")]),
        Case("a checked box", [("offered", "p.drafts"), ("p.drafts", "true")], ["drafts=true"]),
        Case("an unchecked box", [("offered", "p.drafts")], ["drafts=false"]),
        Case("yes, no or neither: no", [("p.paid", "false")], ["paid=false"]),
        Case("yes, no or neither: neither", [("p.paid", "")]),
        Case("checked choices", [("p.kinds", "new"), ("p.kinds", "renewal")], ["kinds=new,renewal"]),
        Case("a checked choice that holds a comma", [("p.kinds", "change, small")], ["kinds=[\"change, small\"]"]),
        Case("no choice where there was one", [("offered", "p.kinds")], ["kinds=[]"]),
        Case("no choice of a list that has to have one", [("offered", "p.needed")]),
        Case("a list", [("p.customers", "C1, C2 ,,C3")], ["customers=C1,C2,C3"]),
        Case("a list with a value on each line", [("p.customers", "C1\r\nC2\r\n\r\n")], ["customers=C1,C2"]),
        Case("a list as JSON", [("p.customers", "[\"a,b\",\"c\"]")], ["customers=[\"a,b\",\"c\"]"]),
        Case("a list that only begins as JSON", [("p.customers", "[a, b")], ["customers=[\"[a\",\"b\"]"]),
        Case("an emptied list", [("offered", "p.customers"), ("p.customers", " ")], ["customers=[]"]),
        Case("an empty secret takes the default", [("offered", "p.access_code"), ("p.access_code", "")]),
        Case("a secret", [("p.access_code", "s")], ["access_code=s"]),
        Case("all columns", [("offered", "columns")] + columnIDs.map { ("columns", $0) }),
        Case("some columns", [("offered", "columns"), ("columns", "sn"), ("columns", "amount")])
            .with { $0.columns = "sn,amount" },
        Case("columns of a link", [("columns", "amount,sn")]).with { $0.columns = "amount,sn" },
        Case("no column", [("offered", "columns")]).with { $0.errors = ["columns"] },
        Case("a filter", [("where", "amount > 1"), ("sort", " ")]).with { $0.filter = "amount > 1" },
        Case("a limit", [("limit", "100")]).with { $0.limit = 100 },
        Case("a limit that is none", [("limit", "0")]).with { $0.errors = ["limit"] },
        Case("a limit that is no number", [("limit", "many")]).with { $0.errors = ["limit"] },
        Case("a format", [("format", "csv")]).with { $0.format = "csv" },
        Case("a format there is not", [("format", "pdf")]).with {
            $0.format = "pdf"
            $0.errors = ["format"]
        },
    ]

    private static var columnIDs: [String] { Sample.form.columnIDs }

    private static var form: ReportForm {
        var form = Sample.form
        var note = ParameterField(name: "note", type: .text)
        note.defaultValues = ["as usual"]
        var needed = ParameterField(name: "needed", type: .text)
        needed.isList = true
        needed.isRequired = true
        needed.choices = ["a", "b"]
        form.parameters += [note, needed]
        return form
    }

    @Test("a form is read as a run takes it", arguments: cases)
    func read(form: Case) {
        let read = RunForm.read(FormFields(form.fields.map { (name: $0.0, value: $0.1) }), Self.form, in: .english)
        #expect(read.parameters.map { "\($0.name)=\($0.text)" } == form.parameters)
        #expect(read.columns == form.columns)
        #expect(read.filter == form.filter)
        #expect(read.sort == nil)
        #expect(read.limit == form.limit)
        #expect(read.format == form.format)
        #expect(read.errors.compactMap(\.field) == form.errors)
    }

    @Test("what a run was asked for fills the form in, and is read from it again")
    func again() {
        let parameters = [
            ("signed_from", "2026-10-01"), ("kinds", "[\"new\",\"change, small\"]"), ("customers", "C1,C2"),
        ]
        let fields = FormFields(
            parameters: parameters.map { (name: $0.0, text: $0.1) }, columns: "sn,amount", filter: "amount > 0",
            sort: "-amount", limit: 5, format: "csv")
        let read = RunForm.read(fields, Sample.form, in: .english)
        #expect(
            read.parameters.map { "\($0.name)=\($0.text)" }
                == ["signed_from=2026-10-01", "kinds=[\"new\",\"change, small\"]", "customers=C1,C2"])
        #expect(read.columns == "sn,amount")
        #expect(read.filter == "amount > 0")
        #expect(read.sort == "-amount")
        #expect(read.limit == 5)
        #expect(read.format == "csv")
        #expect(read.errors == [])
    }

    @Test(
        "a list's text gives the same values back",
        arguments: [
            [], ["a"], ["a", "b"], ["a,b", "c"], ["[x"], ["["], [""], ["a", ""], [" a"], ["a\nb"], ["\"q\""], ["中，文"],
        ])
    func lists(values: [String]) {
        #expect(ListText.values(ListText.text(values)) == values)
    }
}
