#if canImport(Glibc)
import Glibc
#endif

enum FreeSpace {
    /// Bytes that this process may still write in a folder; nil where the system does not say.
    static func bytes(in folder: String) -> Int? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        let available = geteuid() == 0 ? status.f_bfree : status.f_bavail
        return Int(clamping: UInt64(available).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }
}
