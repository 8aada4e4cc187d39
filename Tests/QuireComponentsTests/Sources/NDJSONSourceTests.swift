import QuireComponents
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

struct NDJSONSourceTests {
    let folder = TemporaryFolder()

    func source(_ text: String, _ fields: [String: FieldType] = [:], invalid: InvalidValues = .fail) -> NDJSONSource {
        folder.write(text, to: "a.ndjson")
        return NDJSONSource(FileLocation("a.ndjson", in: folder.path), fields: fields, invalid: invalid)
    }

    @Test("Fields are those of the lines and those under 'fields'; others are text")
    func fields() async throws {
        let read = try await RowText(
            source("{\"b\":1,\"a\":\"x\"}\r\n\n{\"c\":true}\n{\"a\":null}", ["b": .integer, "z": .date]))
        #expect(
            read.fields == [
                FieldShape("b", .integer), FieldShape("a", .text), FieldShape("c", .text), FieldShape("z", .date),
            ])
        #expect(read.values[0] == [.integer(1), .text("x"), .null, .null])
        #expect(read.rows == ["1|x|null|null", "null|null|true|null", "null|null|null|null"])
    }

    @Test("An array or object in a text field is its JSON, and no digit is lost")
    func values() async throws {
        let read = try await RowText(
            source(
                "{\"a\":{\"x\":[1,2]},\"b\":12345678901234567890,\"c\":12345678901234567890,\"d\":1234567890123456789}",
                ["b": .integer, "d": .integer]))
        #expect(
            read.values == [
                [
                    .text("{\"x\":[1,2]}"), .decimal("12345678901234567890"), .text("12345678901234567890"),
                    .integer(1_234_567_890_123_456_789),
                ]
            ])
    }

    @Test("A field that comes after the first 1,000 lines is left out with a warning")
    func lateField() async throws {
        var text = String(repeating: "{\"a\":1}\n", count: 1000)
        text += "{\"a\":2,\"b\":3}\n{\"b\":4,\"a\":5}\n"
        let read = try await RowText(source(text), batch: 300)
        #expect(read.fields.map(\.name) == ["a"])
        #expect(read.rows.suffix(2) == ["2", "5"])
        #expect(
            read.warnings == [
                "a.ndjson, line 1001: the field 'b' is not in the first 1000 lines and is left out of 2 rows; "
                    + "name it under 'fields'"
            ])
        #expect(try await RowText(source(text, ["b": .integer])).warnings == [])
    }

    @Test(
        "What is wrong says file, line and field",
        arguments: [
            ("{\"a\":1}\n{\"a\":\"x\"}\n", "a.ndjson, line 2, field 'a': 'x' is not an integer"),
            ("{\"a\":1}\n[1]\n", "a.ndjson, line 2: no JSON object"),
            ("{\"a\":1}\n\n{\"a\":}\n", "a.ndjson, line 3, byte 6: a value is missing"),
        ])
    func problems(_ text: String, _ message: String) async {
        let source = source(text, ["a": .integer])
        #expect(await failure { try await RowText(source) }?.hasPrefix(message) == true)
    }

    @Test("'invalid: blank' leaves out what does not fit")
    func blank() async throws {
        #expect(try await RowText(source("{\"a\":\"x\"}", ["a": .integer], invalid: .blank)).rows == ["null"])
    }
}
