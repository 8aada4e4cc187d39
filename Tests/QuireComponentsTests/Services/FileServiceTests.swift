import CZlib
import QuireModel
import QuirePlugin
import QuireTesting
import Synchronization
import Testing

@testable import QuireComponents

@Suite("A service of kind file") struct FileServiceTests {
    private let folder = TemporaryFolder()
    private static let names = "Contract No,Name,size\nC1,Acme,2\nC2,\"\",\nC3,Beta,3\n"

    private func open(
        _ file: String = "names.csv", _ inputs: [(String, FieldType, column: String)] = [("sn", .text, "Contract No")],
        fields: [String: FieldType] = ["size": .number], invalid: InvalidValues = .fail
    ) async throws -> any LookupService {
        let place = FilePosition(file: "services/a.yaml", line: 2, column: 7)
        let context = SourceContext(
            fieldTypes: fields, invalidValues: invalid, zone: { $0 }, folder: folder.path)
        let csv = CSVBlueprint(delimiter: ",", encoding: .utf8, hasHeader: true, ragged: .fail)
        let reader: any FileBlueprint = file.hasSuffix(".ndjson") ? NDJSONBlueprint() : csv
        return try await FileService(
            reader.source(file, at: place, in: context), named: file, keys: ["d": Self.keys(inputs)], invalid: invalid,
            zone: { $0 })
    }

    private static func keys(_ inputs: [(String, FieldType, column: String)]) -> [FileLookup.Input] {
        inputs.enumerated().map { index, input in
            FileLookup.Input(
                LookupShape.Field(input.0, input.1), column: input.column,
                place: FilePosition(file: "services/a.yaml", line: 5 + index, column: 9))
        }
    }

    @Test("finds rows by the column that an input is; the others are the fields, a key without a row is missing")
    func found() async throws {
        folder.write(Self.names, to: "names.csv")
        try await withService(open()) { service in
            #expect(
                service.lookups == [
                    "d": LookupShape(
                        inputs: [LookupShape.Field("sn", .text)],
                        fields: [FieldShape("Name", .text), FieldShape("size", .number)], keysPerCall: 1000)
                ])
            #expect(await service.tell(["C3", "C9", "C1", "C2"]) == ["Beta|3", "missing", "Acme|2", "|null"])
        }
    }

    @Test("finds rows by several inputs")
    func several() async throws {
        folder.write("day,rate,currency\n2026-01-02,1.1,EUR\n2026-01-05,1.2,EUR\n2026-01-02,,USD\n", to: "fx.csv")
        let inputs: [(String, FieldType, column: String)] = [("currency", .text, "currency"), ("on", .date, "day")]
        let days = try ["2026-01-02", "2026-01-05"].map { Value.date(try #require(CalendarDate($0))) }
        try await withService(open("fx.csv", inputs, fields: [:])) { service in
            #expect(
                await service.tell([
                    [.text("USD"), days[0]], [.text("EUR"), days[1]], [.text("EUR"), days[0]], [.text("USD"), days[1]],
                ]) == ["null", "1.2", "1.1", "missing"])
        }
    }

    @Test("reads what a source reads: patterns, files that are packed, and objects on lines")
    func files() async throws {
        folder.write("sn,name\nC1,Acme\n", to: "a-1.csv")
        folder.write("sn,name\nC2,Beta\n", to: "a-2.csv")
        folder.write("{\"sn\": 7, \"name\": \"Gamma\"}\n{\"sn\": \"C2\", \"name\": null}\n", to: "b.ndjson")
        let packed = gzopen(folder.path + "/c.csv.gz", "wb")
        gzwrite(packed, "sn,name\nC2,Delta\n", 17)
        gzclose(packed)
        for (file, told) in [
            ("a-*.csv", ["Acme", "Beta", "missing"]), ("b.ndjson", ["missing", "null", "Gamma"]),
            ("c.csv.gz", ["missing", "Delta", "missing"]),
        ] {
            try await withService(open(file, [("sn", .text, "sn")], fields: [:])) { service in
                #expect(await service.tell(["C1", "C2", "7"]) == told, "\(file)")
            }
        }
    }

    @Test(
        "finds a key whatever its column holds, where nothing is lost",
        arguments: [
            (FieldType.integer, "007", Value.integer(7)), (.integer, " 7 ", .integer(7)),
            (.number, "0.50", .number(0.5)),
            (.date, "2026-01-02", .date(CalendarDate("2026-01-02")!)), (.boolean, "true", .boolean(true)),
            (.text, "007", .text("007")), (.text, "金额", .text("金额")),
        ])
    func types(_ type: FieldType, _ cell: String, _ key: Value) async throws {
        folder.write("k,v\n\(cell),found\n", to: "t.csv")
        try await withService(open("t.csv", [("k", type, "k")], fields: [:])) { service in
            #expect(await service.tell([[key]]) == ["found"])
        }
        // Also where 'fields' makes it something else.
        try await withService(open("t.csv", [("k", type, "k")], fields: ["k": type])) { service in
            #expect(await service.tell([[key]]) == ["found"])
        }
    }

    @Test("takes the first row of a key, and counts the others of the keys that are asked for; a null is no key")
    func repeated() async throws {
        folder.write("sn,name\nC1,Acme\nC2,Beta\nC1,Again\n,Nobody\n,Nobody\nC1,Twice\n", to: "names.csv")
        try await withService(open("names.csv", [("sn", .text, "sn")], fields: [:])) { service in
            #expect(await service.tell(["C1", "C2"]) == ["Acme", "Beta", "2 rows for a key that had one already"])
            #expect(await service.tell(["C2", ""]) == ["Beta", "missing"])
        }
    }

    @Test("cannot be opened where the file has no such column, and says where that is named")
    func unknownColumns() async {
        folder.write(Self.names, to: "names.csv")
        #expect(
            await failure {
                try await open("names.csv", [("sn", .text, "Contract no"), ("day", .text, "day")]).lookups
            }
                == "services/a.yaml:5:9: error: 'names.csv' has no column 'Contract no' [unknown-field]\n"
                + "  hint: did you mean 'Contract No'?\n"
                + "services/a.yaml:6:9: error: 'names.csv' has no column 'day' [unknown-field]\n"
                + "  hint: it has Contract No, Name, size; 'match' says which column an input is")
        #expect(
            await failure { try await open(fields: ["sizes": .number]).lookups }
                == "services/a.yaml:2:7: error: 'fields' names 'sizes', which names.csv does not have [unknown-field]\n"
                + "  hint: did you mean 'size'?")
        #expect(
            await failure { try await open("no.csv").lookups }
                == "there is no file 'no.csv'\n  hint: it was looked for at \(folder.path)/no.csv")
    }

    @Test("fails for good where the file cannot be read to its end, and says where")
    func broken() async throws {
        folder.write(Self.names + "C4,Gamma,many\n", to: "names.csv")
        try await withService(open()) { service in
            for _ in 0..<2 {
                #expect(
                    await service.tell(["C1"]) == [
                        "names.csv, line 5, field 'size': 'many' is not a number (correct the value, give the field"
                            + " another type under 'fields', or set 'invalid: blank'), for good"
                    ])
            }
        }
        try await withService(open(invalid: .blank)) { service in
            #expect(await service.tell(["C4", "C1"]) == ["Gamma|null", "Acme|2"])
        }
        let byNumber: [(String, FieldType, column: String)] = [("no", .integer, "Contract No")]
        try await withService(open("names.csv", byNumber, fields: [:])) { service in
            #expect(
                await service.tell([[.integer(1)]]).first?.hasPrefix(
                    "names.csv, row 1, field 'Contract No': 'C1' is not an integer (correct the value") == true)
        }
        try await withService(open("names.csv", byNumber, fields: [:], invalid: .blank)) { service in
            #expect(await service.tell([[.integer(1)]]) == ["missing"])
        }
    }

    @Test("reads its file when it is first asked, and keeps it")
    func once() async throws {
        folder.write(Self.names, to: "names.csv")
        try await withService(open()) { service in
            folder.write(Self.names.replacing("Acme", with: "Acme & Sons"), to: "names.csv")
            #expect(await service.tell(["C1"]) == ["Acme & Sons|2"])
            folder.write(Self.names, to: "names.csv")
            #expect(await service.tell(["C1"]) == ["Acme & Sons|2"])
        }
        try await withService(open()) { service in
            folder.write("Contract No,size\nC1,2\n", to: "names.csv")
            #expect(
                await service.tell(["C1"]) == ["the columns of 'names.csv' have changed since the run began, for good"])
        }
    }

    @Test("reads once for all who ask, and goes on for them where the first of them gives up")
    func shared() async throws {
        let source = SlowSource()
        try await withService(service(of: source)) { service in
            let first = Task { await service.tell(["C1"]) }
            await source.begun()
            first.cancel()
            #expect(await first.value == ["cancelled, may be tried again"])
            await withTaskGroup(of: [String].self) { group in
                for _ in 0..<20 { group.addTask { await service.tell(["C1", "C9"]) } }
                source.goOn()
                for await told in group { #expect(told == ["found", "missing"]) }
            }
        }
        // For the columns, and for all who asked.
        #expect(source.opened == 2)
    }

    @Test("reads no further once it is closed")
    func closed() async throws {
        let source = SlowSource()
        let service = try await service(of: source)
        let asking = Task { await service.tell(["C1"]) }
        await source.begun()
        await service.close()
        #expect(await asking.value == ["cancelled, for good"])
    }

    private func service(of source: SlowSource) async throws -> FileService {
        let keys = ["d": Self.keys([("sn", .text, "sn")])]
        return try await FileService(source, named: "slow", keys: keys, invalid: .fail, zone: { $0 })
    }
}

/// Rows that come when they are told to.
private final class SlowSource: RowSource {
    private let beginnings = AsyncStream<Void>.makeStream()
    private let signal = AsyncStream<Void>.makeStream()
    private let state = Mutex(0)

    var opened: Int { state.withLock { $0 } }

    /// Waits until somebody wants rows.
    func begun() async {
        for await _ in beginnings.stream { break }
    }

    func goOn() { signal.continuation.finish() }

    func withReader<Result: Sendable>(
        parameters: [String: ParameterValue], _ body: (any RowReader) async throws -> Result
    ) async throws -> Result {
        state.withLock { $0 += 1 }
        let rows = StubReader(["sn", "name"], count: 1) { _ in [.text("C1"), .text("found")] }
        return try await body(Reader(rows: rows, begin: beginnings.continuation, signal: signal.stream))
    }

    private struct Reader: RowReader {
        let rows: StubReader
        let begin: AsyncStream<Void>.Continuation
        let signal: AsyncStream<Void>

        var fields: [FieldShape] { rows.fields }

        func next(_ count: Int) async throws -> RowBatch? {
            begin.yield()
            for await _ in signal {}
            try Task.checkCancellation()
            return try await rows.next(count)
        }
    }
}
