import QuireModel
import QuirePlugin
import QuireTesting
import QuireYAML
import Testing

private let title = Field<String?>.optional("title", "Its title.")
private let size = Field<Int>.required("size", "Its size.")
private let isWide = Field.defaulted("wide", true, shown: "true", "Whether it is wide.")
private let token = Field<String?>.optional("token", "What opens it.").secret
private let parts = Field<Named<Int>?>.needed("parts", "Its parts.")

private let box = FieldTable([
    AnyField(title), AnyField(size), AnyField(isWide), AnyField(token),
])

private func read(
    _ table: FieldTable, _ marked: String
) throws -> (values: FieldValues?, problems: [String], secrets: Set<String>) {
    let text = MarkedText(marked)
    var reading = Reading(registry: Registry())
    let values = table.read(
        try YAMLReader.read(text.bytes, file: "a.yaml"), subject: "a box", &reading)
    return (values, reading.diagnostics.map(text.describe), reading.secrets)
}

@Suite("A table of fields reads a mapping")
struct FieldTableTests {
    @Test("with the values that are there and the defaults of the others")
    func values() throws {
        let values = try #require(try read(box, "size: 3\ntitle: A").values)
        #expect(values[size] == 3)
        #expect(values[title] == "A")
        #expect(values[isWide])
        #expect(values.has(size))
        #expect(!values.has(isWide))
        #expect(values.place(of: title) == FilePosition(file: "a.yaml", line: 2, column: 1))
        #expect(values.valuePlace(of: title) == FilePosition(file: "a.yaml", line: 2, column: 8))
    }

    @Test(
        "and reports each problem once",
        arguments: [
            ("1️⃣{}", ["1️⃣ missing-key: a box needs 'size' (Its size.)"]),
            ("1️⃣[]", ["1️⃣ wrong-type: a box is a mapping, not a list"]),
            ("size: 1️⃣big", ["1️⃣ wrong-type: 'size' takes a whole number, not 'big'"]),
            ("size: 1️⃣1.0", ["1️⃣ wrong-type: 'size' takes a whole number, not '1.0'"]),
            ("1️⃣size:", ["1️⃣ missing-key: a box needs 'size' (Its size.)"]),
            (
                "size: 1\n1️⃣title: #FFC7CE",
                [
                    "1️⃣ no-value: 'title' has no value and counts as left out "
                        + "(a '#' begins a comment: put text that holds one in quotes)"
                ]
            ),
            ("1️⃣sise: 3", ["1️⃣ unknown-key: unknown key 'sise' (did you mean 'size'?)"]),
            (
                "size: 1\n1️⃣x_y_z: 3\nwide: 2️⃣no",
                [
                    "1️⃣ unknown-key: unknown key 'x_y_z' (it takes title, token)",
                    "2️⃣ wrong-type: 'wide' takes true or false, not 'no'",
                ]
            ),
        ])
    func problems(text: String, expected: [String]) throws {
        #expect(try read(box, text).problems == expected)
    }

    @Test("and gives nothing where a required value cannot be read")
    func unreadable() throws {
        #expect(try read(box, "size: big").values == nil)
    }

    @Test("and goes on without a value that only what uses it needs")
    func needed() throws {
        let values = try #require(try read(FieldTable([AnyField(parts)]), "parts: 3").values)
        #expect(values[parts] == nil)
        #expect(values.isUnreadable(parts))
        let misspelt = try #require(try read(FieldTable([AnyField(parts)]), "prats: {}").values)
        #expect(misspelt.isUnreadable(parts))
    }

    @Test("and keeps the values of secret fields")
    func secrets() throws {
        #expect(try read(box, "size: 1\ntoken: swordfish").secrets == ["swordfish"])
    }

    @Test("and keeps the names whose values could not be read")
    func named() throws {
        let values = try #require(try read(FieldTable([AnyField(parts)]), "parts: { a: 1, b: x }").values)
        let read = try #require(values[parts])
        #expect(read.names == ["a"])
        #expect(read.unreadable == ["b"])
        #expect(read["a"] == 1)
    }
}
