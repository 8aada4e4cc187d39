import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireComponents

@Suite("Values that come through ODBC", .serialized) struct ODBCValueTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var expression: String
        var type: FieldType?
        var value: Value
        var testDescription: String { expression }

        init(_ expression: String, _ type: FieldType?, _ value: Value) {
            self.expression = expression
            self.type = type
            self.value = value
        }
    }

    private static func moment(_ text: String) -> Value { .datetime(LocalDateTime.parse(text)!.moment) }
    private static func date(_ text: String) -> Value { .date(CalendarDate(text)!) }

    private static let numbers = [
        Case("7::int2", .integer, .integer(7)), Case("-7::int4", .integer, .integer(-7)),
        Case("9223372036854775807::int8", .integer, .integer(.max)),
        Case("'-9223372036854775808'::int8", .integer, .integer(.min)), Case("0", .integer, .integer(0)),
        Case("12::oid", .integer, .integer(12)), Case("0.1::float4", .number, .number(0.1)),
        Case("0.1::float8 + 0.2", .number, .number(0.1 + 0.2)), Case("1e300::float8", .number, .number(1e300)),
        Case("'NaN'::float8", .number, .number(.nan)), Case("12.50::numeric(12,2)", .number, .number(12.5)),
        Case("-0.001::numeric", .number, .number(-0.001)), Case("1000::numeric", .number, .number(1000)),
        Case("12345678901234567.89", .number, .decimal("12345678901234567.89")),
        Case("repeat('1234567890', 10)::numeric", .number, .decimal(String(repeating: "1234567890", count: 10))),
        Case("1e30::numeric", .number, .number(1e30)), Case("'NaN'::numeric", .number, .number(.nan)),
        Case("1234567.5::money", .number, .number(1234567.5)), Case("count(*)", .integer, .integer(1)),
        Case("sum(1.5)", .number, .number(1.5)), Case("true", .boolean, .boolean(true)),
        Case("1 = 2", .boolean, .boolean(false)),
    ]

    private static let moments = [
        Case("'2026-01-31'::date", .date, date("2026-01-31")),
        Case("'2026-01-31 12:30:05'::timestamp", .datetime, moment("2026-01-31 12:30:05")),
        Case("'2026-01-31 12:30:05.000125'::timestamp", .datetime, moment("2026-01-31 12:30:05.000125")),
        Case("'2026-01-31 12:00:00+00'::timestamptz", .datetime, moment("2026-01-31 20:00:00")),
        Case("'2026-01-31 12:00:00.25-05:30'::timestamptz", .datetime, moment("2026-02-01 01:30:00.25")),
        Case("('2026-01-31 20:00:00+00'::timestamptz)::date", .date, date("2026-02-01")),
        Case("'12:30:05.5'::time", .time, .time(TimeOfDay("12:30:05.5")!)),
    ]

    private static let texts = [
        Case("'a=b'::text", .text, .text("a=b")), Case("'名𠀀😀'::text", .text, .text("名𠀀😀")),
        Case("'名'::varchar(5)", .text, .text("名")), Case("''::text", .text, .text("")),
        Case("'ab'::char(6)", .text, .text("ab")), Case("'   '::char(3)", .text, .text("")),
        Case("'00000000-0000-0000-0000-00000000000A'::uuid", .text, .text("00000000-0000-0000-0000-00000000000a")),
        Case("'{\"a\":1}'::jsonb", .text, .text("{\"a\": 1}")), Case("ARRAY['a','b c']", .text, .text("{a,\"b c\"}")),
        Case("'\\x00ff'::bytea", .text, .text("00ff")), Case("''::bytea", .text, .text("")),
        Case("decode(repeat('00ff', 30000), 'hex')", .text, .text(String(repeating: "00ff", count: 30000))),
        Case("repeat('名', 100000)", .text, .text(String(repeating: "名", count: 100_000))),
        Case("repeat('x', 255)::varchar(255)", .text, .text(String(repeating: "x", count: 255))),
        Case("repeat('x', 256)", .text, .text(String(repeating: "x", count: 256))),
        Case("repeat('😀', 128)", .text, .text(String(repeating: "😀", count: 128))),
        Case("repeat('😀', 129)", .text, .text(String(repeating: "😀", count: 129))),
        Case("NULL", .text, .null), Case("NULL::int4", .integer, .null), Case("NULL::date", .date, .null),
        Case("NULL::numeric", .number, .null), Case("NULL::float8", .number, .null), Case("NULL::bytea", .text, .null),
    ]

    @Test("Each type of PostgreSQL gives the value that it is", arguments: numbers + moments + texts)
    func postgres(_ given: Case) async throws {
        let read = try await RowText(Shared.postgres.get().source("SELECT \(given.expression) AS a, 'x' AS b"))
        #expect(read.fields == [FieldShape("a", given.type), FieldShape("b", .text)])
        #expect(read.values == [[given.value, .text("x")]])
    }

    private static let table = """
        CREATE TABLE t (
            n INTEGER, big BIGINT, r REAL, amount NUMERIC(20,2), d DECIMAL(12,2), whole NUMERIC, day DATE, at DATETIME,
            ts TIMESTAMP, zoned TIMESTAMP, yes BOOLEAN, text TEXT, name VARCHAR(3), bytes BLOB, long TEXT, missing TEXT,
            absent NUMERIC, empty TEXT);
        INSERT INTO t VALUES (
            -7, 9223372036854775807, 0.1, 1234.5, 12.25, 123456789012345678, '2026-01-31', '2026-01-31 12:30:05',
            '2026-01-31T12:30:05.25', '2026-01-31 12:00:00+00:00', 1, '名𠀀😀', '名字很长', x'00ff',
            replace(hex(zeroblob(50000)), '00', '名'), NULL, NULL, '');
        """

    private static let stored = [
        Case("n", nil, .integer(-7)), Case("big", nil, .integer(.max)), Case("r", nil, .number(0.1)),
        Case("amount", .number, .number(1234.5)), Case("d", .number, .number(12.25)),
        Case("whole", .number, .decimal("123456789012345678")), Case("day", .date, date("2026-01-31")),
        Case("at", .datetime, moment("2026-01-31 12:30:05")), Case("ts", .datetime, moment("2026-01-31 12:30:05.25")),
        Case("zoned", .datetime, moment("2026-01-31 20:00:00")), Case("yes", .boolean, .boolean(true)),
        Case("text", nil, .text("名𠀀😀")), Case("name", nil, .text("名字很长")), Case("bytes", nil, .text("00ff")),
        Case("long", nil, .text(String(repeating: "名", count: 50_000))), Case("missing", nil, .null),
        Case("absent", .number, .null), Case("empty", nil, .text("")), Case("count(*)", nil, .integer(1)),
        Case("r * 2", nil, .number(0.2)), Case("text || '!'", nil, .text("名𠀀😀!")), Case("amount > 1", nil, .integer(1)),
    ]

    @Test("Each declared type of SQLite gives what it gives without ODBC", arguments: stored)
    func sqlite(_ given: Case) async throws {
        let fixture = try Shared.sqlite.get()
        let query = "SELECT \(given.expression) AS a, 'x' AS b FROM t"
        let read = try await RowText(fixture.source(query))
        #expect(read.fields == [FieldShape("a", given.type), FieldShape("b")])
        #expect(read.values == [[given.value, .text("x")]])
        let plain = try await RowText(
            SQLiteSource(
                path: fixture.folder.file("crm.db"), file: "crm.db", query: SQLText(query, at: nil),
                zone: { LocalDateTime(microseconds: $0.microseconds + 8 * 3_600_000_000) }))
        #expect(read.fields == plain.fields)
        #expect(read.values == plain.values)
    }

    private enum Shared {
        static let postgres = Result { try ODBCFixture(.postgres) }
        static let sqlite = Result { try ODBCFixture(.sqlite, ODBCValueTests.table) }
    }

    private static let elsewhere: [(type: Int, text: String, Value?)] = [
        (-155, "2026-01-31 12:30:00.0000000 +08:00", moment("2026-01-31 12:30:00")),
        (-155, "2026-01-31 12:30:00 -05:00", moment("2026-02-01 01:30:00")),
        (-154, "12:30:05.1234567", .time(TimeOfDay("12:30:05.123456")!)),
        (-5, "18446744073709551615", .decimal("18446744073709551615")),
        (-7, "1", .boolean(true)), (-7, "2", nil), (91, "0000-00-00", nil),
        (93, "2026-01-31 00:00:00.000", moment("2026-01-31 00:00:00")),
        (11, "2026-01-31 12:30:05", moment("2026-01-31 12:30:05")), (3, ".5", .number(0.5)), (3, "x", nil),
        (-11, "0A000000-0000-0000-0000-00000000000B", .text("0a000000-0000-0000-0000-00000000000b")),
    ]

    @Test("Types that other databases have are read as their drivers write them", arguments: elsewhere)
    func others(_ type: Int, _ text: String, _ value: Value?) {
        let column = ODBCColumn(
            ODBCColumnDescription(name: "a", type: Int16(type), size: 0, typeName: ""), .other, wanted: nil,
            zone: { LocalDateTime(microseconds: $0.microseconds + 8 * 3_600_000_000) })
        let read = Array(text.utf8).withUnsafeBufferPointer { column.read(.plain($0)) }
        #expect(read == value)
    }

    @Test("'fields' wins over the column's type", arguments: ODBCFixture.Kind.allCases)
    func overrides(_ kind: ODBCFixture.Kind) async throws {
        let fixture = try ODBCFixture(kind)
        let read = try await RowText(
            fixture.source(
                """
                SELECT '2026-01-31' AS day, 5 AS whole, '2026-01-31T12:00:00+08:00' AS at, 1 AS yes, 12 AS text,
                       '7.5' AS number, CAST('12345678901234567.5' AS varchar(30)) AS exact
                """,
                [
                    "day": .date, "whole": .number, "at": .datetime, "yes": .boolean, "text": .text, "number": .number,
                    "exact": .number,
                ]))
        #expect(
            read.values == [
                [
                    Self.date("2026-01-31"), .number(5), Self.moment("2026-01-31 12:00:00"), .boolean(true),
                    .text("12"), .number(7.5), .decimal("12345678901234567.5"),
                ]
            ])
    }

    @Test("Names of fields are what they are, whatever letters they have", arguments: ODBCFixture.Kind.allCases)
    func names(_ kind: ODBCFixture.Kind) async throws {
        let fixture = try ODBCFixture(kind)
        let read = try await RowText(fixture.source("SELECT 'x' AS \"金额 x\", 'z' AS \"Mixed\""))
        #expect(read.fields.map(\.name) == ["金额 x", "Mixed"])
    }
}
