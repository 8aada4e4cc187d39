import QuireAuthoring
import QuireModel
import QuirePlugin
import Testing

/// What is guessed of a query.
@Suite struct DraftTests {
    private func parameters(_ query: String) throws -> [DraftParameter] {
        try DraftParameter.all(of: SQLText(query, at: nil))
    }

    @Test(
        "a parameter's type follows from its name",
        arguments: [
            ("signed_from", FieldType.date), ("to", .date), ("day", .date), ("date_of_birth", .date), ("since", .date),
            ("created_at", .datetime), ("year", .integer), ("fiscal_year", .integer), ("region", .text),
            ("total", .text),
        ])
    func types(name: String, type: FieldType) throws {
        #expect(try parameters("SELECT :\(name)").map(\.type) == [type])
    }

    @Test("each is there once, those of every run are not, and text is no parameter")
    func once() throws {
        #expect(try parameters("SELECT :b, ':c', :today, :a, :b -- :d").map(\.name) == ["b", "a"])
    }

    @Test(
        "how it is used says whether it is a list, and whether it may be left out",
        arguments: [
            ("a IN (:x)", true, false), ("a in\n ( :x )", true, false), ("a IN(:x)", true, false),
            ("a = :x", false, false),
            ("f(:x)", false, false), ("(:x IS NULL OR a = :x)", false, true), ("(:x  is not null)", false, true),
            ("begin (:x)", false, false),
        ])
    func uses(condition: String, isList: Bool, isOptional: Bool) throws {
        let parameter = try #require(try parameters("SELECT * FROM a WHERE \(condition)").first)
        #expect(parameter.isList == isList)
        #expect(parameter.isOptional == isOptional)
    }

    @Test("a name that no parameter can have is refused at its place")
    func names() throws {
        let query = SQLText("SELECT\n :Day", at: FilePosition(file: "--query", line: 1, column: 1))
        let error = #expect(throws: DiagnosticError.self) { try DraftParameter.all(of: query) }
        #expect(error?.diagnostics.first?.position == FilePosition(file: "--query", line: 2, column: 2))
    }

    @Test(
        "a column's format follows from its type and its name",
        arguments: [
            (FieldShape("amount", .number), "money", "sum"), (FieldShape("unitPrice", .number), "money", "sum"),
            (FieldShape("share", .number), "number", nil), (FieldShape("signed_on", .date), "date", nil),
            (FieldShape("at", .datetime), "datetime", nil), (FieldShape("opens", .time), "time", nil),
            (FieldShape("contracts", .integer), "integer", nil), (FieldShape("order_no", .integer), nil, nil),
            (FieldShape("amount"), nil, nil), (FieldShape("amount", .text), nil, nil),
            (FieldShape("ok", .boolean), nil, nil),
        ])
    func formats(field: FieldShape, format: String?, total: String?) {
        let column = DraftColumn(field)
        #expect(column.format == format)
        #expect(column.total == total)
    }
}
