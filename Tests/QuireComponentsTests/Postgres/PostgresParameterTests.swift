import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireComponents

@Suite("Parameters of a query in PostgreSQL", .serialized) struct PostgresParameterTests {
    private static let tables = """
        CREATE TYPE region AS ENUM ('east', 'west');
        CREATE DOMAIN code AS text CHECK (value <> '');
        CREATE TABLE t (
            region region, id uuid, name varchar(20), padded char(6), code code, host inet, small int2, plain int4,
            big int8, exact numeric(12,2), float float8, short float4, day date, at timestamp, moment timestamptz, open bool);
        INSERT INTO t VALUES
            ('east', '00000000-0000-0000-0000-000000000001', 'Acme', 'ab', 'x', '10.0.0.1', 7, 7, 7, 7.50, 7.5, 7.5,
             '2026-01-31', '2026-01-31 12:00', '2026-01-31 12:00+08', true);
        """

    struct Case: Sendable, CustomTestStringConvertible {
        var condition: String
        var type: FieldType
        var value: ParameterValue
        var isFound = true
        var testDescription: String { "\(condition), \(type), \(value)" }

        init(_ condition: String, _ type: FieldType, _ value: Value?, finds isFound: Bool = true) {
            self.condition = condition
            self.type = type
            self.value = .single(value ?? .null)
            self.isFound = isFound
        }

        init(_ condition: String, _ type: FieldType, list: [Value], finds isFound: Bool = true) {
            self.condition = condition
            self.type = type
            value = .list(list)
            self.isFound = isFound
        }
    }

    private static let id: Value = .text("00000000-0000-0000-0000-000000000001")
    private static let noon: Value = .datetime(LocalDateTime.parse("2026-01-31 12:00:00")!.moment)
    private static let day: Value = .date(CalendarDate("2026-01-31")!)

    private static let optional = ["region", "id", "name", "padded", "code", "host"].flatMap { column -> [Case] in
        let values = [
            "region": "east", "id": "00000000-0000-0000-0000-000000000001", "name": "Acme", "padded": "ab", "code": "x",
            "host": "10.0.0.1",
        ]
        let others = [
            "region": "west", "id": "00000000-0000-0000-0000-000000000002", "name": "acme", "padded": "abc",
            "code": "y", "host": "10.0.0.2",
        ]
        let condition = ":p IS NULL OR \(column) = :p"
        return [
            Case(condition, .text, nil), Case(condition, .text, .text(values[column]!)),
            Case(condition, .text, .text(others[column]!), finds: false),
            Case("\(column) = :p", .text, .text(values[column]!)), Case("\(column) = :p", .text, nil, finds: false),
            Case("\(column) IN (:p)", .text, list: [.text(others[column]!), .text(values[column]!)]),
            Case("\(column) IN (:p)", .text, list: [], finds: false), Case("\(column) NOT IN (:p)", .text, list: []),
            Case("\(column) IN (:p)", .text, list: [.null], finds: false),
        ]
    }

    private static let numbers = ["small", "plain", "big", "exact", "float", "short"].flatMap { column -> [Case] in
        let whole = ["small", "plain", "big"].contains(column)
        return [
            Case("\(column) > :p", .number, .number(6.5)), Case("\(column) > :p", .number, .number(7.5), finds: false),
            Case("\(column) = :p", .integer, .integer(7), finds: whole),
            Case("\(column) < :p", .integer, .integer(3_000_000_000)),
            Case(":p IS NULL OR \(column) = :p", .number, nil),
            Case("\(column) = :p", .number, .number(7.5), finds: !whole),
            Case("\(column) IN (:p)", .integer, list: [.integer(7), .integer(8)], finds: whole),
            Case("\(column) IN (:p)", .number, list: [], finds: false),
            Case("\(column) < :p", .number, .decimal("12345678901234567890.5")),
        ]
    }

    private static let moments = [
        Case("day = :p", .date, day), Case("at >= :p", .date, day), Case("moment >= :p", .date, day),
        Case("at = :p", .datetime, noon), Case("moment = :p", .datetime, noon),
        Case("day = :p", .datetime, noon, finds: false), Case("day < :p", .datetime, noon),
        Case(":p IS NULL OR moment > :p", .datetime, nil), Case("day IN (:p)", .date, list: [day]),
        Case("day = :p + 1", .date, .date(CalendarDate("2026-01-30")!)),
        Case("open = :p", .boolean, .boolean(true)), Case(":p", .boolean, .boolean(false), finds: false),
        Case(":p IS NULL OR open = :p", .boolean, nil),
    ]

    private static let others = [
        Case("left(name, :p) = 'Ac'", .integer, .integer(2)), Case("day - :p = '2026-01-30'", .integer, .integer(1)),
        Case("name = :p", .integer, .integer(7), finds: false),
        Case("plain + :p > 2147483647", .integer, .integer(2_147_483_647)),
        Case("name LIKE :p || '%'", .text, .text("Ac")), Case("coalesce(:p, name) = name", .text, nil),
        Case("upper(:p) = upper(name)", .text, .text("acme")), Case(":p IS NULL", .text, nil),
        Case(":p IS NULL", .integer, nil), Case(":p = ''", .text, .text("")),
        Case("name IN (:p, 'Acme')", .text, list: []), Case("name IN ('Acme', :p)", .text, list: [.text("x")]),
        Case("name <> :p AND padded <> :p", .text, .text("x'); DROP TABLE t; --")),
        Case("region::text = :p AND name <> :p", .text, .text("east")),
    ]

    @Test(
        "A parameter is compared as a value of its type with columns of any that fit",
        arguments: optional + numbers + moments + others)
    func compared(_ given: Case) async throws {
        let fixture = try Shared.tables.get()
        let rows = try await fixture.rows("SELECT 1 AS found FROM t WHERE \(given.condition)", given.value, given.type)
        #expect(rows == (given.isFound ? ["1"] : []))
    }

    private enum Shared {
        static let tables = Result { try PostgresFixture(PostgresParameterTests.tables) }
    }

    @Test("A parameter used twice is one to PostgreSQL, so that it groups")
    func grouped() async throws {
        let fixture = try Shared.tables.get()
        let query = "SELECT date_trunc(:p, at)::date AS month, count(*) AS n FROM t GROUP BY date_trunc(:p, at)"
        #expect(try await fixture.rows(query, .single(.text("month")), .text) == ["2026-01-01|1"])
    }

    @Test("A text that the column's type does not have says so")
    func unfit() async throws {
        let fixture = try Shared.tables.get()
        let found = await failure {
            try await fixture.rows("SELECT 1 AS a FROM t WHERE region = :p", .single(.text("north")), .text)
        }
        #expect(found?.hasSuffix("failed: invalid input value for enum region: \"north\"") == true, "\(found ?? "")")
    }
}
