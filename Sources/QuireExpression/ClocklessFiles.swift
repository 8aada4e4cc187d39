import GRDBSQLite

/// SQLite's default view of the machine, but for the clock: a 'now' that comes from data makes a date of null.
enum ClocklessFiles {
    /// The name to open a connection with.
    static let name: String? = register()

    private static func register() -> String? {
        guard let standard = sqlite3_vfs_find(nil) else { return nil }
        let name = "quire-without-clock"
        // SQLite keeps both for as long as the process lives.
        let files = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        files.initialize(to: standard.pointee)
        let characters = UnsafeMutablePointer<CChar>.allocate(capacity: name.utf8.count + 1)
        for (index, byte) in name.utf8.enumerated() { characters[index] = CChar(bitPattern: byte) }
        characters[name.utf8.count] = 0
        files.pointee.zName = UnsafePointer(characters)
        files.pointee.pNext = nil
        files.pointee.xCurrentTime = { _, _ in SQLITE_ERROR }
        files.pointee.xCurrentTimeInt64 = { _, _ in SQLITE_ERROR }
        return sqlite3_vfs_register(files, 0) == SQLITE_OK ? name : nil
    }
}
