import GRDBSQLite
import Glibc
import Synchronization

/// SQLite's view of the machine for work files: those that it makes for itself, without a name, go into one folder,
/// and there are no others.
final class WorkFolderFiles {
    /// To open a connection with.
    let name: String
    private let system: UnsafeMutablePointer<sqlite3_vfs>
    private let folder: Folder
    private static let count = Atomic(0)

    /// What the callbacks see.
    private final class Folder {
        let path: String
        let standard: UnsafeMutablePointer<sqlite3_vfs>
        /// SQLite keeps the names of its files for messages.
        private var names: [UnsafeMutablePointer<CChar>] = []

        init(_ path: String, _ standard: UnsafeMutablePointer<sqlite3_vfs>) {
            self.path = path
            self.standard = standard
        }

        deinit { for name in names { free(name) } }

        func newName() -> UnsafePointer<CChar>? {
            guard let name = strdup("\(path)/.quire-\(UInt64.random(in: 0 ... .max)).db") else { return nil }
            names.append(name)
            return UnsafePointer(name)
        }
    }

    /// - Returns: nil where SQLite has no view of the machine at all.
    init?(in path: String) {
        guard let standard = sqlite3_vfs_find(nil) else { return nil }
        folder = Folder(path, standard)
        name = "quire-work-\(Self.count.add(1, ordering: .relaxed).newValue)"
        system = .allocate(capacity: 1)
        system.initialize(to: standard.pointee)
        system.pointee.zName = UnsafePointer(strdup(name))
        system.pointee.pNext = nil
        // Its standard functions get the standard system in their place where they look at this.
        system.pointee.pAppData = Unmanaged.passUnretained(folder).toOpaque()
        system.pointee.xOpen = { system, path, file, flags, opened in
            file?.pointee.pMethods = nil
            guard path == nil, let data = system?.pointee.pAppData else { return SQLITE_CANTOPEN }
            let folder = Unmanaged<Folder>.fromOpaque(data).takeUnretainedValue()
            guard let name = folder.newName() else { return SQLITE_NOMEM }
            // Without the flag of a URI SQLite looks for nothing beyond the name.
            let flags = flags & ~SQLITE_OPEN_URI | SQLITE_OPEN_DELETEONCLOSE
            return folder.standard.pointee.xOpen(folder.standard, name, file, flags, opened)
        }
        system.pointee.xDelete = { _, _, _ in SQLITE_IOERR }
        system.pointee.xAccess = { _, _, _, _ in SQLITE_IOERR }
        system.pointee.xDlOpen = { _, _ in nil }
        sqlite3_vfs_register(system, 0)
    }

    deinit {
        sqlite3_vfs_unregister(system)
        free(UnsafeMutablePointer(mutating: system.pointee.zName))
        system.deallocate()
    }
}
