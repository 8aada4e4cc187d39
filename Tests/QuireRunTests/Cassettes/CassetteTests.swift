import QuireEngine
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireRun

@Suite struct CassetteTests {
    private static let shape = LookupShape(
        inputs: [.init("sn", .text), .init("day", .date)],
        fields: FieldType.allCases.map { .init("a_\($0.rawValue)", $0) }, keysPerCall: 1)
    private static let day = CalendarDate(daysSinceEpoch: 20_455)
    private static let moment = LocalDateTime(microseconds: 1_767_355_200_000_001)

    private static func key(_ sn: String) -> LookupKey { LookupKey([.text(sn), .date(day)]) }

    /// Values of every type, in the order of `FieldType.allCases`.
    private static let found: [[Value]] = [
        [
            .text("汉 \"x\"\n"), .integer(.min), .number(0.1), .boolean(true), .date(day), .datetime(moment),
            .time(TimeOfDay(microseconds: 1)), .interval(1.25), .text(#"{"a": [1, 2.50]}"#),
        ],
        [
            .text("0012"), .decimal("12345678901234567890"), .decimal("0.12345678901234567890"), .boolean(false), .null,
            .datetime(LocalDateTime(date: day, time: TimeOfDay(microseconds: 0))), .null, .interval(3),
            .text("\"text\""),
        ],
        [
            .text(""), .integer(0), .decimal("9007199254740993"), .null, .null, .null, .null, .null, .text("null"),
        ],
        [.text("1e5"), .integer(1), .number(1e300), .null, .null, .null, .null, .null, .null],
    ]

    private func cassette(_ answers: [(LookupKey, LookupAnswer)], redact: (String) -> String = { $0 }) -> Cassette {
        var cassette = Cassette()
        for (key, answer) in answers {
            cassette.keep(CassetteLine(answer, to: key, of: "discount", Self.shape, redact: redact))
        }
        return cassette
    }

    private func problems(_ text: String) -> [String] {
        do {
            _ = try Cassette(text, file: "c/tether.ndjson").answers(of: "discount", Self.shape)
            return []
        } catch {
            return error.diagnostics.map { "\($0.position.map { "\($0)" } ?? ""): \($0.message)" }
        }
    }

    @Test("Every answer is read again as it was, whatever its types")
    func again() throws {
        let failure = LookupFailure(message: "tether.discount, key C: 503", attempts: 4)
        var answers = Self.found.enumerated().map { (Self.key("C\($0)"), LookupAnswer.found($1)) }
        answers += [(Self.key("X"), .missing), (Self.key("F"), .failed(failure))]
        let read = try Cassette(cassette(answers).text, file: "a").answers(of: "discount", Self.shape)
        #expect(read.count == answers.count)
        for (key, answer) in answers { #expect(read[key] == answer, "\(key)") }
    }

    @Test("A line says lookup, key and answer, and lines are in the order of their keys")
    func lines() {
        let shape = LookupShape(inputs: [.init("sn", .text)], fields: [.init("ours", .number)], keysPerCall: 1)
        var cassette = Cassette()
        let failure = LookupFailure(message: "503", attempts: 4)
        let answers: [(String, String, LookupAnswer)] = [
            ("share", "B", .missing), ("discount", "C2", .failed(failure)), ("discount", "C1", .found([.number(0.25)])),
            ("discount", "C3", .found([.null])), ("discount", "C3", .missing),
        ]
        for (lookup, sn, answer) in answers {
            cassette.keep(CassetteLine(answer, to: LookupKey([.text(sn)]), of: lookup, shape, redact: { $0 }))
        }
        #expect(
            cassette.text == """
                {"lookup":"discount","key":{"sn":"C1"},"found":{"ours":0.25}}
                {"lookup":"discount","key":{"sn":"C2"},"error":"503","attempts":4}
                {"lookup":"discount","key":{"sn":"C3"},"missing":true}
                {"lookup":"share","key":{"sn":"B"},"missing":true}

                """)
    }

    @Test("A secret is masked in keys, answers and messages, in numbers too, and a masked key is never met")
    func secrets() throws {
        let redactor = Redactor(["s3cret", "4711"])
        var values = [Value](repeating: .null, count: Self.shape.fields?.count ?? 0)
        values[0] = .text("is s3cret")
        values[1] = .integer(4711)
        let kept = cassette(
            [
                (Self.key("s3cret"), .missing), (Self.key("C1"), .found(values)),
                (Self.key("C2"), .failed(LookupFailure(message: "no s3cret", attempts: 1))),
                (Self.key("C3"), .found(Array(values.prefix(1)) + values.dropFirst(2) + [.null])),
            ], redact: redactor.redact)
        #expect(!kept.text.contains("s3cret") && !kept.text.contains("4711"))
        let read = try Cassette(kept.text, file: "a").answers(of: "discount", Self.shape)
        #expect(read[Self.key("s3cret")] == nil)
        for key in ["C1", "C3"] {
            guard case .failed(let failure)? = read[Self.key(key)] else { throw Missed() }
            #expect(failure.message.hasPrefix("its recorded answer held a secret"))
        }
        #expect(read[Self.key("C2")] == .failed(LookupFailure(message: "no ***", attempts: 1)))
    }

    private struct Missed: Error {}

    @Test("Recording again replaces what is about the same key, in whatever order its inputs stand, and keeps the rest")
    func merged() throws {
        var cassette = try Cassette(
            """
            {"lookup":"discount","key":{"day":"2026-01-02","sn":"C1"},"missing":true}

            {"lookup":"gone","key":{"id":5},"found":{"x":1}}
            """, file: "a")
        cassette.keep(
            CassetteLine(
                .failed(LookupFailure(message: "no", attempts: 1)), to: Self.key("C1"), of: "discount", Self.shape,
                redact: { $0 }))
        #expect(
            cassette.text == """
                {"lookup":"discount","key":{"sn":"C1","day":"2026-01-02"},"error":"no","attempts":1}
                {"lookup":"gone","key":{"id":5},"found":{"x":1}}

                """)
    }

    @Test("Keys that look the same and are composed otherwise are two")
    func composition() throws {
        let keys = ["Zo\u{E9}", "Zoe\u{301}"].map(Self.key)
        let answers = zip(keys, Self.found).map { ($0, LookupAnswer.found($1)) }
        let read = try Cassette(cassette(answers).text, file: "a").answers(of: "discount", Self.shape)
        #expect(keys.map { read[$0] } == answers.map(\.1))
    }

    @Test("A line that is broken, or does not fit the lookup any more, is told with its place")
    func broken() {
        #expect(problems("") == [])
        #expect(
            problems("{}\n{\"lookup\":\"discount\",\n") == [
                "c/tether.ndjson:1:1: an answer has 'lookup', 'key', and 'found', 'missing' or 'error'",
                "c/tether.ndjson:2:1: the line is no JSON: the end, in the middle of the document at byte 21",
            ])
        let key = #""lookup":"discount","key":{"sn":"C1","day":"2026-01-02"}"#
        let lines = [
            #"{"lookup":"discount","key":{"sn":"C1"},"missing":true}"#,
            #"{"lookup":"discount","key":{"sn":"C1","day":"soon"},"missing":true}"#,
            "{\(key),\"found\":{\"more\":1}}", #"{"lookup":"discount","key":{"sn":"C2","day":"2026-01-02"},"found":5}"#,
            #"{"lookup":"discount","key":{"sn":"C3","day":"2026-01-02"},"missing":false}"#,
        ]
        #expect(
            problems(lines.joined(separator: "\n")) == [
                "c/tether.ndjson:1:1: 'key' lacks 'day', which the lookup has",
                "c/tether.ndjson:2:1: 'day' is a date, not \"soon\"",
                "c/tether.ndjson:3:1: the lookup has no 'more', which stands under 'found'",
                "c/tether.ndjson:4:1: 'found' is no object",
                "c/tether.ndjson:5:1: it says neither found, nor missing, nor error",
            ])
        #expect(problems(#"{"lookup":"other","key":{"id":1},"found":{"x":1}}"#) == [], "of a lookup that is not used")
    }
}
