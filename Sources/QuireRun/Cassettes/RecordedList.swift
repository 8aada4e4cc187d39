import QuireModel
import QuirePlugin

/// A list whose rows go on a cassette on their way.
struct RecordedList: RowSource {
    let source: any RowSource
    let cassette: ListCassette
    /// Is told how many rows are on the cassette.
    let noteRows: @Sendable (Int) async -> Void

    func withReader<Result: Sendable>(
        parameters: [String: ParameterValue], _ body: (any RowReader) async throws -> Result
    ) async throws -> Result {
        let question = try cassette.question(parameters)
        return try await source.withReader(parameters: parameters) { reader in
            let recorder = try ListRecorder(reader, cassette, question)
            let result: Result
            do {
                result = try await body(recorder)
            } catch {
                await noteRows((try? recorder.finish()) ?? 0)
                throw error
            }
            await noteRows(try recorder.finish())
            return result
        }
    }

    func fields(parameters: [String: ParameterValue]) async throws -> [FieldShape] {
        try await source.fields(parameters: parameters)
    }
}

private actor ListRecorder: RowReader {
    nonisolated let fields: [FieldShape]
    private let reader: any RowReader
    private let cassette: ListCassette
    private let question: [JSON.Member]
    private let output: OutputFile
    private var rowCount = 0
    private var isAtEnd = false

    init(_ reader: any RowReader, _ cassette: ListCassette, _ question: [JSON.Member]) throws {
        self.reader = reader
        self.cassette = cassette
        self.question = question
        fields = reader.fields
        try cassette.folder.makeFolder(of: cassette.file)
        output = try OutputFile(path: cassette.file, temporaryFolder: nil)
        try Self.write([cassette.line(asking: question)], to: output)
    }

    var warnings: [String] { get async { await reader.warnings } }

    func next(_ count: Int) async throws -> RowBatch? {
        guard let batch = try await reader.next(count) else {
            isAtEnd = true
            return nil
        }
        isAtEnd = batch.rowCount < count
        rowCount += batch.rowCount
        let width = batch.fields.count
        try Self.write(
            (0..<batch.rowCount).map { cassette.line(batch.values[$0 * width..<($0 + 1) * width]) }, to: output)
        return batch
    }

    /// Puts what was read by now in place of what the cassette says of the same question.
    ///
    /// - Returns: how many rows that are.
    func finish() throws -> Int {
        guard isAtEnd || rowCount > 0 else { return 0 }
        if !isAtEnd { try Self.write([ListCassette.more], to: output) }
        // Another run may have recorded meanwhile.
        if var lines = try CassetteLines(cassette.file) {
            var isOther = false
            while let line = try lines.next() {
                if let asked = ListCassette.question(line) {
                    isOther = CassetteValues.text(of: asked) != CassetteValues.text(of: question)
                }
                if isOther { try Self.write([line], to: output) }
            }
        }
        try output.publish()
        return rowCount
    }

    private static func write(_ lines: [JSON], to output: OutputFile) throws {
        let text = lines.map { $0.text + "\n" }.joined()
        try Array(text.utf8).withUnsafeBytes { try output.write($0) }
    }
}
