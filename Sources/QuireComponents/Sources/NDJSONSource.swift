package import QuireModel
package import QuirePlugin

/// Rows of files with a JSON object on each line. Blank lines are passed over.
package struct NDJSONSource: RowSource {
    /// Fields are looked for in as many lines.
    package static let sampledLines = 1000

    package var location: FileLocation
    /// Types of fields; others are text.
    package var fields: [String: FieldType]
    package var invalid: InvalidValues
    /// Where datetimes with an offset are shown.
    package var zone: LocalZone

    package init(
        _ location: FileLocation, fields: [String: FieldType] = [:], invalid: InvalidValues = .fail,
        zone: @escaping LocalZone = { $0 }
    ) {
        self.location = location
        self.fields = fields
        self.invalid = invalid
        self.zone = zone
    }

    package func withReader<Result: Sendable>(
        parameters: [String: ParameterValue], _ body: (any RowReader) async throws -> Result
    ) async throws -> Result {
        try await FileSession.run(location, parameters, make: { NDJSONReader(self) }, body)
    }
}

/// Reads objects line by line.
final class NDJSONReader: RecordReader {
    private struct Row {
        var file: String
        var line: Int
        var members: [JSON.Member]

        var place: String { "\(file), line \(line)" }
    }

    /// A file whose names are data would fill the memory with warnings.
    private static let maxLateFields = 100

    private let source: NDJSONSource
    private var rest: ArraySlice<DataFile> = []
    private var input: TextInput?
    private var fields: [FieldShape] = []
    private var places: [String: Int] = [:]
    private var sample: ArraySlice<Row> = []
    /// Fields that came too late, with the place of the first and how many there were.
    private var late: [String: (place: String, count: Int)] = [:]

    init(_ source: NDJSONSource) { self.source = source }

    var warnings: [String] {
        late.sorted { $0.key < $1.key }.map { name, found in
            "\(found.place): the field '\(name)' is not in the first \(NDJSONSource.sampledLines) lines and is left "
                + "out of \(found.count) \(found.count == 1 ? "row" : "rows"); name it under 'fields'"
        }
    }

    func open(_ files: [DataFile]) throws -> [FieldShape] {
        rest = files.dropFirst()
        input = try files.first.map { try TextInput($0, encoding: .utf8) }
        while sample.count < NDJSONSource.sampledLines, let row = try nextRow() {
            sample.append(row)
            for member in row.members where places[member.name] == nil { add(member.name) }
        }
        for name in source.fields.keys.sorted() where places[name] == nil { add(name) }
        return fields
    }

    private func add(_ name: String) {
        places[name] = fields.count
        fields.append(FieldShape(name, source.fields[name] ?? .text))
    }

    func read(_ count: Int, into values: inout [Value]) throws -> Int {
        var rows = 0
        while rows < count, let row = try sample.popFirst() ?? nextRow() {
            try append(row, &values)
            rows += 1
        }
        return rows
    }

    private func append(_ row: Row, _ values: inout [Value]) throws {
        let first = values.count
        values.append(contentsOf: repeatElement(.null, count: fields.count))
        for (index, member) in row.members.enumerated() {
            // Most lines have the same members in the same order.
            let isInOrder = index < fields.count && fields[index].name == member.name
            guard let place = isInOrder ? index : places[member.name] else {
                if late[member.name] == nil, late.count < NDJSONReader.maxLateFields {
                    late[member.name] = (row.place, 0)
                }
                late[member.name]?.count += 1
                continue
            }
            values[first + place] = try value(member.value, fields[place], row)
        }
    }

    private func value(_ json: JSON, _ field: FieldShape, _ row: Row) throws -> Value {
        if let value = (field.type ?? .text).convert(json, zone: source.zone) { return value }
        if source.invalid == .blank { return .null }
        throw MisfitValue(place: row.place, field: field, text: json.value.text ?? "").failure
    }

    private func nextRow() throws -> Row? {
        while let current = input {
            guard let line = try nextLine(of: current) else {
                input = try rest.popFirst().map { try TextInput($0, encoding: .utf8) }
                continue
            }
            let bytes = UnsafeRawBufferPointer(rebasing: current.bytes[line])
            if bytes.allSatisfy({ $0 <= 0x20 }) { continue }
            var row = Row(file: current.file.name, line: current.line - 1, members: [])
            guard case .object(let members) = try parse(bytes, row) else {
                throw RunFailure("\(row.place): no JSON object", hint: Self.hint)
            }
            row.members = members
            return row
        }
        return nil
    }

    private static let hint = "each line holds one object: {\"name\": value, …}"

    private func parse(_ bytes: UnsafeRawBufferPointer, _ row: Row) throws(RunFailure) -> JSON {
        do {
            return try JSON.parse(bytes)
        } catch {
            throw RunFailure("\(row.place), byte \(error.offset + 1): \(error.problem)", hint: Self.hint)
        }
    }

    /// The next line without its line break; the input moves behind it.
    private func nextLine(of input: TextInput) throws -> Range<Int>? {
        var searched = 0
        while true {
            let start = input.start
            if let end = input.firstLineBreak(from: start + searched) {
                input.start = end + 1
                input.line += 1
                return start..<end
            }
            searched = input.end - start
            if input.isAtEnd {
                guard searched > 0 else { return nil }
                input.start = input.end
                input.line += 1
                return start..<input.end
            }
            _ = try input.fill()
        }
    }
}
