package import QuireModel
package import QuirePlugin

/// Rows of csv files. Blank lines are passed over where there are several fields.
package struct CSVSource: RowSource {
    /// What becomes of a line with too few or too many cells.
    package enum RaggedLines: String, Sendable, Hashable, CaseIterable {
        case fail, pad
    }

    package var location: FileLocation
    /// Types of fields; others are text.
    package var fields: [String: FieldType]
    package var delimiter: Character
    package var encoding: TextEncoding
    /// The first line names the fields; otherwise they are `column_1`, ….
    package var hasHeader: Bool
    package var ragged: RaggedLines
    package var invalid: InvalidValues
    /// Where datetimes with an offset are shown.
    package var zone: LocalZone

    package init(
        _ location: FileLocation, fields: [String: FieldType] = [:], delimiter: Character = ",",
        encoding: TextEncoding = .utf8, hasHeader: Bool = true, ragged: RaggedLines = .fail,
        invalid: InvalidValues = .fail, zone: @escaping LocalZone = { $0 }
    ) {
        self.location = location
        self.fields = fields
        self.delimiter = delimiter
        self.encoding = encoding
        self.hasHeader = hasHeader
        self.ragged = ragged
        self.invalid = invalid
        self.zone = zone
    }

    package func withReader<Result: Sendable>(
        parameters: [String: ParameterValue], _ body: (any RowReader) async throws -> Result
    ) async throws -> Result {
        try await FileSession.run(location, parameters, make: { CSVReader(self) }, body)
    }
}

/// Reads csv files record by record.
final class CSVReader: RecordReader {
    private let source: CSVSource
    private var scanner: CSVScanner
    private var rest: ArraySlice<DataFile> = []
    private var input: TextInput?
    private var fields: [FieldShape] = []
    /// Where the file has each field; nil where it has them in their order.
    private var order: [Int]?
    let warnings: [String] = []

    init(_ source: CSVSource) {
        self.source = source
        scanner = CSVScanner(delimiter: source.delimiter)
    }

    func open(_ files: [DataFile]) throws -> [FieldShape] {
        rest = files.dropFirst()
        guard let first = files.first else { return [] }
        let input = try TextInput(first, encoding: source.encoding)
        self.input = input
        let names = try fieldNames(of: input)
        fields = names.map { FieldShape($0, source.fields[$0] ?? .text) }
        let isEmpty = names.isEmpty && !source.hasHeader
        let unknown =
            isEmpty ? [] : unknownFields(source.fields, in: names, of: first.name, at: source.location.position)
        guard unknown.isEmpty else { throw DiagnosticError(unknown) }
        return fields
    }

    func read(_ count: Int, into values: inout [Value]) throws -> Int {
        var rows = 0
        while rows < count, let current = input {
            guard let record = try record(of: current) else {
                try openNext()
                continue
            }
            let isBlank =
                scanner.cells.count == 1 && scanner.cells[0] == CSVScanner.Cell(start: record.start, end: record.start)
            if !isBlank || fields.count == 1 {
                try append(current, &values)
                rows += 1
            }
            current.start = record.next
            current.line += record.lines
        }
        return rows
    }

    private func openNext() throws {
        guard let file = rest.popFirst() else {
            input = nil
            return
        }
        let next = try TextInput(file, encoding: source.encoding)
        let names = try fieldNames(of: next)
        order = try order(of: names, in: file)
        input = next
    }

    /// Where a further file has the fields of those before it.
    private func order(of names: [String], in file: DataFile) throws(RunFailure) -> [Int]? {
        let known = fields.map(\.name)
        if names == known { return nil }
        guard source.hasHeader else {
            if names.isEmpty { return nil }
            throw RunFailure(
                "\(file.name) has \(names.count) columns, the files before it "
                    + (known.isEmpty ? "none" : "\(known.count)"))
        }
        let order = known.compactMap { names.firstIndex(of: $0) }
        guard order.count == names.count, order.count == known.count else {
            throw RunFailure(
                "the header of \(file.name) is not that of the files before it",
                hint: "it has \(names.joined(separator: ", ")); they have \(known.joined(separator: ", "))")
        }
        return order
    }

    /// Reads the header, or looks at the first line where there is none.
    private func fieldNames(of input: TextInput) throws -> [String] {
        guard let record = try record(of: input) else {
            guard source.hasHeader else { return [] }
            throw RunFailure(
                "\(input.file.name) is empty: it has no header", hint: "write 'header: false' if there is none")
        }
        guard source.hasHeader else { return (1...scanner.cells.count).map { "column_\($0)" } }
        var names: [String] = []
        var seen: Set<String> = []
        for (index, cell) in scanner.cells.enumerated() {
            guard let name = text(cell, input) else { throw notUTF8(input, "the header") }
            guard !name.utf8.contains(0) else {
                throw RunFailure(
                    "\(input.file.name), line \(input.line): the header holds NUL characters",
                    hint: "set 'encoding: utf-16' if that is what the file is written in")
            }
            let place = "\(input.file.name), line \(input.line)"
            guard !name.isEmpty else {
                throw RunFailure("\(place): column \(index + 1) has no name", hint: "name it in the file")
            }
            guard seen.insert(name).inserted else {
                throw RunFailure(
                    "\(place): two columns are named '\(name)'", hint: "give one of them another name in the file")
            }
            names.append(name)
        }
        input.start = record.next
        input.line += record.lines
        return names
    }

    /// Brings the next record into `scanner.cells`; the input stays before it.
    private func record(of input: TextInput) throws -> (start: Int, next: Int, lines: Int)? {
        while true {
            let bytes = UnsafeRawBufferPointer(rebasing: input.bytes[..<input.end])
            if input.isAtEnd, input.start == input.end { return nil }
            switch scanner.scan(bytes, from: input.start, isFinal: input.isAtEnd) {
            case .record(let next, let lines): return (input.start, next, lines)
            case .incomplete: _ = try input.fill()
            case .broken(.unclosedQuote, _):
                throw RunFailure(
                    "\(input.file.name), line \(input.line): a quote in this record is never closed",
                    hint: "close it; inside quotes, a quote is written twice: \"\"")
            case .broken(.textAfterQuote, let lines):
                throw RunFailure(
                    "\(input.file.name), line \(input.line + lines): text goes on after the closing quote",
                    hint: "inside quotes, a quote is written twice: \"\"")
            }
        }
    }

    private func append(_ input: TextInput, _ values: inout [Value]) throws {
        let cells = scanner.cells
        if cells.count != fields.count, source.ragged == .fail {
            throw RunFailure(
                "\(input.file.name), line \(input.line): \(cells.count) cells, where there are \(fields.count) fields",
                hint: "correct the line, or set 'ragged: pad'")
        }
        for index in fields.indices {
            let place = order?[index] ?? index
            guard place < cells.count else {
                values.append(.null)
                continue
            }
            values.append(try value(cells[place], fields[index], input))
        }
    }

    private func value(_ cell: CSVScanner.Cell, _ field: FieldShape, _ input: TextInput) throws -> Value {
        if cell.start == cell.end {
            // Programs that quote every cell quote empty numbers too.
            return cell.isQuoted && field.type == .text ? .text("") : .null
        }
        if let value = plainValue(cell, field.type, input) { return value }
        guard let text = text(cell, input) else {
            if source.invalid == .blank { return .null }
            throw notUTF8(input, "field '\(field.name)'")
        }
        guard let type = field.type, type != .text else { return .text(text) }
        if let value = type.read(text, zone: source.zone) { return value }
        if source.invalid == .blank { return .null }
        throw MisfitValue(place: "\(input.file.name), line \(input.line)", field: field, text: text).failure
    }

    /// The value of a cell that holds nothing but a number, or an ISO date: most of those that are no text. Without a text
    /// of its own, and the same that its text gives.
    private func plainValue(_ cell: CSVScanner.Cell, _ type: FieldType?, _ input: TextInput) -> Value? {
        switch type {
        case .date?, .number?, .integer?: break
        default: return nil
        }
        let bytes = UnsafeRawBufferPointer(rebasing: input.bytes[cell.start..<cell.end])
            .assumingMemoryBound(to: UInt8.self)
        if type == .date { return bytes.count == 10 ? FixedDate.date(bytes).map(Value.date) : nil }
        guard let scan = DecimalScan(bytes, from: 0), scan.end == bytes.count else { return nil }
        return type == .integer ? scan.integer.map(Value.integer) : scan.number.map(Value.number)
    }

    /// - Returns: nil where the bytes are no UTF-8.
    private func text(_ cell: CSVScanner.Cell, _ input: TextInput) -> String? {
        let bytes = UnsafeRawBufferPointer(rebasing: input.bytes[cell.start..<cell.end])
        guard cell.hasDoubledQuotes else {
            return String(utf8: bytes.assumingMemoryBound(to: UInt8.self))
        }
        var single: [UInt8] = []
        single.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            single.append(bytes[index])
            index += bytes[index] == UInt8(ascii: "\"") ? 2 : 1
        }
        return single.withUnsafeBufferPointer { String(utf8: $0) }
    }

    private func notUTF8(_ input: TextInput, _ what: String) -> RunFailure {
        RunFailure(
            "\(input.file.name), line \(input.line), \(what): bytes that are no UTF-8",
            hint: "set 'encoding' to what the file is written in: latin-1, windows-1252, gb18030 or utf-16")
    }
}
