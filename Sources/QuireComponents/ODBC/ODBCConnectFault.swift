import CODBC
import QuireModel

/// Why there is no session.
struct ODBCConnectFault {
    let fault: ODBCFault
    let settings: ODBCSettings
    /// As they are installed here.
    let drivers: [String]
    /// As they are named here.
    let dataSources: [String]

    private static let check = "check the connection's 'dsn'"

    var failure: RunFailure {
        if let driver = settings.address.driver, !driver.contains("/"), isUnknown(driver, among: drivers) {
            return RunFailure("there is no ODBC driver '\(driver)'", hint: Self.hint(driver, drivers, "drivers"))
        }
        if settings.address.driver == nil {
            guard let name = settings.address.dataSource else {
                return RunFailure(
                    "the connection's 'dsn' names neither a driver nor a data source",
                    hint: "begin it with 'Driver={…};' or 'DSN=…;'; " + Self.list(drivers, "drivers"))
            }
            if fault.state == "IM002", isUnknown(name, among: dataSources) {
                return RunFailure(
                    "there is no ODBC data source '\(name)'", hint: Self.hint(name, dataSources, "data sources"))
            }
        }
        let said = settings.redactor.redact(fault.message)
        if fault.state == "28000" || said.contains("password authentication failed") {
            return RunFailure(
                "\(settings.phrase) does not accept the user or the password: \(said) (\(fault.state))",
                hint: Self.check + "; a value with ';' or '}' in it stands in braces: PWD={a;b}")
        }
        return RunFailure("\(settings.phrase) cannot be reached: \(said) (\(fault.state))", hint: Self.check)
    }

    private func isUnknown(_ name: String, among known: [String]) -> Bool {
        !known.contains { $0.lowercased() == name.lowercased() }
    }

    private static func hint(_ name: String, _ known: [String], _ kind: String) -> String {
        (NearestName.hint(name, among: known).map { $0 + " " } ?? "") + list(known, kind)
    }

    private static func list(_ known: [String], _ kind: String) -> String {
        if known.isEmpty { return "there are no ODBC \(kind) here; 'odbcinst -j' says where they are looked for" }
        return "the \(kind) here are \(known.joined(separator: ", "))"
    }
}

extension ODBCConnectFault {
    /// It takes no text but that of the process's own encoding.
    static func notUnicode(_ settings: ODBCSettings) -> RunFailure {
        RunFailure(
            "the driver '\(settings.address.driver ?? "PostgreSQL ANSI")' does not take all letters",
            hint: "use 'PostgreSQL Unicode', which comes with it")
    }

    /// What is installed and named on this machine, in order.
    static func known(
        _ environment: SQLHENV?,
        _ list: (
            SQLHENV?, SQLUSMALLINT, UnsafeMutablePointer<SQLWCHAR>?, SQLSMALLINT, UnsafeMutablePointer<SQLSMALLINT>?,
            UnsafeMutablePointer<SQLWCHAR>?, SQLSMALLINT, UnsafeMutablePointer<SQLSMALLINT>?
        ) -> SQLRETURN
    ) -> [String] {
        var names: [String] = []
        var direction = SQLUSMALLINT(SQL_FETCH_FIRST)
        while names.count < 1000 {
            let name = ODBCText.read { buffer, capacity, count in
                var description = [SQLWCHAR](repeating: 0, count: 1024)
                var length: SQLSMALLINT = 0
                return list(
                    environment, direction, buffer, SQLSMALLINT(capacity), &count, &description,
                    SQLSMALLINT(description.count), &length)
            }
            guard let name else { break }
            names.append(name)
            direction = SQLUSMALLINT(SQL_FETCH_NEXT)
        }
        return names.sorted()
    }
}
