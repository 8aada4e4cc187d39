import GRDBSQLite

/// SQLite's default view of the machine without its clock and its files: a 'now' that comes from data makes a date of
/// null, and a set that outgrows its cache is an error.
enum ClosedMachine {
    /// The name to open a connection with; nil where SQLite has no view of the machine at all.
    static let name: String? = register()

    private static func register() -> String? {
        guard let standard = sqlite3_vfs_find(nil) else { return nil }
        let name = "quire-closed-machine"
        // SQLite keeps both for as long as the process lives.
        let machine = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        machine.initialize(to: standard.pointee)
        let characters = UnsafeMutablePointer<CChar>.allocate(capacity: name.utf8.count + 1)
        for (index, byte) in name.utf8.enumerated() { characters[index] = CChar(bitPattern: byte) }
        characters[name.utf8.count] = 0
        machine.pointee.zName = UnsafePointer(characters)
        machine.pointee.pNext = nil
        machine.pointee.xOpen = { _, _, file, _, _ in
            // Tells SQLite that there is nothing to close.
            file?.pointee.pMethods = nil
            return SQLITE_CANTOPEN
        }
        machine.pointee.xDelete = { _, _, _ in SQLITE_IOERR }
        machine.pointee.xAccess = { _, _, _, _ in SQLITE_IOERR }
        machine.pointee.xDlOpen = { _, _ in nil }
        machine.pointee.xCurrentTime = { _, _ in SQLITE_ERROR }
        machine.pointee.xCurrentTimeInt64 = { _, _ in SQLITE_ERROR }
        return sqlite3_vfs_register(machine, 0) == SQLITE_OK ? name : nil
    }
}
