import CPostgres
import QuireModel
import QuirePlugin

/// A value as libpq takes it.
struct PostgresParameter {
    /// 0 lets the server tell.
    var type: Oid
    /// Nil is null.
    var text: String?
}

/// PostgreSQL's numbers for its own types.
enum PostgresType {
    static let boolean: Oid = 16
    static let integer: Oid = 20
    static let shortInteger: Oid = 23
    static let text: Oid = 25
    static let date: Oid = 1082
    static let time: Oid = 1083
    static let timestamp: Oid = 1114
    static let numeric: Oid = 1700
    /// The server finds out by what stands beside it.
    static let unknown: Oid = 0
}

/// A prepared query: what types its parameters have, and what columns it gives.
struct PostgresQuery {
    /// By the parameter's name.
    var types: [String: Oid]
    var columns: [PostgresField]

    /// For each value of a query its parameter.
    ///
    /// - Parameter name: of the parameter that a value belongs to.
    func parameters(_ sql: BoundSQL, name: (Int) -> String) -> [PostgresParameter] {
        sql.values.enumerated().map { index, value in
            PostgresParameter(type: types[name(index)] ?? PostgresType.unknown, text: value.text)
        }
    }
}

/// A column as the server describes it.
struct PostgresField: Equatable {
    var name: String
    var type: Oid
}

/// Finds out which types a query's parameters have.
///
/// Dates, numbers and booleans have the type that is declared, so that a fraction is compared with an integer as one.
/// Text takes the type of what it stands beside, as a text in quotes does in PostgreSQL, so that it fits enums and
/// uuids. Where the two do not fit, integers are tried as short ones, which functions want, and then all as texts
/// in quotes.
struct PostgresTyping {
    private enum Manner: CaseIterable {
        case declared, shortIntegers, asQuoted
    }

    let connection: PostgresConnection
    /// As declared, by the parameter's name.
    let declared: [String: FieldType]
    /// The query with one value for each parameter; each place of the parameter called `apart` has its own.
    let bound: (_ apart: String?) throws(DiagnosticError) -> BoundSQL
    /// The name of the parameter that a value of the query belongs to.
    let name: (_ sql: BoundSQL, _ index: Int) -> String

    func prepare() throws -> PostgresQuery {
        let sql = try bound(nil)
        var first: PostgresFault?
        for manner in sql.values.isEmpty ? [.declared] : Manner.allCases {
            do {
                return try prepare(sql, manner)
            } catch let fault as PostgresFault where fault.isOfTypes {
                first = first ?? fault
            }
        }
        throw first ?? PostgresFault(state: PostgresFault.connectionFailure, message: "there is no answer")
    }

    private func prepare(_ sql: BoundSQL, _ manner: Manner) throws -> PostgresQuery {
        let names = sql.values.indices.map { name(sql, $0) }
        var types: [String: Oid] = [:]
        for name in names { types[name] = Self.type(declared[name], manner) }
        while true {
            do {
                let answer = try connection.describe(sql.text, types: names.map { types[$0] ?? PostgresType.unknown })
                for (name, type) in zip(names, answer.parameterTypes) {
                    guard manner != .asQuoted || Self.takes(type, declared[name]) else { throw PostgresFault.misfit }
                    types[name] = type
                }
                let columns = zip(answer.columnNames, answer.columnTypes).map { PostgresField(name: $0, type: $1) }
                return PostgresQuery(types: types, columns: columns)
            } catch let fault as PostgresFault where fault.isUnsettled {
                let open = names.filter { types[$0] == PostgresType.unknown }
                let blamed = fault.number(within: sql).map { names[$0] }
                guard let name = open.first(where: { $0 == blamed }) ?? open.first else { throw fault }
                types[name] = try typeBesideOthers(name, types)
            }
        }
    }

    /// The type a parameter has where something stands beside it, as it does not in `:name IS NULL`.
    private func typeBesideOthers(_ wanted: String, _ types: [String: Oid]) throws -> Oid {
        let sql = try bound(wanted)
        let names = sql.values.indices.map { name(sql, $0) }
        var given = names.map { types[$0] ?? PostgresType.unknown }
        for _ in given {
            do {
                let found = try connection.describe(sql.text, types: given).parameterTypes
                let told = Set(
                    found.indices.filter { names[$0] == wanted && given[$0] == PostgresType.unknown }.map { found[$0] })
                return told.count == 1 ? told.first ?? PostgresType.text : PostgresType.text
            } catch let fault as PostgresFault where fault.isUnsettled {
                guard let index = fault.number(within: sql), given[index] == PostgresType.unknown else { break }
                given[index] = PostgresType.text
            } catch is PostgresFault {
                break
            }
        }
        return PostgresType.text
    }

    /// Whether the text of a declared type is one of a type that the server found.
    private static func takes(_ type: Oid, _ declared: FieldType?) -> Bool {
        // text, varchar, char(n), name
        if [PostgresType.text, 1043, 1042, 19].contains(type) { return true }
        return switch declared {
        case .integer, .number: [20, 21, 23, 26, 700, 701, PostgresType.numeric].contains(type)
        case .date, .datetime: [PostgresType.date, PostgresType.timestamp, 1184].contains(type)
        case .boolean: type == PostgresType.boolean
        case .time: type == PostgresType.time
        case .text, .json, .interval, nil: true
        }
    }

    private static func type(_ declared: FieldType?, _ manner: Manner) -> Oid {
        if manner == .asQuoted { return PostgresType.unknown }
        return switch declared {
        case .integer: manner == .declared ? PostgresType.integer : PostgresType.shortInteger
        case .number: PostgresType.numeric
        case .boolean: PostgresType.boolean
        case .date: PostgresType.date
        case .datetime: PostgresType.timestamp
        case .time: PostgresType.time
        case .text, .json, .interval, nil: PostgresType.unknown
        }
    }
}

extension PostgresFault {
    /// Of a value whose declared type is no type of what it stands beside.
    fileprivate static let misfit = PostgresFault(state: "42804", message: "the types do not fit")

    /// A parameter's type cannot be told from what stands beside it.
    fileprivate var isUnsettled: Bool { ["42P08", "42P18"].contains(state) }

    /// No function or operator takes such types, or several do.
    fileprivate var isOfTypes: Bool { isUnsettled || ["42883", "42804", "42725", "42846"].contains(state) }

    /// The index of the value that a message names as `$1`.
    fileprivate func number(within sql: BoundSQL) -> Int? {
        guard let sign = message.firstIndex(of: "$") else { return nil }
        let digits = message[sign...].dropFirst().prefix { $0.isASCII && $0.isNumber }
        return Int(digits).flatMap { sql.values.indices.contains($0 - 1) ? $0 - 1 : nil }
    }
}
