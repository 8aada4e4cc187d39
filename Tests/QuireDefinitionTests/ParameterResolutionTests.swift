import QuireDefinition
import QuireExpression
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

struct ResolutionCase: Sendable, CustomTestStringConvertible {
    var definition: String
    var given: String?
    var expected: ParameterValue?
    var problem: String?

    init(_ definition: String, _ given: String?, _ expected: ParameterValue) {
        self.definition = definition
        self.given = given
        self.expected = expected
    }

    init(_ definition: String, _ given: String?, problem: String) {
        self.definition = definition
        self.given = given
        self.problem = problem
    }

    var testDescription: String { "\(definition) given \(given ?? "nothing")" }
}

private func day(_ text: String) -> ParameterValue {
    .single(CalendarDate(text).map(Value.date) ?? .null)
}

private func moment(_ text: String) -> ParameterValue {
    .single(LocalDateTime.parse(text).map { .datetime($0.moment) } ?? .null)
}

private func resolve(_ parameters: String, _ given: [(name: String, text: String)]) throws -> [String: ParameterValue] {
    let report = try SampleProject().report(
        "parameters: \(parameters)\nsource: { connection: crm, query: SELECT 1 }\ncolumns: [sn]")
    let zone = try #require(Zone(identifier: "Asia/Shanghai"))
    let now = try #require(LocalDateTime.parse("2026-03-15T09:30:15.250")?.moment)
    return try ParameterResolver(report.definition, zone: zone, now: now).resolve(given)
}

private func problems(_ parameters: String, _ given: [(name: String, text: String)]) -> [String] {
    do {
        _ = try resolve(parameters, given)
        return []
    } catch let error as DiagnosticError {
        return error.diagnostics.map { $0.message + ($0.hint.map { " (\($0))" } ?? "") }
    } catch {
        return ["\(error)"]
    }
}

@Test(
    "A parameter takes a text of its type, or its default",
    arguments: [
        ResolutionCase("{ type: text }", "east", .single(.text("east"))),
        ResolutionCase("{ type: text }", "", .single(.text(""))),
        ResolutionCase("{ type: text }", "007", .single(.text("007"))),
        ResolutionCase("{ type: integer }", "-12", .single(.integer(-12))),
        ResolutionCase(
            "{ type: integer }", "1.5", problem: "'it' takes an integer, not '1.5' (such as it=10)"),
        ResolutionCase("{ type: number }", "1.5", .single(.number(1.5))),
        ResolutionCase("{ type: number }", "3", .single(.number(3))),
        ResolutionCase(
            "{ type: number }", "0.1234567890123456789", .single(.decimal("0.1234567890123456789"))),
        ResolutionCase("{ type: number }", "much", problem: "'it' takes a number, not 'much' (such as it=10)"),
        ResolutionCase("{ type: boolean }", "true", .single(.boolean(true))),
        ResolutionCase("{ type: boolean }", "0", .single(.boolean(false))),
        ResolutionCase("{ type: boolean }", "yes", problem: "'it' takes a boolean, not 'yes' (such as it=true)"),
        ResolutionCase("{ type: date }", "2026-01-31", day("2026-01-31")),
        ResolutionCase(
            "{ type: date }", "2026-02-30", problem: "'it' takes a date, not '2026-02-30' (such as it=2026-01-31)"),
        ResolutionCase("{ type: datetime }", "2026-01-31T08:00:00", moment("2026-01-31T08:00:00")),
        ResolutionCase("{ type: datetime }", "2026-01-31", moment("2026-01-31T00:00:00")),
        ResolutionCase("{ type: datetime }", "2026-01-31T00:00:00Z", moment("2026-01-31T08:00:00")),
        ResolutionCase("{ type: datetime }", "2026-01-31T00:00:00+23:59", moment("2026-01-30T08:01:00")),
        ResolutionCase(
            "{ type: datetime }", "2026-01-31T00:00:00+24:00",
            problem: "'it' takes a datetime, not '2026-01-31T00:00:00+24:00' (such as it=2026-01-31T08:00:00)"),
        ResolutionCase(
            "{ type: datetime }", "2026-01-31T00:00:00+08:60",
            problem: "'it' takes a datetime, not '2026-01-31T00:00:00+08:60' (such as it=2026-01-31T08:00:00)"),
        ResolutionCase("{ type: [text] }", "a,b", .list([.text("a"), .text("b")])),
        ResolutionCase("{ type: [text] }", "[\"a,b\",\"c\"]", .list([.text("a,b"), .text("c")])),
        ResolutionCase("{ type: [integer] }", "1,2", .list([.integer(1), .integer(2)])),
        ResolutionCase("{ type: [integer] }", "[1, 2]", .list([.integer(1), .integer(2)])),
        ResolutionCase("{ type: [integer] }", "1,x", problem: "'it' takes an integer, not 'x' (such as it=10,…)"),
        ResolutionCase(
            "{ type: [text] }", "[\"a\"",
            problem: "'it' takes a list, not '[\"a\"' (write it=a,b or it='[\"a,b\",\"c\"]')"),
        ResolutionCase("{ type: [text] }", "[null]", problem: "'it' takes text, not 'null' (such as it=text,…)"),
        ResolutionCase("{ type: integer, default: 5 }", nil, .single(.integer(5))),
        ResolutionCase("{ type: integer, default: 5 }", "", .single(.integer(5))),
        ResolutionCase("{ type: integer, default: 5 }", "6", .single(.integer(6))),
        ResolutionCase("{ type: text, default: 5 }", nil, .single(.text("5"))),
        ResolutionCase("{ type: [text], default: [a, b] }", nil, .list([.text("a"), .text("b")])),
        ResolutionCase("{ type: [text], default: a }", nil, .list([.text("a")])),
        ResolutionCase("{ type: date, default: 2026-01-01 }", nil, day("2026-01-01")),
        ResolutionCase("{ type: date, default: \"date(:today, 'start of month')\" }", nil, day("2026-03-01")),
        ResolutionCase(
            "{ type: date, default: \"date(:today, 'start of month', '-1 month')\" }", nil, day("2026-02-01")),
        ResolutionCase("{ type: date, default: \":today\" }", nil, day("2026-03-15")),
        ResolutionCase("{ type: datetime, default: \":now\" }", nil, moment("2026-03-15T09:30:15")),
        ResolutionCase("{ type: datetime, default: \":scheduled_at\" }", nil, moment("2026-03-15T09:30:15")),
        ResolutionCase("{ type: datetime, default: 2026-01-01 }", nil, moment("2026-01-01T00:00:00")),
        ResolutionCase("{ type: text, required: false }", nil, .single(.null)),
        ResolutionCase("{ type: [date], required: false }", nil, .list([])),
        ResolutionCase(
            "{ type: date }", nil, problem: "the report needs the parameter 'it' (give it as it=2026-01-31)"),
        ResolutionCase("{ type: text, choices: [east, west] }", "east", .single(.text("east"))),
        ResolutionCase(
            "{ type: text, choices: [east, west] }", "eats", problem: "'it' cannot be 'eats' (did you mean 'east'?)"),
        ResolutionCase(
            "{ type: text, choices: [east, west] }", "north",
            problem: "'it' cannot be 'north' (it is one of east, west)"),
        ResolutionCase("{ type: number, choices: [1, 2.5] }", "1.0", .single(.number(1))),
        ResolutionCase(
            "{ type: [text], choices: [east, west] }", "east,x",
            problem: "'it' cannot be 'x' (it is one of east, west)"),
        ResolutionCase("{ type: integer, min: 1, max: 5 }", "5", .single(.integer(5))),
        ResolutionCase("{ type: integer, min: 1, max: 5 }", "0", problem: "'it' is at least 1, not 0"),
        ResolutionCase("{ type: integer, min: 1, max: 5 }", "6", problem: "'it' is at most 5, not 6"),
        ResolutionCase(
            "{ type: date, min: 2026-01-01 }", "2025-12-31", problem: "'it' is at least 2026-01-01, not 2025-12-31"),
        ResolutionCase("{ type: text, pattern: 'C[0-9]+' }", "C12", .single(.text("C12"))),
        ResolutionCase(
            "{ type: text, pattern: 'C[0-9]+' }", "xC12",
            problem: "'xC12' does not match the pattern C[0-9]+ of 'it'"),
        ResolutionCase("{ type: text, pattern: 'a|ab' }", "ab", .single(.text("ab"))),
        ResolutionCase(
            "{ type: text, pattern: 'a|ab' }", "aab", problem: "'aab' does not match the pattern a|ab of 'it'"),
        ResolutionCase(
            "{ type: text, pattern: '([a-z0-9]+)*' }", String(repeating: "a", count: 50) + "!",
            problem: "it takes too long to see whether '\(String(repeating: "a", count: 50))!' matches the pattern "
                + "([a-z0-9]+)* of 'it' (a repetition inside a repetition, such as (a+)*, tries too many ways: write it "
                + "without)"),
        ResolutionCase(
            "{ type: integer }", "9223372036854775808",
            problem:
                "'it' is an integer from -9223372036854775808 to 9223372036854775807, not 9223372036854775808"),
        ResolutionCase("{ type: integer }", "-9223372036854775808", .single(.integer(.min))),
        ResolutionCase(
            "{ type: integer, secret: true }", "swordfish", problem: "'it' takes an integer, not '***' (such as it=10)"),
        ResolutionCase(
            "{ type: text, secret: true, pattern: 'C.*' }", "swordfish",
            problem: "'***' does not match the pattern C.* of 'it'"),
    ])
func resolution(example: ResolutionCase) throws {
    let given = example.given.map { [(name: "it", text: $0)] } ?? []
    if let problem = example.problem {
        #expect(problems("{ it: \(example.definition) }", given) == [problem])
    } else {
        #expect(try resolve("{ it: \(example.definition) }", given)["it"] == example.expected)
    }
}

@Suite("All parameters of a run")
struct ParameterResolutionTests {
    @Test("are reported together")
    func together() {
        let found = problems(
            "{ region: { type: text }, day: { type: date }, n: { type: integer } }",
            [("regoin", "east"), ("n", "x"), ("day", "2026-01-01"), ("day", "2026-01-02")])
        #expect(
            found == [
                "there is no parameter 'regoin' (did you mean 'region'?)", "the parameter 'day' is given twice",
                "the report needs the parameter 'region' (give it as region=text)",
                "'n' takes an integer, not 'x' (such as n=10)",
            ])
    }

    @Test("name those there are where none is near")
    func unknown() {
        #expect(
            problems("{ day: { type: date, default: 2026-01-01 } }", [("region", "x")])
                == ["there is no parameter 'region' (it takes day)"])
        #expect(problems("{}", [("x", "y")]) == ["there is no parameter 'x' (the report has no parameters)"])
    }

    @Test("come with those that every run has, in the project's zone, to the second")
    func builtIn() throws {
        let values = try resolve("{}", [])
        #expect(values["today"] == day("2026-03-15"))
        #expect(values["now"] == moment("2026-03-15T09:30:15"))
        #expect(values["scheduled_at"] == moment("2026-03-15T09:30:15"))
    }

    @Test("give the texts of the secret ones")
    func secrets() throws {
        let report = try SampleProject().report(
            """
            parameters: { a: { type: text, secret: true }, b: { type: [text], secret: true }, c: { type: text } }
            source: { connection: crm, query: SELECT 1 }
            columns: [sn]
            """)
        let values: [String: ParameterValue] = [
            "a": .single(.text("x")), "b": .list([.text("y"), .text("z")]), "c": .single(.text("w")),
        ]
        #expect(Set(report.definition.secretTexts(values)) == ["x", "y", "z"])
    }

    @Test("keep the default of a secret one")
    func secretDefault() {
        let project = SampleProject()
        project.write(
            "parameters: { a: { type: text, secret: true, default: swordfish } }\nsource: { connection: crm, query: SELECT 1 }\ncolumns: [sn]",
            to: "a.yaml")
        var loader = project.loader()
        _ = try? loader.report("a")
        #expect(loader.secrets == ["swordfish"])
    }
}

@Test(
    "What does not fit says why in a form that pages can put into words, a secret's text hidden",
    arguments: [
        ("{ type: date }", nil, .missing), ("{ type: integer }", "1.5", .unfit(.integer, given: "1.5")),
        ("{ type: [number] }", "1,x", .unfit(.number, given: "x")),
        ("{ type: boolean, secret: true }", "yes", .unfit(.boolean, given: "***")),
        ("{ type: integer }", "9223372036854775808", .outsideIntegers),
        ("{ type: text, choices: [east, west] }", "north", .notAmong(["east", "west"], given: "north")),
        ("{ type: integer, min: 1 }", "0", .below("1", given: "0")),
        ("{ type: date, max: 2026-01-01 }", "2026-01-02", .above("2026-01-01", given: "2026-01-02")),
        ("{ type: text, pattern: 'C.*', secret: true }", "x", .differs(pattern: "C.*", given: "***")),
        (
            "{ type: text, pattern: '([a-z0-9]+)*' }", String(repeating: "a", count: 50) + "!",
            .overdue(pattern: "([a-z0-9]+)*", given: String(repeating: "a", count: 50) + "!")
        ),
    ] as [(String, String?, InputProblem)])
func inputProblem(definition: String, given: String?, expected: InputProblem) {
    let error = #expect(throws: DiagnosticError.self) {
        _ = try resolve("{ it: \(definition) }", given.map { [(name: "it", text: $0)] } ?? [])
    }
    #expect(error?.diagnostics.map(\.input) == [expected])
}
