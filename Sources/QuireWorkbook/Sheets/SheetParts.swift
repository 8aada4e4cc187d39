/// Where the rows of one sheet land, with the parts in which it goes on.
package struct SheetParts: Sendable {
    /// Data rows of one part.
    package let rowsPerPart: Int
    /// Rows above the data.
    package let headRowCount: Int
    /// Of the parts so far.
    package private(set) var names: [String]

    /// - Parameter rowLimit: rows a sheet holds, header and all.
    package init(name: String, headRowCount: Int, rowLimit: Int, names: inout SheetNames) {
        rowsPerPart = max(1, rowLimit - headRowCount)
        self.headRowCount = headRowCount
        self.names = [names.take(name)]
    }

    /// Part from 0, and row from 0 on the sheet.
    package func place(ofRow index: Int) -> (part: Int, row: Int) {
        (index / rowsPerPart, index % rowsPerPart + headRowCount)
    }

    /// Names the parts up to one.
    package mutating func reach(part: Int, _ names: inout SheetNames) {
        while self.names.count <= part {
            self.names.append(names.take(partOf: self.names[0], number: self.names.count + 1))
        }
    }

    /// Data rows of each part, where there are so many in all; at least one part.
    package func rowCounts(of total: Int) -> [Int] {
        let full = Array(repeating: rowsPerPart, count: total / rowsPerPart)
        let rest = total % rowsPerPart
        return rest > 0 || full.isEmpty ? full + [rest] : full
    }
}
