import GRDB
package import QuireRun

/// Who a report was for when it was last read, which holds for its runs also where it can no longer be read, or is gone.
package struct KnownAccess: Sendable, Hashable {
    /// Nil where the report names none: it is for everyone.
    package var roles: [String]?

    package init(roles: [String]?) { self.roles = roles }
}

/// Remembers who reports are for, by their names.
package struct KnownAccessRecords: Sendable {
    private let state: StateDatabase

    package init(_ state: StateDatabase) { self.state = state }

    package func all() async throws -> [String: KnownAccess] {
        try await state.read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT report, roles FROM report_access")
            return Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    // No role has a comma in its name.
                    let roles = (row["roles"] as String?)?.split(separator: ",").map(String.init)
                    return (row["report"], KnownAccess(roles: roles))
                })
        }
    }

    /// - Parameter access: takes the place of what was known of the same reports.
    package func keep(_ access: [String: KnownAccess]) async throws {
        guard !access.isEmpty else { return }
        try await state.write { database in
            for (report, access) in access {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO report_access (report, roles) VALUES (?, ?)",
                    arguments: [report, access.roles?.joined(separator: ",")])
            }
        }
    }
}
