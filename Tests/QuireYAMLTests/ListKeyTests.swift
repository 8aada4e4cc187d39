import QuireModel
import QuireTesting
import QuireYAML
import Testing

@Suite struct ListKeyTests {
    private func read(_ text: String, allowsListKeys: Bool = true) throws -> (node: Node, problems: [String]) {
        let marks = MarkedText(text)
        let folder = TemporaryFolder()
        let path = folder.write(marks.text, to: "a.yaml")
        let (node, problems) = try YAMLReader.readAllOfFile(at: path, as: "a.yaml", allowsListKeys: allowsListKeys)
        return (node, problems.map(marks.describe))
    }

    @Test("A list of plain values is a key where that is allowed, and known again when it is repeated")
    func listKeys() throws {
        let (node, problems) = try read(
            """
            ? [USD, 2026-01-02]
            : 1
            [EUR, 2026-01-02]: 2
            1️⃣["EUR", 2026-01-02]: 3
            """)
        guard case .mapping(let entries) = node.content else { throw Failure() }
        let keys = entries.map { entry -> [String?] in
            if case .sequence(let items) = entry.key.content { items.map(\.scalar?.text) } else { [] }
        }
        #expect(keys == [["USD", "2026-01-02"], ["EUR", "2026-01-02"]])
        #expect(entries.map(\.value.scalar?.text) == ["1", "2"])
        #expect(
            problems == ["1️⃣ duplicate-key: '[EUR, 2026-01-02]' is here a second time; the first is on line 3"])
    }

    @Test("A mapping, and a list of more than plain values, is never a key")
    func otherKeys() throws {
        let (node, problems) = try read("1️⃣{ a: 1 }: 1\n2️⃣[[a]]: 2\nb: 3\n")
        #expect(node["b"]?.scalar?.text == "3")
        #expect(
            problems == [
                "1️⃣ key: a key is plain text, not a mapping (quote text that begins with '{' or '[')",
                "2️⃣ key: a key is plain text, not a list (quote text that begins with '{' or '[')",
            ])
    }

    @Test("Where it is not allowed, a list is no key")
    func notAllowed() throws {
        let (_, problems) = try read("1️⃣[a, b]: 1\n", allowsListKeys: false)
        #expect(problems == ["1️⃣ key: a key is plain text, not a list (quote text that begins with '{' or '[')"])
    }

    private struct Failure: Error {}
}
