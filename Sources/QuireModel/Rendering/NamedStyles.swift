extension CellStyle {
    /// The styles that are there in every project, which its own of the same names go over.
    package static let builtIn: [String: CellStyle] = [
        "good": CellStyle(color: 0x006100, background: 0xC6EFCE),
        "bad": CellStyle(color: 0x9C0006, background: 0xFFC7CE),
        "warn": CellStyle(color: 0x9C5700, background: 0xFFEB9C),
        "muted": CellStyle(color: 0x808080),
        "problem": .problem,
    ]

    /// Of cells that stand for a failed lookup.
    package static let problem = CellStyle(color: 0x9C5700, background: 0xFFEB9C)

    /// In the order in which they are shown.
    package static let builtInNames = ["good", "bad", "warn", "muted", "problem"]

    private init(color: UInt32, background: UInt32? = nil) {
        self.init()
        self.color = Color(rgb: color)
        self.background = background.map(Color.init(rgb:))
    }
}
