import Glibc
import QuireModel
import QuireTesting
import QuireYAML
import Testing

@Test("64 levels are read, 65 are refused at their place", arguments: [("[", "]"), ("{a: ", "}")])
func levels(_ open: String, _ close: String) {
    func nested(_ count: Int) -> MarkedText {
        MarkedText(
            String(repeating: open, count: count - 1) + "1️⃣" + open + "x" + String(repeating: close, count: count))
    }
    #expect(problems(nested(64)) == [])
    #expect(problems(nested(65)) == ["1️⃣ limit: lists and mappings stand more than 64 levels inside each other"])
    #expect(problems(nested(100_000)).count == 1)
}

@Test("Levels that an alias brings along count")
func levelsOfAliases() {
    let deep = "a: &a " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40) + "\n"
    func nested(_ count: Int) -> MarkedText {
        MarkedText(deep + "b: " + String(repeating: "[", count: count) + "1️⃣*a" + String(repeating: "]", count: count))
    }
    #expect(problems(nested(23)) == [])
    #expect(problems(nested(24)) == ["1️⃣ limit: lists and mappings stand more than 64 levels inside each other"])
}

@Test("100,000 nodes are read, one more is refused")
func nodes() {
    let full = "[" + String(repeating: "1,", count: 99_998) + "1]"
    #expect(problems(MarkedText(full)) == [])
    let over = "[" + String(repeating: "1,", count: 99_999) + "1️⃣1]"
    #expect(problems(MarkedText(over)).first?.hasPrefix("1️⃣ limit: the file has more than 100000 nodes") == true)
}

@Test("A billion laughs are refused in milliseconds", arguments: ["[%]", "{<<: [%]}", "{a: %0, b: %0, c: [%]}"])
func billionLaughs(_ shape: String) {
    var text = "a0: &a0 [lol, lol]\n"
    if shape.contains("<<") { text = "a0: &a0 {lol: lol, lol2: lol}\n" }
    for level in 1...30 {
        let aliases = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
        let body = shape.replacing("%0", with: "*a\(level - 1)").replacing("%", with: aliases)
        text += "a\(level): &a\(level) \(body)\n"
    }
    let clock = ContinuousClock()
    var found: [String] = []
    let time = clock.measure { found = problems(MarkedText(text)) }
    #expect(found.count == 1)
    #expect(found.first?.contains("limit: the file has more than 100000 nodes") == true)
    #expect(time < .milliseconds(500))
}

@Test("A file over 1 MiB is refused")
func size() {
    let text = "# " + String(repeating: "x", count: YAMLReader.maxBytes - 2)
    #expect(problems(MarkedText(text)) == [])
    #expect(
        problems(MarkedText(text + "x")) == [
            "1:1 limit: the file is larger than 1 MiB (definitions are small; put data into a database or a csv file)"
        ])
}

@Test("A file that cannot be read says why in plain words")
func unreadable() throws {
    var template = Array("/tmp/quire-yaml-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer {
        unlink(folder + "/a.yaml")
        rmdir(folder)
    }
    func message(_ path: String) -> String? {
        do {
            _ = try YAMLReader.readFile(at: path, as: "reports/a.yaml")
            return nil
        } catch {
            return error.diagnostics.first?.message
        }
    }
    #expect(message(folder + "/a.yaml") == "there is no file 'reports/a.yaml'")
    #expect(message(folder) == "'reports/a.yaml' is a folder, not a file")
    #expect(message("/dev/null") == "'reports/a.yaml' is not a plain file")
    let file = open(folder + "/a.yaml", O_CREAT | O_WRONLY, 0o600)
    #expect(write(file, "a: 1\n", 5) == 5)
    #expect(message(folder + "/a.yaml") == nil)
    ftruncate(file, off_t(1) << 40)
    close(file)
    #expect(message(folder + "/a.yaml") == "the file is larger than 1 MiB")
}
