import QuireModel
import QuirePlugin

/// Looks keys up in a table that is read once, when it is first asked.
struct FileService: LookupService {
    let lookups: [String: LookupShape]
    private let table: FileTable

    /// Reads the names of the columns.
    init(
        _ source: any RowSource, named file: String, keys: [String: [FileLookup.Input]], invalid: InvalidValues,
        zone: @escaping LocalZone
    ) async throws {
        let columns = try await source.withReader(parameters: [:]) { $0.fields }
        var empty: [String: FileLookup] = [:]
        var diagnostics: [Diagnostic] = []
        for (name, inputs) in keys.sorted(by: { $0.key < $1.key }) {
            do throws(DiagnosticError) {
                empty[name] = try FileLookup(inputs, columns: columns, of: file, invalid: invalid, zone: zone)
            } catch {
                diagnostics += error.diagnostics
            }
        }
        guard diagnostics.isEmpty else { throw DiagnosticError(diagnostics) }
        lookups = empty.mapValues(\.shape)
        table = FileTable(source, named: file, columns: columns, empty: empty)
    }

    func ask(_ keys: [LookupKey], of lookup: String) async throws(AttemptFailure) -> LookupReply {
        guard let filled = try await table.lookups()[lookup] else {
            throw AttemptFailure("there is no lookup '\(lookup)'", mayRetry: false)
        }
        return filled.reply(to: keys)
    }

    func close() async { await table.close() }
}

/// Reads a file when first asked. All who ask wait for that; a reading that takes longer than somebody waits goes on for
/// those who ask again.
private actor FileTable {
    private enum State {
        case unread
        case reading(Task<Void, Never>)
        case ended(Result<[String: FileLookup], AttemptFailure>)
    }

    private let source: any RowSource
    private let file: String
    private let columns: [FieldShape]
    private let empty: [String: FileLookup]
    private var state = State.unread
    private var waiting: [AsyncStream<Void>.Continuation] = []

    init(_ source: any RowSource, named file: String, columns: [FieldShape], empty: [String: FileLookup]) {
        self.source = source
        self.file = file
        self.columns = columns
        self.empty = empty
    }

    func lookups() async throws(AttemptFailure) -> [String: FileLookup] {
        while !Task.isCancelled {
            switch state {
            case .ended(let result): return try result.get()
            case .reading: await waitForReading()
            case .unread: state = .reading(Task { await read() })
            }
        }
        throw AttemptFailure("cancelled", mayRetry: true)
    }

    private func read() async {
        do {
            state = .ended(.success(try await filled()))
        } catch  where Task.isCancelled {
            state = .ended(.failure(AttemptFailure("cancelled", mayRetry: false)))
        } catch let failure as RunFailure {
            let remedy = failure.hint.map { " (\($0))" } ?? ""
            state = .ended(.failure(AttemptFailure(failure.message + remedy, mayRetry: false)))
        } catch let error as DiagnosticError {
            state = .ended(.failure(AttemptFailure(error.diagnostics.first?.message ?? "", mayRetry: false)))
        } catch {
            state = .ended(.failure(AttemptFailure("\(error)", mayRetry: false)))
        }
        for other in waiting { other.finish() }
        waiting.removeAll()
    }

    private nonisolated func filled() async throws -> [String: FileLookup] {
        try await source.withReader(parameters: [:]) { [file, columns, empty] reader in
            guard reader.fields == columns else {
                throw RunFailure("the columns of '\(file)' have changed since the run began")
            }
            var lookups = empty
            while let batch = try await reader.next(1000) {
                for name in empty.keys { try lookups[name]?.add(batch, of: file) }
            }
            return lookups
        }
    }

    func close() async {
        guard case .reading(let reading) = state else { return }
        reading.cancel()
        await reading.value
    }

    private func waitForReading() async {
        let (readings, reading) = AsyncStream<Void>.makeStream()
        waiting.append(reading)
        // Ends with the reading, or when the task is cancelled.
        for await _ in readings {}
    }
}
