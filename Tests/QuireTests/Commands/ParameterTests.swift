import QuireModel
import QuireTesting
import Testing

@Suite struct ParameterTests {
    private static let definition = """
        title: Given
        parameters:
          name:    { type: text, default: east }
          count:   { type: integer, default: 3, min: 1, max: 9 }
          share:   { type: number, default: 0.5 }
          open:    { type: boolean, default: true }
          day:     { type: date, default: "date('2026-01-31', 'start of month')" }
          until:   { type: date, default: 2026-03-01 }
          moment:  { type: datetime, default: 2026-01-02 03:04:05 }
          names:   { type: [text], default: [a, b] }
          counts:  { type: [integer], required: false }
          region:  { type: text, choices: [east, west], required: false }
          code:    { type: text, pattern: "[A-Z]{2}", required: false }
          pin:     { type: text, secret: true, default: "hidden default" }
          pins:    { type: [text], secret: true, required: false }
          number:  { type: integer, secret: true, required: false }
          choice:  { type: text, choices: [one], secret: true, required: false }
        source:
          connection: crm
          query: |
            SELECT :name AS name, typeof(:count) AS count_type, :count + 1 AS count, :share * 2 AS share,
                   :open AS open, :day AS day, :until AS until, :moment AS moment,
                   (SELECT group_concat(value, '|') FROM word WHERE value IN (:names)) AS names,
                   :region IS NULL AS everywhere, length(:pin) AS pin, :code AS code
        columns: [name, count_type, count, share, open, day, until, moment, names, everywhere, pin, code]
        """

    private func run(_ arguments: [String]) async throws -> Program.Outcome {
        let project = Project([
            "given.yaml": Self.definition, "quire.yaml": "connections: { crm: { kind: sqlite, file: data/crm.db } }",
        ])
        try project.makeDatabase(
            "CREATE TABLE word (value TEXT); INSERT INTO word VALUES ('a'), ('b'), ('a,b'), ('金额'), ('c')")
        return try await project.quire(["run", "given", "-o", "-", "--format", "csv"] + arguments)
    }

    /// What a parameter makes of a column.
    struct Taken: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        var column: Int
        var cell: String
        var testDescription: String {
            arguments.isEmpty ? "default of column \(column)" : arguments.joined(separator: " ")
        }

        init(_ arguments: String..., column: Int, cell: String) {
            self.arguments = arguments
            self.column = column
            self.cell = cell
        }

        static let all = [
            Taken(column: 0, cell: "east"), Taken("name=", column: 0, cell: ""),
            Taken("name=a=b", column: 0, cell: "a=b"),
            Taken("name=金额 🎉", column: 0, cell: "金额 🎉"),
            Taken("name='; DROP TABLE word", column: 0, cell: "'; DROP TABLE word"),
            Taken("name=12", column: 0, cell: "12"), Taken(column: 1, cell: "integer"), Taken(column: 2, cell: "4"),
            Taken("count=9", column: 2, cell: "10"), Taken(column: 3, cell: "1"),
            Taken("share=0.25", column: 3, cell: "0.5"),
            Taken("share=2", column: 3, cell: "4"), Taken(column: 5, cell: "2026-01-01"),
            Taken("day=2024-02-29", column: 5, cell: "2024-02-29"), Taken(column: 6, cell: "2026-03-01"),
            Taken(column: 8, cell: "a|b"), Taken("names=a,c", column: 8, cell: "a|c"),
            Taken(#"names=["a,b","c"]"#, column: 8, cell: "a,b|c"), Taken("names=金额", column: 8, cell: "金额"),
            Taken(column: 9, cell: "1"), Taken("region=west", column: 9, cell: "0"), Taken(column: 10, cell: "14"),
            Taken("pin=123", column: 10, cell: "3"), Taken("code=AB", column: 11, cell: "AB"),
        ]
    }

    @Test("A parameter reaches the query as a value of its type", arguments: Taken.all)
    func taken(_ taken: Taken) async throws {
        let outcome = try await run(taken.arguments)
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        try #require(outcome.lines.count == 2)
        let cells = try #require(CSVText.cells(outcome.lines[1]))

        #expect(cells[taken.column] == taken.cell)
    }

    @Test(
        "A value that does not fit its parameter ends with 2 and says what would fit",
        arguments: [
            ("count=three", ["'count' takes an integer, not 'three'"]), ("count=1.5", ["'count'", "1.5"]),
            ("count=0", ["'count'", "1"]), ("count=10", ["'count'", "9"]),
            ("share=x", ["'share' takes a number, not 'x'"]),
            ("open=maybe", ["'open'", "maybe"]),
            ("day=2026-02-30", ["'day' takes a date, not '2026-02-30'", "2026-01-31"]),
            ("moment=noon", ["'moment'", "noon"]), ("counts=1,b", ["'counts'", "'b'"]), ("counts=[1,", ["'counts'"]),
            ("region=north", ["'region' cannot be 'north'", "east, west"]), ("code=abc", ["'code'", "[A-Z]{2}"]),
            ("nmae=x", ["no parameter 'nmae'", "did you mean 'name'?"]),
            ("today=2026-01-01", ["no parameter 'today'"]),
        ] as [(String, [String])])
    func refused(argument: String, says: [String]) async throws {
        let outcome = try await run([argument])
        #expect(outcome.exitCode == 2, "\(outcome.said)")
        #expect(outcome.standardError.hasPrefix("error: "))
        for part in says { #expect(outcome.standardError.contains(part), "\(outcome.standardError)") }
    }

    @Test("A secret parameter's value is never shown, whether it fits or not")
    func secret() async throws {
        for arguments in [
            ["pin=pa55word"], ["pin=pa55word", "count=x"], ["pins=[pa55word"], ["number=pa55word"], ["choice=pa55word"],
            ["-v", "pin=pa55word", "--summary", "json"],
        ] {
            let outcome = try await run(arguments)
            #expect(!outcome.said.contains("pa55word"), "\(outcome.said)")
            #expect(!outcome.said.contains("hidden default"))
        }
    }

    @Test("A parameter that is required must be given")
    func required() async throws {
        let project = Project([
            "r.yaml": """
            title: R
            parameters: { day: { type: date } , other: { type: text } }
            source: { file: "data/{day}.csv" }
            columns: [sn]
            """, "data/2026-01-02.csv": "sn\nC1\n",
        ])
        let without = try await project.quire("run", "r")
        #expect(without.exitCode == 2)
        #expect(without.standardError.contains("'day'"))
        #expect(without.standardError.contains("'other'"))
        let given = try await project.quire("run", "r", "day=2026-01-02", "other=x", "-o", "-", "--format", "csv")
        #expect(given.lines == ["Sn", "C1"], "\(given.said)")
    }
}

/// Reads csv by the letter, as another program would.
enum CSVText {
    /// The cells of a line; nil where a quote is left open.
    static func cells(_ line: String) -> [String]? {
        var cells = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: cells.append("")
            default: cells[cells.count - 1].append(character)
            }
        }
        return isQuoted ? nil : cells
    }
}
