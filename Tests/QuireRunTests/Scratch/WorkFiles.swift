import Foundation
import Glibc
import QuireTesting
import Testing

/// Open files without a name, as work files are.
enum WorkFiles {
    static func descriptors(in folder: TemporaryFolder) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { name in
            guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)"),
                path.hasPrefix(folder.path + "/"), path.hasSuffix(" (deleted)")
            else { return nil }
            return Int32(name)
        }
    }

    /// From now on all that is written to them meets a full disk, as `/dev/full` has it.
    static func fill(_ folder: TemporaryFolder) throws {
        let full = open("/dev/full", O_RDWR | O_CLOEXEC)
        defer { close(full) }
        let open = try descriptors(in: folder)
        #expect(!open.isEmpty)
        for descriptor in open { dup2(full, descriptor) }
    }
}
