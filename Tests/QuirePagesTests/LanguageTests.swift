import QuireModel
import Testing

@testable import QuirePages

@Suite struct LanguageTests {
    @Test(
        "the language is the one that is wanted most",
        arguments: [
            (nil, .english), ("", .english), ("zh-CN", .chinese), ("zh", .chinese), ("ZH-hant-TW", .chinese),
            ("en-GB,en;q=0.9,zh;q=0.8", .english), ("zh-CN,zh;q=0.9,en;q=0.8", .chinese),
            ("en;q=0.5, zh;q=0.6", .chinese), ("zh;q=0, en;q=0.1", .english), ("de, zh;q=0.1", .chinese),
            ("de, fr", .english), ("*, zh;q=0.9", .english), ("zh;q=2", .english), ("zh;q=x, en;q=0.1", .english),
            ("de;q=1;level=1, zh ; q=0.3 , en;q=0.3", .chinese), ("zhx", .english),
        ] as [(String?, Language)])
    func preferred(header: String?, language: Language) {
        #expect(Language.preferred(by: header) == language)
    }

    @Test("a language that was picked wins where there is one of that name")
    func chosen() {
        #expect(Language.choose(chosen: "zh-CN", accepted: "en") == .chinese)
        #expect(Language.choose(chosen: "xx", accepted: "zh") == .chinese)
        #expect(Language.choose(chosen: nil, accepted: "zh") == .chinese)
    }

    @Test("every phrase is there in every language, with the same values to fill in", arguments: Phrase.allCases)
    func complete(phrase: Phrase) throws {
        let english = try #require(Phrase.english[phrase])
        let chinese = try #require(Phrase.chinese[phrase])
        #expect(!english.isEmpty && !chinese.isEmpty)
        #expect(Self.placeholders(english) == Self.placeholders(chinese))
    }

    private static func placeholders(_ text: String) -> Set<String> {
        Set(text.matches(of: /\{(\w+)\}/).map { String($0.output.1) })
    }

    @Test("a Chinese text has no English sentence left in it")
    func translated() {
        let same = Phrase.allCases.filter { Phrase.english[$0] == Phrase.chinese[$0] }
        #expect(Set(same) == [.byPerson, .p95Latency])
    }

    @Test("values are filled in once: what looks like a placeholder in one stays")
    func filled() {
        #expect(
            Language.english.text(.firstProblems, ["n": "{total}", "total": "9"]) == "The first {total} of 9")
    }

    @Test(
        "lengths of time",
        arguments: [
            (0, "0 ms", "0 毫秒"), (0.38, "380 ms", "380 毫秒"), (0.9999, "1 s", "1 秒"), (4.24, "4.2 s", "4.2 秒"),
            (59.4, "59 s", "59 秒"), (59.6, "1 min", "1 分钟"), (200, "3 min 20 s", "3 分 20 秒"),
            (7500, "2 h 5 min", "2 小时 5 分"), (3600, "1 h", "1 小时"), (3.6e6, "1,000 h", "1,000 小时"), (-1, "–", "–"),
            (.nan, "–", "–"),
        ] as [(Double, String, String)])
    func durations(seconds: Double, english: String, chinese: String) {
        #expect(Language.english.duration(seconds) == english)
        #expect(Language.chinese.duration(seconds) == chinese)
    }

    @Test("numbers and sizes")
    func numbers() {
        #expect(
            [0, 999, 1000, 1_234_567, -1000].map(Language.english.number) == [
                "0", "999", "1,000", "1,234,567", "-1,000",
            ])
        #expect(
            [0, 999, 1000, 24_512, 999_600, 4_812_331, 120_000_000].map(Language.english.size)
                == ["0 bytes", "999 bytes", "1.0 KB", "24.5 KB", "1.0 MB", "4.8 MB", "120 MB"])
        #expect(Language.english.share(1, of: 3) == "33.3%")
        #expect(Language.english.share(1, of: 100_000) == "<0.1%")
    }

    @Test(
        "moments",
        arguments: [
            (
                "2026-11-29T07:05:09.25+08:00", "29 Nov 2026 07:05", "2026年11月29日 07:05",
                "2026-11-29 07:05:09 UTC+08:00"
            ),
            ("2026-01-02T23:00:00Z", "2 Jan 2026 23:00", "2026年1月2日 23:00", "2026-01-02 23:00:00 UTC"),
            ("2026-01-02T23:00:00-03:30", "2 Jan 2026 23:00", "2026年1月2日 23:00", "2026-01-02 23:00:00 UTC−03:30"),
            ("soon", "soon", "soon", "soon"),
        ])
    func times(iso: String, english: String, chinese: String, full: String) {
        #expect(Language.english.time(iso)["text"] as? String == english)
        #expect(Language.chinese.time(iso)["text"] as? String == chinese)
        #expect(Language.chinese.time(iso)["full"] as? String == full)
    }
}
