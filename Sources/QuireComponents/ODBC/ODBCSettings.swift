import QuireModel

/// How sessions are opened.
struct ODBCSettings: Sendable {
    let address: ODBCAddress
    let statementTimeout: Duration
    let connectTimeout: Duration
    /// The project's: a database that is a file is relative to it.
    let folder: String
    /// What the server shows moments in, where it can be told.
    let zoneName: String
    let redactor: Redactor

    /// The database in messages.
    var phrase: String { address.phrase }

    /// As the driver gets it.
    func connectionString(for driver: ODBCDriver) -> String {
        let located = driver.fileAttribute.map { address.locating($0, in: folder) } ?? address
        return located.connectionString(adding: driver.settings)
    }
}

extension Duration {
    /// Rounded up, as ODBC counts its limits; 0 for ever.
    var wholeSeconds: UInt { UInt(max(0, inSeconds.rounded(.up))) }
}
