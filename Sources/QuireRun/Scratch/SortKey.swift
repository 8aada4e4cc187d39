import GRDB
import QuireModel

/// One column to sort by.
package struct SortKey: Sendable, Hashable {
    package var column: String
    package var isDescending: Bool

    package init(column: String, isDescending: Bool) {
        self.column = column
        self.isDescending = isDescending
    }

    /// Reads `sn,-amount`.
    package static func parse(_ text: String) -> [SortKey] {
        text.split(separator: ",").map { part in
            part.hasPrefix("-")
                ? SortKey(column: String(part.dropFirst()), isDescending: true)
                : SortKey(column: String(part), isDescending: false)
        }
    }
}
