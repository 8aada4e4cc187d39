import Foundation
import QuireComponents
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

struct CSVSourceTests {
    let folder = TemporaryFolder()

    func source(
        _ bytes: some Collection<UInt8>, to name: String = "a.csv", _ change: (inout CSVSource) -> Void = { _ in }
    )
        -> CSVSource
    {
        folder.write(bytes, to: name)
        var source = CSVSource(FileLocation(name, in: folder.path))
        change(&source)
        return source
    }

    @Test(
        "Cells are read as RFC 4180 writes them",
        arguments: [
            ("a,b\n1,2\n", ["1|2"]), ("a,b\r\n1,2\r\n3,4", ["1|2", "3|4"]), ("a,b\n,\"\"\n", ["null|"]),
            ("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n", ["x,y|say \"hi\""]),
            ("a,b\n\"two\nlines\",\"\r\n\"\n3,4", ["two\nlines|\r\n", "3|4"]),
            ("a,b\nx\"y\", z \n", ["x\"y\"| z "]), ("a,b\n\n1,2\n\n", ["1|2"]), ("a\n\n1\n", ["null", "1"]),
            ("\u{FEFF}a,b\n金额,é\n", ["金额|é"]), ("a,b", []), ("a,b\n\"\"\"\",\"\"\"\"\"\"\n", ["\"|\"\""]),
            ("a,b\n1,\"2\"", ["1|2"]), ("a,b\n1,", ["1|null"]),
        ])
    func cells(_ text: String, _ rows: [String]) async throws {
        let read = try await RowText(source(text.utf8))
        #expect(read.rows == rows)
        #expect(read.fields.first == FieldShape("a", .text))
    }

    @Test("Records are read whole however they lie across the pieces in which a file is read")
    func pieces() async throws {
        var text = "id,text\n"
        var expected: [String] = []
        for row in 0..<60_000 {
            let long = String(repeating: "\"x\",\n", count: row % 7)
            text += "\(row),\"\(long.replacing("\"", with: "\"\""))\"\r\n"
            expected.append("\(row)|\(long)")
        }
        #expect(text.utf8.count > 1 << 20)
        let read = try await RowText(source(text.utf8), batch: 777)
        #expect(read.rows == expected)
        #expect(read.batchSizes.dropLast().allSatisfy { $0 == 777 })
    }

    @Test("A record larger than a piece is read; one over 16 MiB is refused")
    func largeRecord() async throws {
        let text = String(repeating: "x", count: 3 << 20)
        #expect(try await RowText(source("a,b\n1,\"\(text)\"\n".utf8)).rows == ["1|" + text])
        let endless = "a,b\n1,\"" + String(repeating: "x", count: 17 << 20)
        let message = await failure { try await RowText(source(endless.utf8)) }
        #expect(message == "a.csv, line 2: what begins here is longer than 16 MiB\n  hint: is a quote never closed?")
    }

    @Test(
        "Types come from 'fields'; other fields are text",
        arguments: [
            (FieldType.integer, "12", Value.integer(12)), (.number, "1.5", .number(1.5)), (.number, "", .null),
            (.number, "12345678901234567.89", .decimal("12345678901234567.89")),
            (.boolean, "true", .boolean(true)), (.date, "2026-01-31", .date(CalendarDate("2026-01-31")!)),
            (.datetime, "2026-01-31T12:30:00", .datetime(LocalDateTime.parse("2026-01-31 12:30:00")!.moment)),
            (.datetime, "2026-01-31T12:30:00+01:00", .datetime(LocalDateTime.parse("2026-01-31 19:30:00")!.moment)),
            (.text, "007", .text("007")), (.number, "\"\"", .null),
        ])
    func types(_ type: FieldType, _ cell: String, _ value: Value) async throws {
        let source = source("a,b\n\(cell),0123\n".utf8) {
            $0.fields = ["a": type]
            $0.zone = { LocalDateTime(microseconds: $0.microseconds + 8 * 3_600_000_000) }
        }
        let read = try await RowText(source)
        #expect(read.values == [[value, .text("0123")]])
        #expect(read.fields == [FieldShape("a", type), FieldShape("b", .text)])
    }

    struct Number: Sendable, CustomTestStringConvertible {
        var cell: String
        /// As a number and as an integer; nil where it is none.
        var number: Value?
        var integer: Value?
        var testDescription: String { cell.debugDescription }

        init(_ cell: String, _ number: Value?, _ integer: Value?) {
            self.cell = cell
            self.number = number
            self.integer = integer
        }
    }

    @Test(
        "Numbers are plain decimals, as in their text",
        arguments: [
            Number("12", .number(12), .integer(12)), Number(" 12 ", .number(12), .integer(12)),
            Number("+5", .number(5), .integer(5)), Number("-5", .number(-5), .integer(-5)),
            Number("0012", .number(12), .integer(12)), Number("1e5", .number(100_000), .integer(100_000)),
            Number("12.0", .number(12), .integer(12)), Number("1.5", .number(1.5), nil),
            Number(".5", .number(0.5), nil), Number("-0.0", .number(-0.0), .integer(0)),
            Number("9223372036854775807", .decimal("9223372036854775807"), .integer(.max)),
            Number("9223372036854775808", .decimal("9223372036854775808"), .decimal("9223372036854775808")),
            Number("0.1234567890123456789", .decimal("0.1234567890123456789"), nil),
            Number("\"1,234.5\"", nil, nil), Number("1 234", nil, nil), Number("1.", nil, nil), Number("5-", nil, nil),
            Number("NaN", nil, nil), Number("inf", nil, nil), Number("0x10", nil, nil), Number("１２", nil, nil),
            Number("\"1\"\"2\"", nil, nil), Number("\"7\"", .number(7), .integer(7)), Number("\"\"", .null, .null),
        ])
    func numbers(_ number: Number) async throws {
        for (type, value) in [(FieldType.number, number.number), (.integer, number.integer)] {
            let source = source("a,b\n\(number.cell),x\n".utf8) {
                $0.fields = ["a": type]
                $0.invalid = .blank
            }
            #expect(try await RowText(source).values == [[value ?? .null, .text("x")]], "\(type)")
        }
    }

    @Test(
        "What is wrong says file, line and field",
        arguments: [
            (
                "a,b\n1,2\nx,3\n",
                "a.csv, line 3, field 'a': 'x' is not an integer\n  hint: correct the value, give the field another type under 'fields', or set 'invalid: blank'"
            ),
            (
                "a,b\n1,\"x\ny\"\n2,\"\nz\"\nx,1",
                "a.csv, line 6, field 'a': 'x' is not an integer\n  hint: correct the value, give the field another type under 'fields', or set 'invalid: blank'"
            ),
            (
                "a,b\n1\n",
                "a.csv, line 2: 1 cells, where there are 2 fields\n  hint: correct the line, or set 'ragged: pad'"
            ),
            (
                "a,b\n1,2,3\n",
                "a.csv, line 2: 3 cells, where there are 2 fields\n  hint: correct the line, or set 'ragged: pad'"
            ),
            (
                "a,b\n1,\"2\" x\n",
                "a.csv, line 2: text goes on after the closing quote\n  hint: inside quotes, a quote is written twice: \"\""
            ),
            (
                "a,b\n1,2\n3,\"4\n5\n",
                "a.csv, line 3: a quote in this record is never closed\n  hint: close it; inside quotes, a quote is written twice: \"\""
            ),
            (
                "a,a\n1,2\n",
                "a.csv, line 1: two columns are named 'a'\n  hint: give one of them another name in the file"
            ),
            ("a,\n1,2\n", "a.csv, line 1: column 2 has no name\n  hint: name it in the file"),
            ("", "a.csv is empty: it has no header\n  hint: write 'header: false' if there is none"),
            (
                "aa,b\n1,2\n",
                "error: 'fields' names 'a', which a.csv does not have [unknown-field]\n  hint: did you mean 'aa'?"
            ),
        ])
    func problems(_ text: String, _ message: String) async {
        let source = source(text.utf8) { $0.fields = ["a": .integer] }
        #expect(await failure { try await RowText(source) } == message)
    }

    @Test("'invalid: blank' leaves out what does not fit, 'ragged: pad' fills and cuts lines")
    func lenient() async throws {
        let source = source("a,b\nx,1\n2\n3,4,5\n".utf8) {
            $0.fields = ["a": .integer]
            $0.invalid = .blank
            $0.ragged = .pad
        }
        #expect(try await RowText(source).rows == ["null|1", "2|null", "3|4"])
    }

    @Test("Without a header fields are numbered")
    func noHeader() async throws {
        let source = source("1,2\n3,4\n".utf8) { $0.hasHeader = false }
        let read = try await RowText(source)
        #expect(read.fields.map(\.name) == ["column_1", "column_2"])
        #expect(read.rows == ["1|2", "3|4"])
        let empty = self.source([], to: "empty.csv") { $0.hasHeader = false }
        #expect(try await RowText(empty).rows == [])
    }

    @Test("The delimiter is any one character", arguments: [";", "\t", "|", "，"] as [Character])
    func delimiter(_ delimiter: Character) async throws {
        let source = source("a\(delimiter)b\n\"1\"\(delimiter)\"2\(delimiter)\"\n".utf8) { $0.delimiter = delimiter }
        #expect(try await RowText(source).rows == ["1|2\(delimiter)"])
    }

    @Test(
        "Other encodings are read; a byte order mark wins",
        arguments: [
            (TextEncoding.latin1, [0x61, 0x0A, 0xE9, 0x0A] as [UInt8], "é"),
            (.windows1252, [0x61, 0x0A, 0x80, 0x0A], "€"),
            (.gb18030, [0x61, 0x0A, 0xBD, 0xF0, 0xB6, 0xEE, 0x0A], "金额"),
            (.utf16, [0x61, 0, 0x0A, 0, 0xD1, 0x91, 0x0A, 0], "金"),
            (.latin1, [0xEF, 0xBB, 0xBF, 0x61, 0x0A, 0xC3, 0xA9, 0x0A], "é"),
            (.utf8, [0xFE, 0xFF, 0, 0x61, 0, 0x0A, 0x91, 0xD1], "金"),
            (.utf8, [0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0xD1, 0x91], "金"),
            (.utf16, [0, 0x61, 0, 0x0A, 0x91, 0xD1, 0, 0x0A], "金"),
        ])
    func encodings(_ encoding: TextEncoding, _ bytes: [UInt8], _ text: String) async throws {
        #expect(try await RowText(source(bytes) { $0.encoding = encoding }).rows == [text])
    }

    @Test("Converted text is read whole, however its characters lie across pieces")
    func longEncoded() async throws {
        var bytes: [UInt8] = [0x61, 0x0A, 0x78]
        for _ in 0..<400_000 { bytes += [0xBD, 0xF0] }
        let read = try await RowText(source(bytes) { $0.encoding = .gb18030 })
        #expect(read.rows == ["x" + String(repeating: "金", count: 400_000)])
    }

    @Test("UTF-16 that nothing says is UTF-16 is told by its header")
    func unsaidUTF16() async {
        let wide = source([0x61, 0, 0x2C, 0, 0x62, 0, 0x0A, 0])
        #expect(
            await failure { try await RowText(wide) }
                == "a.csv, line 1: the header holds NUL characters\n  hint: set 'encoding: utf-16' if that is what the file is written in"
        )
    }

    @Test("Bytes that are not in the file's encoding say their line, or are blank")
    func wrongEncoding() async throws {
        let latin = source([0x61, 0x0A, 0x62, 0x0A, 0xE9, 0x0A])
        var lenient = latin
        lenient.invalid = .blank
        #expect(try await RowText(lenient).rows == ["b", "null"])
        #expect(
            await failure { try await RowText(latin) }?.hasPrefix("a.csv, line 3, field 'a': bytes that are no UTF-8")
                == true)
        let windows = source([0x61, 0x0A, 0x62, 0x0A, 0x81, 0x0A]) { $0.encoding = .windows1252 }
        #expect(
            await failure { try await RowText(windows) }?.hasPrefix("a.csv, line 3: bytes that are no CP1252") == true)
    }

    @Test("A pattern reads all files that fit it in name order")
    func pattern() async throws {
        folder.write("a,b\n3,4\n", to: "data/2026-02.csv")
        folder.write("a,b\n1,2\n", to: "data/2026-01.csv")
        folder.write("a,b\n5,6\n", to: "data/2025-12.csv")
        var source = CSVSource(FileLocation("data/{year}-*.csv", in: folder.path))
        #expect(try await RowText(source, ["year": .single(.integer(2026))]).rows == ["1|2", "3|4"])
        // What a parameter brings is no pattern.
        #expect(
            await failure { try await RowText(source, ["year": .single(.text("*"))]) }?.hasPrefix(
                "no file fits 'data/*-*.csv'") == true)
        source.location = FileLocation("data/*.csv", in: folder.path)
        #expect(try await RowText(source).rows == ["5|6", "1|2", "3|4"])
        folder.write("b,a\n8,7\n", to: "data/2026-03.csv")
        folder.write("a,b\n9,10\n", to: "data/2026-04.csv")
        #expect(try await RowText(source).rows == ["5|6", "1|2", "3|4", "7|8", "9|10"])
        folder.write("a,c\n", to: "data/2026-03.csv")
        #expect(
            await failure { try await RowText(source) }
                == "the header of data/2026-03.csv is not that of the files before it\n  hint: it has a, c; they have a, b"
        )
        source.hasHeader = false
        folder.write("1,2,3\n", to: "data/2026-03.csv")
        #expect(
            await failure { try await RowText(source) } == "data/2026-03.csv has 3 columns, the files before it 2")
    }

    @Test("A parameter never leads out of the folder of the path's fixed part")
    func parameterInPath() async throws {
        folder.write("a\n1\n", to: "data/x/y.csv")
        folder.write("a\n1\n", to: "secret.csv")
        let location = CSVSource(FileLocation("data/{name}.csv", in: folder.path))
        #expect(try await RowText(location, ["name": .single(.text("x/y"))]).rows == ["1"])
        for name in ["../secret", "x/../../secret", "/../secret", "/etc/../../secret"] {
            #expect(
                await failure { try await RowText(location, ["name": .single(.text(name))]) }?.contains(
                    "outside the folder") == true, "\(name)")
        }
        #expect(
            await failure { try await RowText(location, ["nam": .single(.text("x"))]) }
                == "error: 'data/{name}.csv' uses '{name}', which is no parameter [unknown-parameter]\n  hint: did you mean 'nam'?"
        )
    }

    @Test("A parameter never leads out of it through a link, and links within it and before it are followed")
    func links() async throws {
        folder.write("a\n1\n", to: "data/x/y.csv")
        folder.write("a\n2\n", to: "secrets/z.csv")
        for (link, target) in [
            ("data/out", "../secrets"), ("data/z.csv", "../secrets/z.csv"), ("data/in", "x"), ("shortcut", "data"),
        ] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path + "/" + link, withDestinationPath: target)
        }
        func source(_ file: String) -> CSVSource { CSVSource(FileLocation(file, in: folder.path)) }
        for file in ["data/{name}.csv", "\(folder.path)/data/{name}.csv", "shortcut/{name}.csv"] {
            for name in ["x/y", "in/y"] {
                #expect(try await RowText(source(file), ["name": .single(.text(name))]).rows == ["1"])
            }
            for name in ["out/z", "z"] {
                let found = await failure { try await RowText(source(file), ["name": .single(.text(name))]) }
                #expect(
                    found?.contains("is a link to outside the folder that '\(file)' names") == true, "\(found ?? "")")
            }
        }
        let pattern = await failure {
            try await RowText(source("data/{name}/*.csv"), ["name": .single(.text("out"))])
        }
        #expect(pattern?.contains("is a link to outside the folder") == true, "\(pattern ?? "")")
        #expect(try await RowText(source("data/out/z.csv")).rows == ["2"], "what the author writes is the author's")
    }

    @Test("A file that cannot be read says so")
    func unreadable() async {
        let missing = CSVSource(FileLocation("no.csv", in: folder.path))
        #expect(
            await failure { try await RowText(missing) }
                == "there is no file 'no.csv'\n  hint: it was looked for at \(folder.path)/no.csv")
        folder.write("", to: "data/a.csv")
        let directory = CSVSource(FileLocation("data", in: folder.path))
        #expect(await failure { try await RowText(directory) } == "'data' is a folder, not a file")
    }

    @Test("A cancelled run stops between batches")
    func cancellation() async {
        let source = source("a\n1\n2\n".utf8)
        await withTaskGroup(of: String?.self) { group in
            group.addTask {
                await failure {
                    try await source.withReader(parameters: [:]) { reader in
                        withUnsafeCurrentTask { $0?.cancel() }
                        return try await reader.next(1)?.rowCount
                    }
                }
            }
            #expect(await group.next() == "CancellationError()")
        }
    }
}
