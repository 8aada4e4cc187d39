package import QuireModel

/// Text in which keycap emoji mark places: `a: 1️⃣b` is the text `a: b` with mark 1 at line 1, column 4.
package struct MarkedText: Sendable {
    /// Without the marks.
    package let text: String
    /// Places by number, from 0 to 9; line and column from 1, columns in Unicode scalars.
    package let places: [Int: (line: Int, column: Int)]

    package init(_ marked: String) {
        var text = String.UnicodeScalarView()
        var places: [Int: (line: Int, column: Int)] = [:]
        var line = 1
        var column = 1
        let scalars = Array(marked.unicodeScalars)
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if ("0"..."9").contains(scalar), scalars[index...].dropFirst().starts(with: ["\u{FE0F}", "\u{20E3}"]) {
                places[Int(scalar.value - 48)] = (line, column)
                index += 3
                continue
            }
            text.append(scalar)
            index += 1
            (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
        }
        self.text = String(text)
        self.places = places
    }

    package var bytes: [UInt8] { Array(text.utf8) }

    /// A diagnostic as tests write it: `1️⃣ duplicate-key: message`, with its line and column where no mark stands.
    package func describe(_ diagnostic: Diagnostic) -> String {
        var place = "nowhere"
        if let position = diagnostic.position {
            place = "\(position.line):\(position.column)"
            for (number, marked) in places.sorted(by: { $0.key < $1.key })
            where marked == (position.line, position.column) {
                place = "\(number)\u{FE0F}\u{20E3}"
            }
        }
        return "\(place) \(diagnostic.code): \(diagnostic.message)" + (diagnostic.hint.map { " (\($0))" } ?? "")
    }
}
