package import Foundation

/// The files inside a workbook, as they are written.
package struct WorkbookParts: Sendable {
    package let path: String

    package init(_ path: String) { self.path = path }

    /// The bytes of a part such as `xl/styles.xml`.
    package func bytes(_ part: String) throws -> Data { try ToolOutput.of("/usr/bin/unzip", ["-p", path, part]) }

    package func text(_ part: String) throws -> String { String(decoding: try bytes(part), as: UTF8.self) }

    /// The text of a sheet, by its place in the workbook from 1 on.
    package func sheet(_ number: Int) throws -> String { try text("xl/worksheets/sheet\(number).xml") }

    /// Every element of a name in a sheet, whole, without those of the same name inside it.
    package func elements(_ name: String, ofSheet number: Int) throws -> [String] {
        try Self.elements(name, in: try sheet(number))
    }

    package static func elements(_ name: String, in text: String) throws -> [String] {
        let start = "<\(name)(?:\\s[^>]*)?"
        let pattern = try Regex("\(start)/>|\(start)>[\\s\\S]*?</\(name)>")
        return text.matches(of: pattern).map { String(text[$0.range]) }
    }
}
