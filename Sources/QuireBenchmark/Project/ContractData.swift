import GRDBSQLite
import QuireModel

/// The contracts of the benchmark, row by row as `rendering-baseline` makes them.
enum ContractData {
    /// The serial number of row `number`, counted from 1.
    static func sn(_ number: Int) -> String {
        let digits = String(number)
        return "C" + String(repeating: "0", count: max(0, 7 - digits.utf8.count)) + digits
    }

    static func write(rows: Int, to file: String) throws {
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        guard sqlite3_open(file, &handle) == SQLITE_OK else { throw RunFailure("'\(file)' cannot be made") }
        guard sqlite3_exec(handle, script(rows: rows), nil, nil, nil) == SQLITE_OK else {
            throw RunFailure("'\(file)' cannot be written: \(String(cString: sqlite3_errmsg(handle)))")
        }
    }

    private static func script(rows: Int) -> String {
        """
        PRAGMA journal_mode = off;
        PRAGMA synchronous = off;
        CREATE TABLE contract (
            id INTEGER PRIMARY KEY, sn TEXT, customer TEXT, region TEXT, currency TEXT, remark TEXT,
            amount REAL, share REAL, discount REAL, units INTEGER, visits INTEGER, signed_on DATE, active BOOLEAN);
        WITH RECURSIVE row (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM row WHERE i < \(rows))
        INSERT INTO contract
        SELECT i, printf('C%07d', i), 'Customer ' || (i * 7919 % 1000003),
               CASE i % 4 WHEN 0 THEN 'east' WHEN 1 THEN 'west' WHEN 2 THEN 'north' ELSE 'south' END || '-' || (i % 97),
               CASE i % 3 WHEN 0 THEN 'CNY' WHEN 1 THEN 'EUR' ELSE 'USD' END || '/' || (i % 89),
               printf('合同编号 %07d 的折扣由甲方 & 乙方共同承担, paid within %d days after delivery of all goods, lot %d',
                      i, i % 90, i * 31 % 10007),
               (i * 7919 % 10000019) / 100.0, (i * 31 % 9973) / 10000.0, (i * 104729 % 1000003) / 100.0,
               i * 13 % 10007, i, printf('%04d-%02d-%02d', 2020 + i % 6, 1 + i % 12, 1 + i % 28), i % 3 = 0
          FROM row;
        """
    }
}
