import QuireWorkbook
import Testing

@Test(
    "What a format code is for",
    arguments: [
        ("General", .general), ("", .general), ("@", .text), ("0.00", .number), ("#,##0.00;[Red]-#,##0.00", .number),
        ("0%", .number), ("yyyy-mm-dd", .date), ("d. mmmm yyyy", .date), ("hh:mm", .time), ("[h]:mm:ss", .time),
        ("mm:ss", .time), ("yyyy-mm-dd hh:mm", .datetime), ("\"day\" 0", .number), ("0 \\d", .number),
        ("[$€-407] #,##0", .number),
        ("0.00E+00", .number),
    ] as [(String, NumberPattern.Meaning)])
func patternMeaning(_ code: String, meaning: NumberPattern.Meaning) {
    #expect(NumberPattern(code).meaning == meaning)
}

@Test(
    "How wide a number stands under a format code",
    arguments: [
        ("#,##0.00", 0, 4), ("#,##0.00", 1234.5, 8), ("#,##0.00", -1_234_567, 13), ("0", 999.5, 4), ("0.00%", 0.25, 6),
        ("0.0000", 12, 7), ("#,##0,", 1_234_567, 5), ("\"CNY \"0", 5, 5), ("yyyy-mm-dd", 46_053, 10),
        ("yyyy-mm-dd hh:mm:ss", 46_053, 19), ("00000", 7, 5),
    ] as [(String, Double, Int)])
func patternWidth(_ code: String, number: Double, width: Int) {
    #expect(NumberPattern(code).width(of: number) == width)
}
