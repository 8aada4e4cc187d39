import QuireModel

extension SheetLayout {
    /// Whether a group of hidden columns ends before a column, which then has the button that opens it. The column may
    /// be the one behind the last.
    func endsClosedGroup(column: Int) -> Bool {
        let level = column < columns.count ? columns[column].outlineLevel : 0
        let group = columns[..<column].reversed().prefix { $0.outlineLevel > level }
        return !group.isEmpty && group.allSatisfy(\.isHidden)
    }
}
