import QuireDefinition
import QuireModel
import Testing

/// A highlight as written, and what it is in a run.
struct HighlightCase: Sendable, CustomTestStringConvertible {
    var written: String
    var rule: Highlight.Rule?

    var testDescription: String { written }

    init(_ written: String, _ rule: Highlight.Rule?) {
        self.written = written
        self.rule = rule
    }

    private static let day = Value.date(CalendarDate(daysSinceEpoch: 20_484))
    private static let noon = Value.datetime(LocalDateTime(microseconds: 20_484 * 86_400_000_000 + 43_200_000_000))

    static let all = [
        HighlightCase("when: < 0, style: bad", .compare(.less, .number(0))),
        HighlightCase("when: '<=-1.5', style: bad", .compare(.atMost, .number(-1.5))),
        HighlightCase("when: '  >=  1e3 ', style: bad", .compare(.atLeast, .number(1000))),
        HighlightCase("when: '> .5', style: bad", .compare(.greater, .number(0.5))),
        HighlightCase("when: = true, style: bad", .compare(.equal, .boolean(true))),
        HighlightCase("when: '<> \"say \"\"no\"\"\"', style: bad", .compare(.notEqual, .text("say \"no\""))),
        HighlightCase("when: \"= 'it''s'\", style: bad", .compare(.equal, .text("it's"))),
        HighlightCase("when: '= \"\"', style: bad", .compare(.equal, .text(""))),
        HighlightCase("when: < 2026-01-31, style: bad", .compare(.less, day)),
        HighlightCase("when: < 2026-01-31T12:00, style: bad", .compare(.less, noon)),
        HighlightCase("when: < 2026-01-31 12:00:00, style: bad", .compare(.less, noon)),
        HighlightCase("when: '= \"2026-01-31\"', style: bad", .compare(.equal, .text("2026-01-31"))),
        HighlightCase("when: between 1 and 5, style: bad", .between(.number(1), .number(5))),
        HighlightCase("when: BETWEEN 2026-01-31 AND 2026-01-31 12:00, style: bad", .between(day, noon)),
        HighlightCase("when: contains \"a and b\", style: bad", .contains("a and b")),
        HighlightCase("when: blank, style: bad", .blank),
        HighlightCase("when: not  blank, style: bad", .notBlank),
        HighlightCase("when: '> :least', style: bad", .compare(.greater, .number(10))),
        HighlightCase("when: '> :nothing', style: bad", nil),
        HighlightCase("when: between :nothing and 5, style: bad", nil),
        HighlightCase("when: '>= :today', style: bad", .compare(.atLeast, day)),
        HighlightCase("when: 'contains :word', style: bad", .contains("east")),
        HighlightCase("data_bar: green", .dataBar(Color(rgb: 0x008000))),
        HighlightCase(
            "color_scale: [red, white, '#63BE7B']",
            .colorScale([Color(rgb: 0xFF0000), Color(rgb: 0xFFFFFF), Color(rgb: 0x63BE7B)])),
        HighlightCase("icons: traffic_lights", .icons(.trafficLights)),
        HighlightCase("duplicates: warn", .duplicates),
        HighlightCase("top: 10, style: good", .top(10)),
    ]
}

@Test("A highlight is read, with a run's parameters in their places", arguments: HighlightCase.all)
func highlightRule(_ example: HighlightCase) throws {
    let report = try SampleProject().report(
        """
        parameters:
          least: { type: number, default: 1 }
          nothing: { type: number, required: false }
          word: { type: text, default: east }
        source: { connection: crm, query: SELECT 1 }
        columns:
          - { value: sn, highlight: [{ \(example.written) }] }
        """)
    let layout = report.columns[0].layout(with: [
        "least": .single(.number(10)), "nothing": .single(.null), "word": .single(.text("east")),
        "today": .single(.date(CalendarDate(daysSinceEpoch: 20_484))),
    ])
    #expect(layout.highlights.map(\.rule) == [example.rule].compactMap(\.self))
}

@Test("A highlight's style is a name's, the project's over the one that is there, or its own")
func highlightStyles() throws {
    let project = SampleProject()
    project.write(
        "styles: { bad: { bold: true }, loud: { color: red } }\nconnections: { crm: { kind: sqlite, file: a } }",
        to: "quire.yaml")
    let report = try project.report(
        """
        source: { connection: crm, query: SELECT 1 }
        columns:
          - value: sn
            highlight:
              - { when: < 0, style: bad }
              - { when: < 0, style: loud }
              - { when: < 0, style: { background: '#C6EFCE' } }
              - { duplicates: muted }
        """)
    let styles = report.columns[0].layout(with: [:]).highlights.map(\.style)
    try #require(styles.count == 4)
    #expect(styles[0].bold == true)
    #expect(styles[0].color == Color(rgb: 0x9C0006))
    #expect(styles[0].background == Color(rgb: 0xFFC7CE))
    #expect(styles[1].color == Color(rgb: 0xFF0000))
    #expect(styles[2].background == Color(rgb: 0xC6EFCE))
    #expect(styles[3].color == Color(rgb: 0x808080))
}

@Test("Choices are what they are written as, dates without quotes among them")
func choiceValues() throws {
    let report = try SampleProject().report(
        """
        source: { connection: crm, query: SELECT 1 }
        columns:
          - { value: sn, group: 2, choices: [east, '7', 7, 0.5, true, 2026-01-31, '2026-01-31', 2026-01-31T12:00] }
        """)
    let layout = report.columns[0].layout
    #expect(layout.outlineLevel == 2)
    #expect(
        layout.choices == [
            .text("east"), .text("7"), .integer(7), .number(0.5), .boolean(true),
            .date(CalendarDate(daysSinceEpoch: 20_484)), .text("2026-01-31"),
            .datetime(LocalDateTime(microseconds: 20_484 * 86_400_000_000 + 43_200_000_000)),
        ])
}
