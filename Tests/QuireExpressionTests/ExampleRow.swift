import QuireExpression
import QuireModel

/// One row of every type, with one enrichment, and the parameters of a run.
enum ExampleRow {
    static let values: [(field: FieldShape, value: Value)] = [
        (FieldShape("sn", .text), .text("C1")),
        (FieldShape("amount", .number), .number(200.5)),
        (FieldShape("count", .integer), .integer(7)),
        (FieldShape("paid", .boolean), .boolean(true)),
        (FieldShape("signed_on", .date), .date(CalendarDate(year: 2026, month: 1, day: 31)!)),
        (FieldShape("changed_at", .datetime), .datetime(LocalDateTime.parse("2026-01-31 12:30:05.25")!.moment)),
        (FieldShape("opens", .time), .time(TimeOfDay("08:05:00")!)),
        (FieldShape("took", .interval), .interval(1.5)),
        (FieldShape("exact", .number), .decimal("12345678901234567.25")),
        (FieldShape("whole", .number), .decimal("9007199254740993")),
        (FieldShape("missing", .text), .null),
        (FieldShape("Customer Name", .text), .text("Acme")),
        (FieldShape("order", .integer), .integer(42)),
        (FieldShape("金额", .number), .number(3)),
        (FieldShape("key", .text), .text("k")),
        (FieldShape("A", .integer), .integer(1)),
        (FieldShape("a", .integer), .integer(2)),
        (FieldShape("clock", .text), .text("now")),
        (FieldShape("empty", .text), .text("")),
        (FieldShape("long", .text), .text(String(repeating: "长", count: 1000))),
        (FieldShape("say \"hi\"", .text), .text("quoted")),
        (FieldShape("with\u{0}nul", .text), .text("a\u{0}b")),
        (FieldShape("tether", .text), .text("a field of an enrichment's name")),
    ]

    static let enrichments = [
        ExpressionScope.Enrichment(name: "tether", fields: [FieldShape("ours", .number), FieldShape("from", .text)]),
        ExpressionScope.Enrichment(name: "fx", fields: [FieldShape("rate", .number)]),
    ]

    static let parameters: [String: ParameterValue] = [
        "today": .single(.date(CalendarDate(year: 2026, month: 11, day: 23)!)),
        "region": .single(.text("east")), "names": .list([.text("C1"), .text("C2")]), "none": .list([]),
    ]

    static let scope = ExpressionScope(
        fields: values.map(\.field), enrichments: enrichments, parameters: parameters)

    static let batch = EnrichedBatch(
        rows: RowBatch(fields: values.map(\.field), firstRow: 0, values: values.map(\.value), rowCount: 1),
        enrichments: [
            EnrichmentColumn(
                slots: [0],
                answers: [
                    KeyAnswer(key: LookupKey([.text("C1")]), outcome: .found, values: [.number(0.25), .text("there")])
                ]),
            EnrichmentColumn(slots: [-1], answers: []),
        ])

    static func evaluate(_ text: String) throws(DiagnosticError) -> Value {
        try CompiledExpression(ExpressionSyntax(ExpressionText(text)), in: scope).evaluate(batch, row: 0)
    }
}
