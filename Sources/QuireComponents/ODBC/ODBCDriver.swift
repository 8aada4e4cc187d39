import QuireModel

/// What is known of the drivers that are known by name; others are taken as the standard has them.
enum ODBCDriver {
    case postgres, sqlite, other

    /// An attribute of the connection string, and other names it goes by.
    struct Setting: Sendable, Equatable {
        var names: [String]
        var value: String
    }

    /// - Parameter name: as it is installed, or as it or its library calls itself.
    init(named name: String) {
        let name = name.lowercased()
        self =
            if name.contains("psqlodbc") || name.contains("postgresql") {
                .postgres
            } else if name.contains("sqlite") {
                .sqlite
            } else {
                .other
            }
    }

    /// What it is told unless the author says otherwise.
    var settings: [Setting] {
        switch self {
        case .postgres:
            [
                // Rows come as they are read, not all at once.
                Setting(names: ["UseDeclareFetch", "B6"], value: "1"),
                Setting(names: ["BoolsAsChar", "B9"], value: "0"),
                // The server cannot tell the type of a parameter in ':p IS NULL'.
                Setting(names: ["UseServerSidePrepare", "C8"], value: "0"),
            ]
        case .sqlite: [Setting(names: ["NoCreat"], value: "1")]
        case .other: []
        }
    }

    /// The name, in small letters, of the attribute that is a path.
    var fileAttribute: String? { self == .sqlite ? "database" : nil }

    /// `SQLCancel` ends what another thread is waiting for. SQLite's driver would free what that thread still uses.
    var mayCancel: Bool { self != .sqlite }

    /// A column may hold values of any type and length, whatever it was declared as.
    var isUntyped: Bool { self == .sqlite }

    /// The queries for its database are in SQLite's dialect.
    var usesSQLite: Bool { self == .sqlite }
}
