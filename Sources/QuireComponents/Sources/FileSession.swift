import QuireModel
import QuirePlugin

/// Reads the records of one or several files, one after the other. Used by one thread.
protocol RecordReader: AnyObject {
    /// Opens the first file.
    func open(_ files: [DataFile]) throws -> [FieldShape]
    /// Appends at most `count` rows, and says how many.
    func read(_ count: Int, into values: inout [Value]) throws -> Int
    var warnings: [String] { get }
}

/// A reader of files on a thread of its own.
actor FileSession {
    private let thread = DedicatedThread(name: "file")
    private let make: @Sendable () -> any RecordReader
    private var reader: (any RecordReader)?
    private var fields: [FieldShape] = []
    private var rowCount = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ make: @escaping @Sendable () -> any RecordReader) { self.make = make }

    var warnings: [String] { reader?.warnings ?? [] }

    func open(_ location: FileLocation, _ parameters: [String: ParameterValue]) throws -> [FieldShape] {
        let reader = make()
        self.reader = reader
        fields = try reader.open(location.files(parameters))
        return fields
    }

    func next(_ count: Int) throws -> RowBatch? {
        try Task.checkCancellation()
        var values: [Value] = []
        values.reserveCapacity(count * fields.count)
        guard let rows = try reader?.read(count, into: &values), rows > 0 else { return nil }
        rowCount += rows
        return RowBatch(fields: fields, firstRow: rowCount - rows, values: values, rowCount: rows)
    }

    func close() { reader = nil }

    /// Opens, hands out and closes again.
    static func run<Result: Sendable>(
        _ location: FileLocation, _ parameters: [String: ParameterValue],
        make: @escaping @Sendable () -> any RecordReader, _ body: (any RowReader) async throws -> Result
    ) async throws -> Result {
        let session = FileSession(make)
        let result: Result
        do {
            let fields = try await session.open(location, parameters)
            result = try await body(FileRowReader(fields: fields, session: session))
        } catch {
            await session.close()
            throw error
        }
        await session.close()
        return result
    }
}

private struct FileRowReader: RowReader {
    let fields: [FieldShape]
    let session: FileSession

    func next(_ count: Int) async throws -> RowBatch? { try await session.next(count) }
    var warnings: [String] { get async { await session.warnings } }
}
