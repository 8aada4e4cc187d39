/// Finds the cells of one record of RFC 4180 csv. Pure: it looks at bytes and says where cells are.
struct CSVScanner {
    struct Cell: Equatable {
        var start: Int
        var end: Int
        /// Between quotes, which are not part of it.
        var isQuoted = false
        /// Holds quotes written twice.
        var hasDoubledQuotes = false
    }

    enum Outcome: Equatable {
        /// The record ends before `next`, where another may begin, `lines` line breaks later.
        case record(next: Int, lines: Int)
        /// The record may go on behind the bytes that are there.
        case incomplete
        /// `lines` line breaks into the record.
        case broken(Problem, lines: Int)
    }

    enum Problem: Equatable {
        case textAfterQuote, unclosedQuote
    }

    /// One character.
    let delimiter: [UInt8]
    private(set) var cells: [Cell] = []

    init(delimiter: Character) { self.delimiter = Array(String(delimiter).utf8) }

    /// - Parameter isFinal: no more bytes come.
    mutating func scan(_ bytes: UnsafeRawBufferPointer, from start: Int, isFinal: Bool) -> Outcome {
        cells.removeAll(keepingCapacity: true)
        let first = delimiter[0]
        let end = bytes.count
        var index = start
        var lines = 0
        while true {
            if index < end, bytes[index] == UInt8(ascii: "\"") {
                var cell = Cell(start: index + 1, end: index + 1, isQuoted: true)
                index += 1
                while true {
                    while index < end, bytes[index] != UInt8(ascii: "\"") {
                        if bytes[index] == UInt8(ascii: "\n") { lines += 1 }
                        index += 1
                    }
                    if index == end { return isFinal ? .broken(.unclosedQuote, lines: 0) : .incomplete }
                    if index + 1 == end, !isFinal { return .incomplete }
                    guard index + 1 < end, bytes[index + 1] == UInt8(ascii: "\"") else { break }
                    cell.hasDoubledQuotes = true
                    index += 2
                }
                cell.end = index
                index += 1
                cells.append(cell)
            } else {
                let cell = index
                while index < end {
                    let byte = bytes[index]
                    if byte == first || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                        if byte != first || isDelimiter(bytes, index) { break }
                    }
                    index += 1
                }
                cells.append(Cell(start: cell, end: index))
            }
            guard index < end else { return isFinal ? .record(next: end, lines: lines) : .incomplete }
            switch bytes[index] {
            case UInt8(ascii: "\n"): return .record(next: index + 1, lines: lines + 1)
            case UInt8(ascii: "\r"):
                if index + 1 == end { return isFinal ? .record(next: end, lines: lines + 1) : .incomplete }
                let isPair = bytes[index + 1] == UInt8(ascii: "\n")
                return .record(next: index + (isPair ? 2 : 1), lines: lines + 1)
            case first where isDelimiter(bytes, index): index += delimiter.count
            default:
                // A delimiter of several bytes may be cut off.
                if end - index < delimiter.count, !isFinal { return .incomplete }
                return .broken(.textAfterQuote, lines: lines)
            }
        }
    }

    @inline(__always)
    private func isDelimiter(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Bool {
        if delimiter.count == 1 { return true }
        guard index + delimiter.count <= bytes.count else { return false }
        for offset in 1..<delimiter.count where bytes[index + offset] != delimiter[offset] { return false }
        return true
    }
}
