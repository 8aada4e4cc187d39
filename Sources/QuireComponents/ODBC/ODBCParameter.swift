import CODBC
import QuireModel

/// A value as `SQLBindParameter` takes it, with its type, which a null has too.
struct ODBCParameter: Equatable {
    /// `SQL_C_…`: in what form it is handed over.
    var valueType: SQLSMALLINT
    /// What it is to the database.
    var sqlType: SQLSMALLINT
    /// Characters or digits.
    var size: SQLULEN
    /// Behind the point, or of a second.
    var digits: SQLSMALLINT = 0
    /// Nil is null.
    var bytes: [UInt8]?

    /// - Parameter declared: its type, which a null does not tell.
    init(_ value: Value, declared: FieldType?, _ driver: ODBCDriver) {
        if driver.isUntyped {
            self = Self.asStored(value)
        } else {
            self = Self.typed(value, declared: declared)
        }
    }

    private init(
        _ valueType: Int32, _ sqlType: Int32, size: Int, digits: Int = 0, _ bytes: [UInt8]?
    ) {
        self.valueType = SQLSMALLINT(valueType)
        self.sqlType = SQLSMALLINT(sqlType)
        self.size = SQLULEN(size)
        self.digits = SQLSMALLINT(digits)
        self.bytes = bytes
    }

    /// As SQLite keeps it: an integer, a number, or text.
    private static func asStored(_ value: Value) -> ODBCParameter {
        switch value {
        case .null: text(nil)
        case .boolean(let flag): bigInteger(flag ? 1 : 0)
        case .integer(let integer): bigInteger(integer)
        case .number(let number), .interval(let number): double(number)
        case .text, .decimal, .date, .datetime, .time: text(value.text)
        }
    }

    private static func typed(_ value: Value, declared: FieldType?) -> ODBCParameter {
        switch value {
        case .null: null(declared)
        case .boolean(let flag): boolean(flag)
        case .integer(let integer) where declared == .number: number(integer)
        case .integer(let integer): self.integer(integer)
        case .number(let number), .interval(let number): double(number)
        case .decimal(let digits): decimal(digits)
        case .date(let date): self.date(date)
        case .datetime(let moment): self.moment(moment)
        case .time(let time): self.time(time)
        case .text(let text): self.text(text)
        }
    }

    private static func null(_ declared: FieldType?) -> ODBCParameter {
        switch declared {
        case .boolean: boolean(nil)
        case .integer: bigInteger(nil)
        case .number, .interval: double(nil)
        case .date: date(nil)
        case .datetime: moment(nil)
        case .time: time(nil)
        case .text, .json, nil: text(nil)
        }
    }
}

/// The forms of values.
extension ODBCParameter {
    private static func bytes(of value: some BitwiseCopyable) -> [UInt8] { withUnsafeBytes(of: value, Array.init) }

    private static func boolean(_ flag: Bool?) -> ODBCParameter {
        ODBCParameter(SQL_C_BIT, SQL_BIT, size: 1, flag.map { [$0 ? 1 : 0] })
    }

    /// A short one where it fits, which drivers hand over as a number and functions of the database take.
    private static func integer(_ integer: Int64) -> ODBCParameter {
        guard let short = Int32(exactly: integer) else { return bigInteger(integer) }
        return ODBCParameter(SQL_INTEGER + SQL_SIGNED_OFFSET, SQL_INTEGER, size: 10, bytes(of: short))
    }

    private static func bigInteger(_ integer: Int64?) -> ODBCParameter {
        ODBCParameter(SQL_BIGINT + SQL_SIGNED_OFFSET, SQL_BIGINT, size: 19, integer.map { bytes(of: $0) })
    }

    private static func number(_ integer: Int64) -> ODBCParameter {
        integer.magnitude <= 1 << 53 ? double(Double(integer)) : decimal(String(integer))
    }

    private static func double(_ number: Double?) -> ODBCParameter {
        ODBCParameter(SQL_C_DOUBLE, SQL_DOUBLE, size: 15, number.map { bytes(of: $0) })
    }

    private static func decimal(_ digits: String) -> ODBCParameter {
        guard let precision = digits.precision else { return text(digits) }
        return ODBCParameter(
            SQL_C_CHAR, SQL_DECIMAL, size: precision.all, digits: precision.fraction, Array(digits.utf8))
    }

    private static func text(_ text: String?) -> ODBCParameter {
        let units = text.map { Array($0.utf16) }
        let count = max(1, units?.count ?? 1)
        return ODBCParameter(
            SQL_C_WCHAR, count > 4000 ? SQL_WLONGVARCHAR : SQL_WVARCHAR, size: count,
            units.map { $0.withUnsafeBytes(Array.init) })
    }

    private static func date(_ date: CalendarDate?) -> ODBCParameter {
        ODBCParameter(SQL_C_TYPE_DATE, SQL_TYPE_DATE, size: 10, date.map { bytes(of: SQL_DATE_STRUCT($0)) })
    }

    private static func moment(_ moment: LocalDateTime?) -> ODBCParameter {
        let digits = moment.map { $0.time.microseconds % 1_000_000 == 0 ? 0 : 6 } ?? 0
        return ODBCParameter(
            SQL_C_TYPE_TIMESTAMP, SQL_TYPE_TIMESTAMP, size: digits == 0 ? 19 : 26, digits: digits,
            moment.map { bytes(of: SQL_TIMESTAMP_STRUCT($0)) })
    }

    private static func time(_ time: TimeOfDay?) -> ODBCParameter {
        ODBCParameter(SQL_C_TYPE_TIME, SQL_TYPE_TIME, size: 8, time.map { bytes(of: SQL_TIME_STRUCT($0)) })
    }
}

extension String {
    /// Of a plain decimal `-123.45` its digits, and those behind the point; nil of what has an exponent.
    fileprivate var precision: (all: Int, fraction: Int)? {
        let parts = split(separator: ".", omittingEmptySubsequences: false)
        let whole = parts.first?.drop { $0 == "-" || $0 == "+" } ?? ""
        let fraction = parts.count == 2 ? parts[1] : ""
        guard parts.count <= 2, (whole + fraction).utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return (max(1, whole.utf8.count + fraction.utf8.count), fraction.utf8.count)
    }
}

extension SQL_DATE_STRUCT {
    fileprivate init(_ date: CalendarDate) {
        let (year, month, day) = date.components
        self.init(year: SQLSMALLINT(clamping: year), month: SQLUSMALLINT(month), day: SQLUSMALLINT(day))
    }
}

extension SQL_TIME_STRUCT {
    fileprivate init(_ time: TimeOfDay) {
        let seconds = time.microseconds / 1_000_000
        self.init(
            hour: SQLUSMALLINT(seconds / 3600), minute: SQLUSMALLINT(seconds / 60 % 60),
            second: SQLUSMALLINT(seconds % 60))
    }
}

extension SQL_TIMESTAMP_STRUCT {
    fileprivate init(_ moment: LocalDateTime) {
        let date = SQL_DATE_STRUCT(moment.date)
        let time = SQL_TIME_STRUCT(moment.time)
        self.init(
            year: date.year, month: date.month, day: date.day, hour: time.hour, minute: time.minute,
            second: time.second, fraction: SQLUINTEGER(moment.time.microseconds % 1_000_000 * 1000))
    }
}
