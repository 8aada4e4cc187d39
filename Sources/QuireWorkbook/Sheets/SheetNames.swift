/// Gives each sheet of a workbook a name that Excel takes.
package struct SheetNames: Sendable {
    package static let limit = 31
    private var taken: Set<String>

    package init(reserved: [String] = ["Problems"]) {
        taken = Set(reserved.map { $0.lowercased() })
        taken.insert("history")
    }

    /// The wanted name made legal, with a number behind it where it is taken: `Name (2)`.
    package mutating func take(_ wanted: String) -> String {
        let legal = SheetNames.legal(wanted)
        var name = legal
        var number = 2
        while taken.contains(name.lowercased()) {
            name = SheetNames.numbered(legal, number)
            number += 1
        }
        taken.insert(name.lowercased())
        return name
    }

    /// The name of the part of a sheet that goes on where the one before is full; `number` from 2.
    package mutating func take(partOf name: String, number: Int) -> String {
        var number = number
        while taken.contains(SheetNames.numbered(name, number).lowercased()) { number += 1 }
        let part = SheetNames.numbered(name, number)
        taken.insert(part.lowercased())
        return part
    }

    /// The place of the sheet that is meant: of this very name, otherwise in another case, otherwise as Excel has it.
    package static func place(of name: String, among names: [String]) -> Int? {
        names.firstIndex(of: name) ?? names.firstIndex { $0.lowercased() == name.lowercased() }
            ?? names.firstIndex { legal($0).lowercased() == legal(name).lowercased() }
    }

    /// As formulas have it: `'Sales'`.
    package static func quoted(_ name: String) -> String { "'\(name.replacing("'", with: "''"))'" }

    /// Whether formulas need quotes around the name: it is more than letters, digits, `_` and `.`, or they would take it
    /// for a number or a cell.
    package static func needsQuotes(_ name: String) -> Bool {
        name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_.]*/) == nil || looksLikeCell(name)
    }

    /// As formulas have it, in quotes only where they need them: `Sales`, `'Q1'`.
    static func reference(_ name: String) -> String { needsQuotes(name) ? quoted(name) : name }

    /// `Q1`, or in the other notation of cells `R1C1`, `R` and `C`.
    static func looksLikeCell(_ name: String) -> Bool {
        name.wholeMatch(of: /[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*([Cc][0-9]*)?|[Cc][0-9]*/) != nil
    }

    /// 1 to 31 UTF-16 units, none of `[]:*?/\` or control characters, no apostrophe at an end.
    package static func legal(_ name: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            let isForbidden = "[]:*?/\\".unicodeScalars.contains(scalar)
            if isForbidden {
                scalars.append("-")
            } else if scalar.value >= 0x20, scalar.value != 0x7F, scalar.value != 0xFFFE, scalar.value != 0xFFFF {
                scalars.append(scalar)
            }
        }
        let name = trimmed(cut(trimmed(String(scalars)), to: limit))
        return name.isEmpty ? "Sheet" : name
    }

    private static func numbered(_ name: String, _ number: Int) -> String {
        let suffix = " (\(number))"
        return cut(name, to: limit - suffix.utf16.count) + suffix
    }

    private static func trimmed(_ name: String) -> String {
        func isEdge(_ character: Character) -> Bool { character == "'" || character == " " }
        guard let first = name.firstIndex(where: { !isEdge($0) }), let last = name.lastIndex(where: { !isEdge($0) })
        else { return "" }
        return String(name[first...last])
    }

    /// Whole characters, so that no emoji is cut in half.
    private static func cut(_ name: String, to limit: Int) -> String {
        var result = ""
        var units = 0
        for character in name {
            units += character.utf16.count
            if units > limit { break }
            result.append(character)
        }
        return result
    }
}
