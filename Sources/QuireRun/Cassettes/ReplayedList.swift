import QuireDefinition
import QuireModel
import QuirePlugin

/// The rows of a list as a cassette holds them.
struct ReplayedList: RowSource {
    let cassette: ListCassette

    func withReader<Result: Sendable>(
        parameters: [String: ParameterValue], _ body: (any RowReader) async throws -> Result
    ) async throws -> Result {
        let question = try cassette.question(parameters)
        guard var lines = try CassetteLines(cassette.file) else {
            throw missing("there is no cassette '\(cassette.file)' of the rows of \(cassette.list.reference)")
        }
        while let line = try lines.next() {
            guard let asked = ListCassette.question(line) else { continue }
            guard CassetteValues.text(of: asked) == CassetteValues.text(of: question) else { continue }
            return try await body(ListReplayer(cassette, lines))
        }
        let asked = question.isEmpty ? "" : " for \(JSON.object(question).text)"
        throw missing("'\(cassette.file)' holds no rows of \(cassette.list.reference)\(asked)")
    }

    func fields(parameters: [String: ParameterValue]) async throws -> [FieldShape] { cassette.list.fields }

    private func missing(_ message: String) -> RunFailure {
        RunFailure(message, hint: "record them with --record \(cassette.folder.shown)")
    }
}

private actor ListReplayer: RowReader {
    nonisolated let fields: [FieldShape]
    private let cassette: ListCassette
    /// After those that were read.
    private var lines: CassetteLines
    private var rowCount = 0
    private var isAtEnd = false

    init(_ cassette: ListCassette, _ lines: CassetteLines) {
        self.cassette = cassette
        self.lines = lines
        fields = cassette.list.fields
    }

    func next(_ count: Int) throws -> RowBatch? {
        var values: [Value] = []
        var rows = 0
        while rows < count, !isAtEnd {
            guard let line = try lines.next(), ListCassette.question(line) == nil else {
                isAtEnd = true
                break
            }
            values += try row(line)
            rows += 1
        }
        defer { rowCount += rows }
        return rows == 0 ? nil : RowBatch(fields: fields, firstRow: rowCount, values: values, rowCount: rows)
    }

    private func row(_ line: JSON) throws -> [Value] {
        if line == ListCassette.more {
            throw RunFailure(
                "'\(cassette.file)' holds only the first rows of \(cassette.list.reference): the run that recorded them did not read them all",
                hint: "record it again without --limit")
        }
        let place = lines.position
        guard let row = line["row"] else {
            throw DiagnosticError(
                Cassette.problem("a row is written {\"row\":{…}}, and the last may be {\"more\":true}", at: place))
        }
        let values: [Value]?
        do {
            values = try CassetteValues.read(row, fields, "row", of: "the list")
        } catch {
            throw DiagnosticError(Cassette.problem(error.message, at: place))
        }
        guard let values, line["masked"] != true else {
            throw RunFailure(
                "\(place): the row held a secret, which is on no cassette: ask \(cassette.list.reference) itself")
        }
        return values
    }
}
