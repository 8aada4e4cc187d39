import QuireComponents
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@Suite("Random files") struct RandomFileTests {
    let folder = TemporaryFolder()

    /// Cells that mean something to whoever reads csv, and some that do not.
    private static let pieces = [
        "a", "金", "\"", "\"\"", ",", ";", "\n", "\r", "\r\n", " ", "\t", "é", "😀", "0", "''",
    ]

    private func cell(_ dice: inout Dice) -> String {
        (0..<Int.random(in: 0...6, using: &dice)).map { _ in Self.pieces.randomElement(using: &dice) ?? "" }.joined()
    }

    @Test("What was written is read, however it is quoted, delimited, encoded and cut into lines", arguments: 0..<60)
    func written(_ seed: Int) async throws {
        var dice = Dice(1, seed)
        let delimiter: Character = [",", ";", "\t", "|"].randomElement(using: &dice) ?? ","
        let width = Int.random(in: 2...5, using: &dice)
        let lineBreaks = ["\n", "\r\n", "\r"]
        var text = (0..<width).map { "f\($0)" }.joined(separator: String(delimiter)) + "\n"
        var expected: [[Value]] = []
        let rows = Int.random(in: 0...200, using: &dice)
        for row in 0..<rows {
            var values: [Value] = []
            for column in 0..<width {
                let cell = cell(&dice)
                let mustQuote = cell.unicodeScalars.contains {
                    "\"\r\n".unicodeScalars.contains($0) || $0 == delimiter.unicodeScalars.first
                }
                let isQuoted = mustQuote || dice.roll(0.3)
                if column > 0 { text.append(delimiter) }
                text += isQuoted ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
                values.append(cell.isEmpty && !isQuoted ? .null : .text(cell))
            }
            expected.append(values)
            if row < rows - 1 || dice.roll(0.5) { text += lineBreaks.randomElement(using: &dice) ?? "\n" }
            if dice.roll(0.1), row < rows - 1 { text += "\n" }
        }
        let isWide = dice.roll(0.3)
        let bytes: [UInt8] =
            isWide
            ? [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            : (dice.roll(0.3) ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8)
        folder.write(bytes, to: "a.csv")
        let source = CSVSource(FileLocation("a.csv", in: folder.path), delimiter: delimiter)
        let read = try await RowText(source, batch: Int.random(in: 1...50, using: &dice))
        #expect(read.values == expected, "seed \(seed)")
    }

    /// Reads texts as Python's csv module does, as strictly as it can.
    private static let script = """
        import csv, io, json, sys
        results = []
        for text in json.load(open(sys.argv[1])):
            try:
                rows = [row for row in csv.reader(io.StringIO(text, newline=''), strict=True) if row]
                results.append(rows)
            except csv.Error:
                results.append(None)
        json.dump(results, sys.stdout)
        """

    @Test("Whatever the text, rows and refusals are those of Python's csv module")
    func likePython() async throws {
        var dice = Dice(2, 7)
        let texts = (0..<3_000).map { _ in
            "x,y\n"
                + (0..<Int.random(in: 0...12, using: &dice)).map { _ in
                    ["a", "b", "\"", "\"", ",", ",", "\n", "\r\n", "\r", " ", "金"].randomElement(using: &dice) ?? ""
                }.joined()
        }
        let list = folder.write(JSON.array(texts.map(JSON.string)).text, to: "texts.json")
        let output = try ToolOutput.of("/usr/bin/python3", ["-c", Self.script, list])
        guard case .array(let results) = try JSON.parse([UInt8](output)) else {
            Issue.record("Python gives no list")
            return
        }
        #expect(results.count == texts.count)
        var refused = 0
        for (text, result) in zip(texts, results) {
            folder.write(text, to: "a.csv")
            let source = CSVSource(FileLocation("a.csv", in: folder.path), hasHeader: false, ragged: .pad)
            guard case .array(let rows) = result else {
                refused += 1
                #expect(await failure { try await RowText(source) } != nil, "\(text.debugDescription)")
                continue
            }
            let expected = rows.map { row -> [String] in
                guard case .array(let cells) = row else { return [] }
                let texts = cells.map { cell in if case .string(let text) = cell { text } else { "" } }
                return Array((texts + ["", ""]).prefix(2))
            }
            let read = try await RowText(source).values.map { row in row.map { $0.text ?? "" } }
            #expect(read == expected, "\(text.debugDescription)")
        }
        #expect((100..<2_900).contains(refused))
    }

    private func json(_ dice: inout Dice, depth: Int = 0) -> JSON {
        switch Int.random(in: 0..<(depth < 3 ? 9 : 6), using: &dice) {
        case 0: .null
        case 1: .boolean(dice.roll(0.5))
        case 2: .integer(Int64.random(in: .min ... .max, using: &dice))
        case 3: .number(Double(Int.random(in: -9_999...9_999, using: &dice)) / 8 + 0.0625)
        case 4:
            .decimal("\(UInt64.random(in: (1 << 63)...(.max), using: &dice))\(UInt8.random(in: 0...9, using: &dice))")
        case 5, 6: .string(cell(&dice))
        case 7: .array((0..<Int.random(in: 0...3, using: &dice)).map { _ in json(&dice, depth: depth + 1) })
        default:
            .object(
                (0..<Int.random(in: 0...3, using: &dice)).map { JSON.Member("m\($0)", json(&dice, depth: depth + 1)) })
        }
    }

    @Test("Objects that were written are read, whatever their order and what lies between them", arguments: 0..<40)
    func objects(_ seed: Int) async throws {
        var dice = Dice(3, seed)
        let names = (0..<Int.random(in: 1...6, using: &dice)).map { "name \($0)" }
        // The first has all of them in order.
        var text = JSON.object(names.map { JSON.Member($0, .null) }).text + "\n"
        var expected = [[Value](repeating: .null, count: names.count)]
        for _ in 0..<Int.random(in: 0...150, using: &dice) {
            var values = [Value](repeating: .null, count: names.count)
            var members: [JSON.Member] = []
            for _ in 0..<Int.random(in: 0...8, using: &dice) {
                let place = Int.random(in: 0..<names.count, using: &dice)
                let value = json(&dice)
                members.append(JSON.Member(names[place], value))
                // Of a name that is there twice the last counts; what is no text is its JSON.
                values[place] =
                    switch value {
                    case .null: .null
                    case .string(let text): .text(text)
                    default: .text(value.text)
                    }
            }
            expected.append(values)
            let line = JSON.object(members).text
            text += [line, " \t" + line + " ", line + "\r", "\n\r\n  \n" + line].randomElement(using: &dice) ?? line
            text += "\n"
        }
        if dice.roll(0.5) { text.removeLast() }
        if dice.roll(0.3) { text = "\u{FEFF}" + text }
        folder.write(text, to: "a.ndjson")
        let source = NDJSONSource(FileLocation("a.ndjson", in: folder.path))
        let read = try await RowText(source, batch: Int.random(in: 1...50, using: &dice))
        #expect(read.fields.map(\.name) == names)
        #expect(read.values == expected, "seed \(seed)")
    }
}
