/// Text with `1️⃣` where its diagnostics are expected.
struct MarkedText {
    static let mark = "1️⃣"

    /// Without the marks.
    let text: String
    /// Columns of the marks, from 1, in Unicode scalars of the text.
    let columns: [Int]

    init(_ marked: String) {
        var text = ""
        var columns: [Int] = []
        for character in marked {
            if String(character) == Self.mark {
                columns.append(text.unicodeScalars.count + 1)
            } else {
                text.append(character)
            }
        }
        (self.text, self.columns) = (text, columns)
    }
}
