import QuireModel
import Testing

@testable import QuireComponents

@Test(
    "A record cut off anywhere is incomplete until its end is there, and then the same",
    arguments: ["a,\"b\"\"c\",d\r\nx", "\"two\nlines\",2\nx", "a，\"b\"，c\nx", ",,\nx", "\"\"\r\nx"])
func cutOff(_ text: String) {
    let bytes = Array(text.utf8)
    let delimiter: Character = text.contains("，") ? "，" : ","
    var whole = CSVScanner(delimiter: delimiter)
    let expected = bytes.withUnsafeBytes { whole.scan($0, from: 0, isFinal: true) }
    #expect(expected == .record(next: bytes.count - 1, lines: text.count { $0.isNewline }))
    for count in 0..<bytes.count {
        var scanner = CSVScanner(delimiter: delimiter)
        let outcome = bytes[..<count].withUnsafeBytes { scanner.scan($0, from: 0, isFinal: false) }
        if count < bytes.count - 1 {
            #expect(outcome == .incomplete, "\(count)")
        } else {
            #expect(outcome == expected)
            #expect(scanner.cells == whole.cells)
        }
    }
}
