import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuireComponents

@Suite("Parameters of a query through ODBC", .serialized) struct ODBCParameterTests {
    private static let postgres = """
        CREATE TYPE region AS ENUM ('east', 'west');
        CREATE TABLE t (
            region region, id uuid, name varchar(20), padded char(6), small int2, plain int4, big int8,
            exact numeric(12,2), float float8, day date, at timestamp, moment timestamptz, open bool);
        INSERT INTO t VALUES
            ('east', '00000000-0000-0000-0000-000000000001', '名 & Co', 'ab', 7, 7, 7, 7.50, 7.5,
             '2026-01-31', '2026-01-31 12:00', '2026-01-31 12:00+08', true);
        """

    private static let sqlite = """
        CREATE TABLE t (
            region TEXT, id TEXT, name VARCHAR(20), padded TEXT, small INT, plain INTEGER, big BIGINT, exact NUMERIC(12,2),
            float REAL, day DATE, at DATETIME, moment DATETIME, open BOOLEAN);
        INSERT INTO t VALUES
            ('east', '00000000-0000-0000-0000-000000000001', '名 & Co', 'ab', 7, 7, 7, 7.50, 7.5,
             '2026-01-31', '2026-01-31 12:00:00', '2026-01-31 12:00:00', true);
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

    private static let noon: Value = .datetime(LocalDateTime.parse("2026-01-31 12:00:00")!.moment)
    private static let day: Value = .date(CalendarDate("2026-01-31")!)

    private static let texts = [
        ("region", "east", "west"),
        ("id", "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"),
        ("name", "名 & Co", "名"), ("padded", "ab", "abc"),
    ].flatMap { column, value, other -> [Case] in
        let condition = ":p IS NULL OR \(column) = :p"
        return [
            Case(condition, .text, nil), Case(condition, .text, .text(value)),
            Case(condition, .text, .text(other), finds: false), Case("\(column) = :p", .text, .text(value)),
            Case("\(column) = :p", .text, nil, finds: false),
            Case("\(column) IN (:p)", .text, list: [.text(other), .text(value)]),
            Case("\(column) IN (:p)", .text, list: [], finds: false),
            Case("\(column) IN (:p)", .text, list: [.null], finds: false),
        ]
    }

    private static let numbers = ["small", "plain", "big", "exact", "float"].flatMap { column -> [Case] in
        let whole = ["small", "plain", "big"].contains(column)
        return [
            Case("\(column) > :p", .number, .number(6.5)), Case("\(column) > :p", .number, .number(7.5), finds: false),
            Case("\(column) = :p", .integer, .integer(7), finds: whole),
            Case("\(column) < :p", .integer, .integer(whole ? 30_000 : 3_000_000_000)),
            Case(":p IS NULL OR \(column) = :p", .number, nil), Case(":p IS NULL OR \(column) = :p", .integer, nil),
            Case("\(column) = :p", .number, .number(7.5), finds: !whole),
            Case("\(column) IN (:p)", .integer, list: [.integer(7), .integer(8)], finds: whole),
            Case("\(column) IN (:p)", .number, list: [], finds: false),
        ]
    }

    private static let others = [
        Case("day = :p", .date, day), Case("at >= :p", .date, day), Case("at = :p", .datetime, noon),
        Case("moment = :p", .datetime, noon), Case(":p IS NULL OR moment > :p", .datetime, nil),
        Case("day IN (:p)", .date, list: [day]), Case("open = :p", .boolean, .boolean(true)),
        Case("open = :p", .boolean, .boolean(false), finds: false), Case(":p IS NULL OR open = :p", .boolean, nil),
        Case("name LIKE :p || '%'", .text, .text("名")), Case("coalesce(:p, name) = name", .text, nil),
        Case("upper(:p) = 'ACME'", .text, .text("acme")), Case(":p IS NULL", .text, nil),
        Case(":p = ''", .text, .text("")),
        Case("substr(name, 1, :p) = '名'", .integer, .integer(1)),
        Case("name IN (:p, '名 & Co')", .text, list: []), Case("name NOT IN (:p)", .text, list: []),
        Case("name <> :p AND padded <> :p", .text, .text("x'); DROP TABLE t; --")),
        Case("name <> :p", .text, .text(String(repeating: "名", count: 10_000))),
    ]

    @Test(
        "A parameter is compared as a value of its type",
        arguments: ODBCFixture.Kind.allCases, texts + numbers + others)
    func compared(_ kind: ODBCFixture.Kind, _ given: Case) async throws {
        let fixture = try kind == .postgres ? Shared.postgres.get() : Shared.sqlite.get()
        let rows = try await fixture.rows(
            "SELECT 'x' AS found FROM t WHERE \(given.condition)", given.value, given.type)
        #expect(rows == (given.isFound ? ["x"] : []))
    }

    private enum Shared {
        static let postgres = Result { try ODBCFixture(.postgres, ODBCParameterTests.postgres) }
        static let sqlite = Result { try ODBCFixture(.sqlite, ODBCParameterTests.sqlite) }
    }

    @Test("A value has the type that is declared, a null as well")
    func types() {
        let types = { (value: Value, declared: FieldType?) -> [Int] in
            let made = ODBCParameter(value, declared: declared, .other)
            return [Int(made.valueType), Int(made.sqlType), Int(made.size), Int(made.digits), made.bytes?.count ?? -1]
        }
        #expect(types(.null, .integer) == [-25, -5, 19, 0, -1])
        #expect(types(.integer(7), .integer) == [-16, 4, 10, 0, 4])
        #expect(types(.integer(1 << 40), .integer) == [-25, -5, 19, 0, 8])
        #expect(types(.integer(7), .number) == [8, 8, 15, 0, 8])
        #expect(types(.decimal("-1234567890123456.78"), .number) == [1, 3, 18, 2, 20])
        #expect(types(.null, .number) == [8, 8, 15, 0, -1])
        #expect(types(.null, .date) == [91, 91, 10, 0, -1])
        #expect(types(Self.day, .date) == [91, 91, 10, 0, 6])
        #expect(types(Self.noon, .datetime) == [93, 93, 19, 0, 16])
        #expect(types(.boolean(true), .boolean) == [-7, -7, 1, 0, 1])
        #expect(types(.null, .text) == [-8, -9, 1, 0, -1])
        #expect(types(.text(""), .text) == [-8, -9, 1, 0, 0])
        #expect(types(.text("名😀"), .text) == [-8, -9, 3, 0, 6])
        #expect(types(.text(String(repeating: "x", count: 5000)), .text) == [-8, -10, 5000, 0, 10_000])
    }
}
