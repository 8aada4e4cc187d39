package import QuireModel

/// Rows as RFC 4180 has them: commas, lines that end in CR LF, quotes where they are needed, UTF-8.
package struct CSVText: RowText {
    private let columns: [ColumnLayout]
    private let options: CSVOptions

    package init(columns: [ColumnLayout], options: CSVOptions) {
        self.columns = columns
        self.options = options
    }

    package var headerRowCount: Int { options.header == .none ? 0 : 1 }

    /// The byte order mark and the header, where they are wanted.
    package func header() -> [UInt8] {
        var bytes: [UInt8] = options.byteOrderMark ? CSVText.byteOrderMark : []
        switch options.header {
        case .none: return bytes
        case .title: appendLine(columns.map { .text($0.title) }, to: &bytes)
        case .id: appendLine(columns.map { .text($0.id) }, to: &bytes)
        }
        return bytes
    }

    package func encode(_ batch: RenderBatch) -> [UInt8] {
        precondition(batch.columnCount == columns.count, "a batch has as many columns as its sheet")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(batch.values.count * 12)
        var index = 0
        for _ in 0..<batch.rowCount {
            for column in columns.indices {
                if column > 0 { bytes.append(UInt8(ascii: ",")) }
                let value = batch.values[index]
                if case .null = value {
                    if let empty = columns[column].empty { append(empty, to: &bytes) }
                } else if !value.isNotFinite {
                    append(value, to: &bytes)
                }
                index += 1
            }
            bytes.append(0x0D)
            bytes.append(0x0A)
        }
        return bytes
    }

    /// One line of values.
    package func appendLine(_ values: [Value], to bytes: inout [UInt8]) {
        for (column, value) in values.enumerated() {
            if column > 0 { bytes.append(UInt8(ascii: ",")) }
            append(value, to: &bytes)
        }
        bytes.append(0x0D)
        bytes.append(0x0A)
    }

    private func append(_ value: Value, to bytes: inout [UInt8]) {
        switch value {
        case .text(let text): append(text, to: &bytes)
        case .datetime(let moment): bytes.append(contentsOf: "\(moment.date)T\(moment.time)".utf8)
        default: bytes.append(contentsOf: (value.text ?? "").utf8)
        }
    }

    private func append(_ text: String, to bytes: inout [UInt8]) {
        guard let first = text.utf8.first else {
            // Nothing at all would be null.
            bytes.append(contentsOf: "\"\"".utf8)
            return
        }
        let isFormula = options.formulas == .guarded && CSVText.formulaStarts.contains(first)
        var text = text
        text.withUTF8 { source in
            let needsQuotes = source.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
            guard needsQuotes else {
                if isFormula { bytes.append(UInt8(ascii: "'")) }
                bytes.append(contentsOf: source)
                return
            }
            bytes.append(0x22)
            if isFormula { bytes.append(UInt8(ascii: "'")) }
            for byte in source {
                if byte == 0x22 { bytes.append(0x22) }
                bytes.append(byte)
            }
            bytes.append(0x22)
        }
    }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// `= + - @` TAB CR, with which spreadsheets begin a formula.
    private static let formulaStarts: [UInt8] = [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D]
}
