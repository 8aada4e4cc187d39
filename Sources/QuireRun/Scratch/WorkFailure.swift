import Glibc
import QuireModel

extension RunFailure {
    /// What a failed system call on a work file means.
    ///
    /// - Parameter needed: bytes that were needed in the folder, as far as is known.
    static func workFile(_ code: Int32, in folder: String, needed: Int? = nil) -> RunFailure {
        switch code {
        case ENOSPC, EDQUOT:
            RunFailure(
                "the disk is full: rows that have to wait could not be kept in the folder '\(folder)'"
                    + (needed.map { ", where they needed at least \(FileSize.text($0))" } ?? ""),
                hint: "make room there, or set 'tmp' in quire.yaml to a folder with more room")
        case EIO: RunFailure("rows that had to wait could not be read back in the folder '\(folder)'")
        default:
            RunFailure(
                "no work file can be made in the folder '\(folder)': \(String(cString: strerror(code)))",
                hint: "set 'tmp' in quire.yaml to another folder")
        }
    }
}
