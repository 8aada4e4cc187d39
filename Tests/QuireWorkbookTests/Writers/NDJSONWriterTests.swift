import Foundation
import QuireModel
import QuireTesting
import QuireWorkbook
import Testing

@Suite("A sheet in ndjson")
struct NDJSONWriterTests {
    @Test(
        "has its values raw, with all digits",
        arguments: [
            (.null, "null"), (.text(""), "\"\""), (.text("合同"), "\"合同\""), (.text("=1+1"), "\"=1+1\""),
            (.text("a\"b\\c\n\u{1}\u{2028}"), "\"a\\\"b\\\\c\\n\\u0001\u{2028}\""),
            (.integer(.max), "9223372036854775807"),
            (.integer(.min), "-9223372036854775808"), (.number(0.1), "0.1"), (.number(25), "25"),
            (.number(-1.5e300), "-1.5e+300"),
            (.decimal("-12345678901234567.50"), "-12345678901234567.50"),
            (.decimal(".12345678901234567"), "0.12345678901234567"),
            (.decimal("-.5"), "-0.5"), (.decimal("0012345678901234567890"), "12345678901234567890"),
            (.decimal("000"), "0"),
            (.decimal("NaN"), "\"NaN\""), (.number(.nan), "null"), (.number(-.infinity), "null"),
            (.boolean(false), "false"),
            (day("2026-01-31"), "\"2026-01-31\""), (.interval(1.5), "1.5"),
            (.datetime(LocalDateTime(microseconds: 45_000_500_000)), "\"1970-01-01T12:30:00.5\""),
            (.time(TimeOfDay(microseconds: 45_000_000_000)), "\"12:30:00\""),
        ] as [(Value, String)])
    func value(_ value: Value, text: String) async throws {
        let written = try await Sample([value]).readText("out.ndjson").text
        #expect(written == "{\"value\":\(text)}\n")
        _ = try JSON.parse(written)
    }

    @Test("is an object a row, by id, hidden columns and all, without totals and texts for null")
    func rows() async throws {
        var sample = Sample(columns: [
            column("A \"b\"") { $0.total = .sum }, column("C") { ($0.isHidden, $0.empty) = (true, "n/a") },
        ])
        sample.add([[.integer(1), .text("x")], [.null, .null]])
        sample.add([[.integer(3), .text("z")]])
        let (text, report) = try await sample.readText("out.ndjson")
        #expect(
            text
                == "{\"a \\\"b\\\"\":1,\"c\":\"x\"}\n{\"a \\\"b\\\"\":null,\"c\":null}\n{\"a \\\"b\\\"\":3,\"c\":\"z\"}\n"
        )
        #expect(report.rows == 3)
        #expect(report.cells == 6)
    }

    @Test("names the values that are null for want of a number, by their lines")
    func oddities() async throws {
        let (_, report) = try await Sample([.integer(1), .number(.nan)]).readText("out.ndjson")
        #expect(report.warnings == ["1 cell left blank, their number being infinite or none: Contracts!A2"])
    }

    @Test("has its problems in csv beside it")
    func problems() async throws {
        let folder = TemporaryFolder()
        var sample = Sample([.text("C1")])
        sample.problems = [failed(row: 1, key: "C1")]
        let report = try await sample.write(to: folder.file("out.ndjson"))
        #expect(report.files == [folder.file("out.ndjson"), folder.file("out.problems.csv")])
        let list = try String(contentsOfFile: folder.file("out.problems.csv"), encoding: .utf8)
        #expect(list.hasPrefix("Sheet,Row,Rows,Enrichment,Key,Attempts,What went wrong\r\nContracts,1,2,"))
        sample.problems = []
        try await sample.write(to: folder.file("out.ndjson"))
        #expect(try folder.names == ["out.ndjson"])
    }
}

@Suite("Sheets as text")
struct TextWriterTests {
    private func write(_ names: [String], to path: String, _ form: TextWriter.Form) async throws -> WrittenReport {
        let writer = TextWriter(path: path, form: form, hasSeveralSheets: true)
        // Begun in the opposite order, and written in turns.
        for (place, name) in names.enumerated().reversed() {
            _ = try await writer.begin(SheetLayout(name: name, columns: [column("N")]), at: SheetPlace(sheet: place))
        }
        for row in 1...2 {
            for sheet in names.indices {
                let value = Value.integer(Int64((names.count - sheet) * 10 + row))
                try await writer.write(RenderBatch(columnCount: 1, rowCount: 1, values: [value]), to: sheet)
            }
        }
        return try await writer.finish(problems: [failed(row: 2, key: "C1")], problemCount: 1)
    }

    @Test("each have a file of their own, in their order", arguments: [TextWriter.Form.csv, .ndjson])
    func severalSheets(_ form: TextWriter.Form) async throws {
        let folder = TemporaryFolder()
        let ending = form == .csv ? "csv" : "ndjson"
        let report = try await write(["Contracts", "By region", "by: Region"], to: folder.file("out.\(ending)"), form)
        let names = ["out-contracts", "out-by-region-2", "out-by-region"].map { "\($0).\(ending)" }
        #expect(report.files == (names + ["out.problems.csv"]).map(folder.file))
        #expect(report.rows == 6)
        #expect(try folder.names == (names + ["out.problems.csv"]).sorted())
        let second = try String(contentsOfFile: folder.file(names[1]), encoding: .utf8)
        #expect(second == (form == .csv ? "N\r\n21\r\n22\r\n" : "{\"n\":21}\n{\"n\":22}\n"))
    }

    @Test("do not mix on standard output")
    func standardOutput() async throws {
        let writer = TextWriter(path: "-", form: .ndjson, hasSeveralSheets: true)
        _ = try await writer.begin(SheetLayout(name: "A", columns: []), at: SheetPlace(sheet: 0))
        let failure = await #expect(throws: RunFailure.self) {
            _ = try await writer.begin(SheetLayout(name: "B", columns: []), at: SheetPlace(sheet: 1))
        }
        #expect(failure?.hint == "choose one with --sheet, or write to files")
    }
}
