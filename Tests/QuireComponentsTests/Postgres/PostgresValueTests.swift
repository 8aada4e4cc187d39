import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireComponents

@Suite("Values of PostgreSQL's types", .serialized) struct PostgresValueTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var expression: String
        var type: FieldType
        var value: Value
        var testDescription: String { expression }

        init(_ expression: String, _ type: FieldType, _ value: Value) {
            self.expression = expression
            self.type = type
            self.value = value
        }
    }

    private static func moment(_ text: String) -> Value { .datetime(LocalDateTime.parse(text)!.moment) }
    private static func date(_ year: Int, _ month: Int, _ day: Int) -> Value {
        .date(CalendarDate(year: year, month: month, day: day)!)
    }

    private static let numbers = [
        Case("7::int2", .integer, .integer(7)), Case("-7::int4", .integer, .integer(-7)),
        Case("9223372036854775807::int8", .integer, .integer(.max)),
        Case("'-9223372036854775808'::int8", .integer, .integer(.min)), Case("0", .integer, .integer(0)),
        Case("12::oid", .integer, .integer(12)), Case("0.1::float4", .number, .number(0.1)),
        Case("0.1::float8 + 0.2", .number, .number(0.1 + 0.2)), Case("1e300::float8", .number, .number(1e300)),
        Case("'NaN'::float8", .number, .number(.nan)), Case("'-Infinity'::float4", .number, .number(-.infinity)),
        Case("12.50::numeric(12,2)", .number, .number(12.5)), Case("-0.001::numeric", .number, .number(-0.001)),
        Case("1000::numeric", .number, .number(1000)),
        Case("12345678901234567.89", .number, .decimal("12345678901234567.89")),
        Case("1e30::numeric", .number, .number(1e30)), Case("'NaN'::numeric", .number, .number(.nan)),
        Case("'Infinity'::numeric", .number, .number(.infinity)),
        Case("'-1234567.5'::money", .number, .number(-1234567.5)),
        Case("0::money", .number, .number(0)), Case("count(*)", .integer, .integer(1)),
        Case("sum(1.5)", .number, .number(1.5)), Case("true", .boolean, .boolean(true)),
        Case("1 = 2", .boolean, .boolean(false)),
    ]

    private static let moments = [
        Case("'2026-01-31'::date", .date, date(2026, 1, 31)), Case("'0044-03-15 BC'::date", .date, date(-43, 3, 15)),
        Case("'12026-01-31'::date", .date, date(12026, 1, 31)), Case("'infinity'::date", .date, .text("infinity")),
        Case("'-infinity'::timestamp", .datetime, .text("-infinity")),
        Case("'2026-01-31 12:30:05'::timestamp", .datetime, moment("2026-01-31 12:30:05")),
        Case("'2026-01-31 12:30:05.000125'::timestamp", .datetime, moment("2026-01-31 12:30:05.000125")),
        Case(
            "'0044-03-15 12:00 BC'::timestamp", .datetime,
            .datetime(
                LocalDateTime(
                    date: CalendarDate(year: -43, month: 3, day: 15)!, time: TimeOfDay(microseconds: 43_200_000_000)))),
        Case(
            "'12026-01-31 12:00:00.5'::timestamp", .datetime,
            .datetime(
                LocalDateTime(
                    date: CalendarDate(year: 12026, month: 1, day: 31)!, time: TimeOfDay(microseconds: 43_200_500_000)))
        ),
        Case("'2026-01-31 12:00:00+00'::timestamptz", .datetime, moment("2026-01-31 20:00:00")),
        Case("'2026-01-31 12:00:00.25-05:30'::timestamptz", .datetime, moment("2026-02-01 01:30:00.25")),
        Case("'infinity'::timestamptz", .datetime, .text("infinity")),
        // Before 1901 the clocks of Shanghai showed local mean time.
        Case("'1900-01-01 00:00:00+00'::timestamptz", .datetime, moment("1900-01-01 08:05:43")),
        Case("('2026-01-31 20:00:00+00'::timestamptz)::date", .date, date(2026, 2, 1)),
        Case("'12:30:05.5'::time", .time, .time(TimeOfDay("12:30:05.5")!)),
        Case("'24:00'::time", .time, .time(TimeOfDay(microseconds: TimeOfDay.perDay))),
        Case("'12:30:05+08'::timetz", .text, .text("12:30:05+08")),
        Case("'1 day 12:00'::interval", .interval, .interval(1.5)),
        Case("'-1 day -06:00'::interval", .interval, .interval(-1.25)),
        Case("'1 year 2 mons 3 days'::interval", .interval, .interval(365.25 + 60 + 3)),
        Case("'-1 mons +2 days'::interval", .interval, .interval(-28)),
        Case("'100:00:00.5'::interval", .interval, .interval(360_000.5 / 86_400)),
        Case("'0'::interval", .interval, .interval(0)),
        Case("'1 day -01:00'::interval", .interval, .interval(23 / 24.0)),
    ]

    private static let texts = [
        Case("'a=b'::text", .text, .text("a=b")), Case("'名'::varchar(5)", .text, .text("名")),
        Case("''::text", .text, .text("")), Case("'ab'::char(6)", .text, .text("ab")),
        Case("'   '::char(3)", .text, .text("")),
        Case("'n'::name", .text, .text("n")), Case("'east'::region", .text, .text("east")),
        Case("'x'::code", .text, .text("x")), Case("7::size", .integer, .integer(7)),
        Case("'00000000-0000-0000-0000-00000000000A'::uuid", .text, .text("00000000-0000-0000-0000-00000000000a")),
        Case("'10.0.0.1/8'::inet", .text, .text("10.0.0.1/8")), Case("'{\"a\": 1}'::json", .json, .text("{\"a\": 1}")),
        Case("'{\"a\":1}'::jsonb", .json, .text("{\"a\": 1}")), Case("ARRAY['a','b c']", .text, .text("{a,\"b c\"}")),
        Case("int4range(1, 5)", .text, .text("[1,5)")), Case("'\\x00ff'::bytea", .text, .text("00ff")),
        Case("''::bytea", .text, .text("")), Case("(1, 'a')::pair", .text, .text("(1,a)")),
        Case("NULL", .text, .null), Case("NULL::int4", .integer, .null), Case("NULL::date", .date, .null),
        Case("B'101'", .text, .text("101")), Case("'<a/>'::xml", .text, .text("<a/>")),
    ]

    private static let types = """
        CREATE TYPE region AS ENUM ('east', 'west'); CREATE DOMAIN code AS text; CREATE DOMAIN size AS int4;
        CREATE TYPE pair AS (a int, b text);
        """

    @Test("Each type gives the value that it is", arguments: numbers + moments + texts)
    func value(_ given: Case) async throws {
        let read = try await RowText(Shared.database.get().source("SELECT \(given.expression) AS a"))
        #expect(read.fields == [FieldShape("a", given.type)])
        #expect(read.values == [[given.value]])
    }

    @Test(
        "What the role and the database have settled for themselves changes no value",
        arguments: numbers + moments + texts)
    func settled(_ given: Case) async throws {
        let fixture = try Shared.odd.get()
        let read = try await RowText(
            fixture.source("SELECT \(given.expression) AS a", url: fixture.database.url(user: "odd:odd")))
        #expect(read.values == [[given.value]])
    }

    private enum Shared {
        static let database = Result { try PostgresFixture(PostgresValueTests.types) }
        static let odd = Result {
            let fixture = try PostgresFixture(PostgresValueTests.types + "CREATE ROLE odd LOGIN PASSWORD 'odd'")
            for setting in [
                "DateStyle = 'SQL, DMY'", "IntervalStyle = 'iso_8601'", "TimeZone = 'America/New_York'",
                "extra_float_digits = 0", "bytea_output = 'escape'", "client_encoding = 'LATIN1'",
                "standard_conforming_strings = off", "default_transaction_read_only = off",
                "search_path = odd, public, pg_catalog",
            ] {
                try fixture.database.execute("ALTER ROLE odd SET \(setting)")
            }
            try fixture.database.execute(
                """
                CREATE SCHEMA odd; GRANT USAGE ON SCHEMA odd TO odd;
                CREATE FUNCTION odd.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS $$ SELECT 'odd' $$;
                """)
            return fixture
        }
    }

    @Test("'fields' wins over the column's type")
    func overrides() async throws {
        let read = try await RowText(
            Shared.database.get().source(
                """
                SELECT '2026-01-31'::date AS day, 5.0::numeric AS whole, '2026-01-31T12:00:00+08:00' AS at, 1 AS yes,
                       12 AS text, '{}'::jsonb AS data, 7 AS number
                """,
                [
                    "day": .text, "whole": .integer, "at": .datetime, "yes": .boolean, "text": .text, "data": .text,
                    "number": .number,
                ]))
        #expect(
            read.values == [
                [
                    .text("2026-01-31"), .integer(5), Self.moment("2026-01-31 12:00:00"), .boolean(true), .text("12"),
                    .text("{}"), .number(7),
                ]
            ])
    }

    @Test("Money has the digits of the server's locale, 2 in C's")
    func money() async throws {
        let read = try await RowText(
            Shared.database.get().source("SELECT m FROM unnest(ARRAY[1234.5, -0.01, 0.5]::money[]) AS m"))
        #expect(read.values == [[.number(1234.5)], [.number(-0.01)], [.number(0.5)]])
    }
}
