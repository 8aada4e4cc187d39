import CODBC
import QuireModel

/// A session that can only read, in a transaction that is always rolled back. Used by one thread at a time, which
/// waits in it.
final class ODBCConnection {
    let settings: ODBCSettings
    private(set) var driver: ODBCDriver
    /// Long values can be read from rows that are bound many at once.
    private(set) var readsLongValuesInBlocks = false
    private var environment: SQLHENV?
    private(set) var handle: SQLHDBC?

    /// - Throws: `RunFailure` where no session comes about.
    init(_ settings: ODBCSettings) throws {
        self.settings = settings
        driver = ODBCDriver(named: settings.address.driver ?? "")
        do {
            try allocate()
            try connect()
            // What is behind a data source is known only now.
            let library = text(SQL_DRIVER_NAME)
            guard !library.hasPrefix("psqlodbca") else { throw ODBCConnectFault.notUnicode(settings) }
            let found = ODBCDriver(named: library)
            if found != driver, !found.settings.isEmpty {
                driver = found
                SQLDisconnect(handle)
                try connect()
            }
            driver = found
            let block = UInt32(SQL_GD_BLOCK) | UInt32(SQL_GD_BOUND)
            readsLongValuesInBlocks = number(SQL_GETDATA_EXTENSIONS) & block == block
            try settle()
            try beginTransactions()
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    func close() {
        if let handle {
            SQLEndTran(SQLSMALLINT(SQL_HANDLE_DBC), handle, SQLSMALLINT(SQL_ROLLBACK))
            SQLDisconnect(handle)
            SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_DBC), handle)
        }
        if let environment { SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_ENV), environment) }
        handle = nil
        environment = nil
    }

    private func allocate() throws {
        SQLAllocHandle(SQLSMALLINT(SQL_HANDLE_ENV), nil, &environment)
        SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, Self.value(UInt(SQL_OV_ODBC3)), 0)
        guard SQLReturn.isSuccess(SQLAllocHandle(SQLSMALLINT(SQL_HANDLE_DBC), environment, &handle)) else {
            throw RunFailure("there is no memory for a connection to \(settings.phrase)")
        }
    }

    private func connect() throws {
        // The driver's own limit ends a connection that nobody waits for any more.
        set(SQL_ATTR_LOGIN_TIMEOUT, settings.connectTimeout.wholeSeconds + 1)
        set(SQL_ATTR_ACCESS_MODE, UInt(SQL_MODE_READ_ONLY))
        var text = Array(settings.connectionString(for: driver).utf16) + [0]
        var length: SQLSMALLINT = 0
        let code = SQLDriverConnectW(
            handle, nil, &text, SQLSMALLINT(SQL_NTS), nil, 0, &length, SQLUSMALLINT(SQL_DRIVER_NOPROMPT))
        guard SQLReturn.isSuccess(code) else {
            throw ODBCConnectFault(
                fault: ODBCFault(SQL_HANDLE_DBC, handle), settings: settings,
                drivers: ODBCConnectFault.known(environment, SQLDriversW),
                dataSources: ODBCConnectFault.known(environment, SQLDataSourcesW)
            ).failure
        }
    }

    /// Settled for the session by the database's own means, where those are known.
    private func settle() throws {
        switch driver {
        case .sqlite: try execute("PRAGMA query_only = 1")
        case .postgres:
            for (name, value) in [
                ("application_name", "quire"), ("default_transaction_read_only", "on"),
                ("TimeZone", settings.zoneName),
            ] {
                try execute("SELECT pg_catalog.set_config(?, ?, false)", [.text(name), .text(value)])
            }
        case .other: break
        }
    }

    private func beginTransactions() throws {
        let isOff = set(SQL_ATTR_AUTOCOMMIT, UInt(SQL_AUTOCOMMIT_OFF))
        guard isOff || number(SQL_TXN_CAPABLE, as: UInt16.self) == UInt16(SQL_TC_NONE) else {
            throw ODBCFault(SQL_HANDLE_DBC, handle).failure(settings)
        }
    }

    /// Undoes whatever was done, and lets go of what is held.
    func rollBack() { SQLEndTran(SQLSMALLINT(SQL_HANDLE_DBC), handle, SQLSMALLINT(SQL_ROLLBACK)) }

    /// The driver knows that the session is gone.
    var isDead: Bool {
        var dead: SQLUINTEGER = 0
        let code = SQLGetConnectAttrW(handle, SQL_ATTR_CONNECTION_DEAD, &dead, 0, nil)
        return SQLReturn.isSuccess(code) && dead == SQLUINTEGER(SQL_CD_TRUE)
    }

    private func execute(_ sql: String, _ values: [Value] = []) throws {
        do {
            let statement = try ODBCStatement(on: self)
            defer { statement.close() }
            try statement.prepare(sql)
            try statement.bind(values.map { ODBCParameter($0, declared: .text, driver) })
            try statement.execute()
        } catch let fault as ODBCFault {
            if fault.message.contains("TimeZone") {
                throw RunFailure(
                    "\(settings.phrase) does not know the time zone '\(settings.zoneName)'",
                    hint: "give the project's 'timezone' another of its names, or renew the server's time zones")
            }
            throw fault.failure(settings)
        }
    }
}

/// Attributes and what the driver says of itself.
extension ODBCConnection {
    /// A number where ODBC takes an address.
    static func value(_ number: UInt) -> SQLPOINTER? { SQLPOINTER(bitPattern: number) }

    @discardableResult
    private func set(_ attribute: Int32, _ value: UInt) -> Bool {
        SQLReturn.isSuccess(SQLSetConnectAttrW(handle, attribute, Self.value(value), SQL_IS_UINTEGER))
    }

    private func text(_ kind: Int32) -> String {
        ODBCText.read { buffer, capacity, count in
            SQLGetInfoW(handle, SQLUSMALLINT(kind), buffer, SQLSMALLINT(capacity * 2), &count)
        } ?? ""
    }

    private func number<Number: FixedWidthInteger>(_ kind: Int32, as type: Number.Type = UInt32.self) -> Number {
        var number: Number = 0
        SQLGetInfoW(handle, SQLUSMALLINT(kind), &number, SQLSMALLINT(MemoryLayout<Number>.size), nil)
        return number
    }
}
