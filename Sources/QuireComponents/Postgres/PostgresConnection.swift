import CPostgres
import Glibc
import QuireModel

/// A session that can only read. Used by one thread at a time, which waits in it; a cancelled task ends each wait.
final class PostgresConnection {
    let settings: PostgresSettings
    private let handle: OpaquePointer
    private var isOpen = true
    /// A statement was sent, and not all of its answer has come.
    private var isAwaited = false
    /// Why the server ended the session, where it said so unasked.
    private var lastWords: PostgresFault?

    /// How long the end of a cancelled statement is waited for.
    private static let cancelWait = Duration.seconds(1)
    /// Between two looks at whether the task was cancelled, in milliseconds.
    private static let look: Int32 = 50

    /// - Throws: `RunFailure` where no session comes about.
    init(_ settings: PostgresSettings) throws {
        self.settings = settings
        let parameters = settings.parameters
        let handle = CStrings.with(parameters.keys.map { $0 } + [nil]) { keywords in
            CStrings.with(parameters.keys.map { parameters[$0] } + [nil]) { values in
                PQconnectStartParams(keywords, values, 0)
            }
        }
        guard let handle else { throw RunFailure("there is no memory for a connection to \(settings.address.phrase)") }
        self.handle = handle
        // Messages in any language then hold the code of the error.
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        // What the server says as it ends a session that asks for nothing comes as a notice; others are of no interest.
        PQsetNoticeReceiver(
            handle,
            { connection, notice in
                guard let connection, let notice, let fault = PostgresFault(fatal: notice) else { return }
                Unmanaged<PostgresConnection>.fromOpaque(connection).takeUnretainedValue().lastWords = fault
            }, Unmanaged.passUnretained(self).toOpaque())
        do {
            try connect()
            try settle()
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    func close() {
        guard isOpen else { return }
        isOpen = false
        if isAwaited { requestCancel() }
        PQfinish(handle)
    }

    /// It can be used again.
    var isUsable: Bool {
        isOpen && !isAwaited && PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE
    }

    private func connect() throws {
        let deadline = ContinuousClock.now + settings.connectTimeout
        var wanted = PQstatus(handle) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
        while wanted != PGRES_POLLING_OK {
            guard wanted == PGRES_POLLING_READING || wanted == PGRES_POLLING_WRITING else {
                throw ConnectFault(message: String(cString: PQerrorMessage(handle)), settings: settings).failure
            }
            let events = wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT
            while !isReady(for: events) {
                try Task.checkCancellation()
                guard ContinuousClock.now < deadline else {
                    throw ConnectFault.overdue(settings)
                }
            }
            wanted = PQconnectPoll(handle)
        }
    }

    private func settle() throws {
        let calls = settings.session.indices.map { "pg_catalog.set_config($\($0 * 2 + 1), $\($0 * 2 + 2), false)" }
        do {
            _ = try run(
                "SELECT " + calls.joined(separator: ", "),
                settings.session.flatMap { [$0.name, $0.value] }.map { PostgresParameter(type: 25, text: $0) })
            // A statement whose client was killed ends too; not all servers can tell.
            if PQserverVersion(handle) >= 140_000 { try? execute("SET client_connection_check_interval = '5s'") }
        } catch let fault as PostgresFault {
            if fault.message.contains("TimeZone") {
                throw RunFailure(
                    "\(settings.address.phrase) does not know the time zone '\(settings.zoneName)'",
                    hint: "give the project's 'timezone' another of its names, or renew the server's time zones")
            }
            throw fault.failure(settings)
        }
    }

    private func isReady(for events: Int32) -> Bool {
        var descriptor = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
        return poll(&descriptor, 1, Self.look) != 0
    }
}

/// Statements and their answers.
extension PostgresConnection {
    /// Runs a statement without parameters.
    func execute(_ sql: String) throws { _ = try run(sql, []) }

    /// Runs one statement.
    ///
    /// - Throws: `PostgresFault`, or `CancellationError`.
    func run(_ sql: String, _ parameters: [PostgresParameter]) throws -> PostgresAnswer {
        try send(sql, parameters)
        return try onlyAnswer()
    }

    /// Begins a statement; its answer is taken with `onlyAnswer`.
    func send(_ sql: String, _ parameters: [PostgresParameter] = []) throws {
        let isSent = CStrings.with(parameters.map(\.text)) { values in
            PQsendQueryParams(
                handle, sql, Int32(parameters.count), parameters.map(\.type), values, nil, nil, 0)
        }
        guard isSent == 1 else { throw lost() }
        isAwaited = true
    }

    func onlyAnswer() throws -> PostgresAnswer {
        let first = try nextAnswer()
        while try nextAnswer() != nil {}
        isAwaited = false
        guard let first else { throw lost() }
        if let fault = first.fault { throw PQstatus(handle) == CONNECTION_OK ? fault : lastWords ?? fault.lost }
        return first
    }

    /// Prepares a statement and describes it.
    func describe(_ sql: String, types: [Oid]) throws -> PostgresAnswer {
        guard PQsendPrepare(handle, "", sql, Int32(types.count), types) == 1 else { throw lost() }
        isAwaited = true
        _ = try onlyAnswer()
        guard PQsendDescribePrepared(handle, "") == 1 else { throw lost() }
        isAwaited = true
        return try onlyAnswer()
    }

    /// Runs a statement in a transaction of its own that can only read, all in one round trip.
    func runReadOnly(_ sql: String, _ parameters: [PostgresParameter]) throws -> PostgresAnswer {
        guard PQenterPipelineMode(handle) == 1 else { throw lost() }
        try send("BEGIN READ ONLY")
        try send(sql, parameters)
        try send("COMMIT")
        guard PQpipelineSync(handle) == 1 else { throw lost() }
        var answers: [PostgresAnswer] = []
        while answers.last?.isSync != true {
            if let answer = try nextAnswer() {
                answers.append(answer)
            } else if PQstatus(handle) != CONNECTION_OK {
                throw lost()
            }
        }
        isAwaited = false
        PQexitPipelineMode(handle)
        let fault = answers.lazy.compactMap(\.fault).first
        if PQtransactionStatus(handle) != PQTRANS_IDLE { try execute("ROLLBACK") }
        if let fault { throw PQstatus(handle) == CONNECTION_OK ? fault : lastWords ?? fault.lost }
        guard answers.count == 4 else { throw lost() }
        return answers[1]
    }

    /// - Returns: nil where the statement has no more of them.
    private func nextAnswer() throws -> PostgresAnswer? {
        let deadline = ContinuousClock.now + settings.statementTimeout + Self.grace
        while PQisBusy(handle) == 1 {
            while !isReady(for: POLLIN) {
                if Task.isCancelled { throw cancelled() }
                if settings.statementTimeout > .zero, ContinuousClock.now > deadline {
                    throw PostgresFault(state: PostgresFault.connectionFailure, message: "it does not answer any more")
                }
            }
            // Where the session has ended, what was said last may have come before.
            guard PQconsumeInput(handle) == 1 else { break }
        }
        return PQgetResult(handle).map(PostgresAnswer.init)
    }

    /// How long after its own limit the server is waited for.
    private static let grace = Duration.seconds(15)

    private func lost() -> PostgresFault {
        lastWords
            ?? PostgresFault(
                state: PostgresFault.connectionFailure, message: String(cString: PQerrorMessage(handle)).firstLine)
    }

    /// Ends the statement under way on the server.
    private func cancelled() -> CancellationError {
        requestCancel()
        let deadline = ContinuousClock.now + Self.cancelWait
        while ContinuousClock.now < deadline {
            if PQisBusy(handle) == 1 {
                guard !isReady(for: POLLIN) || PQconsumeInput(handle) == 1 else { break }
            } else if let answer = PQgetResult(handle).map(PostgresAnswer.init) {
                if answer.isSync { break }
            } else if PQpipelineStatus(handle) == PQ_PIPELINE_OFF || PQstatus(handle) != CONNECTION_OK {
                isAwaited = false
                break
            }
        }
        return CancellationError()
    }

    /// The request goes on a connection of its own, which nobody waits for where the network is down.
    private func requestCancel() {
        guard let request = PQgetCancel(handle) else { return }
        nonisolated(unsafe) let cancel = request
        DedicatedThread(name: "postgres-cancel").run {
            var message = [CChar](repeating: 0, count: 256)
            PQcancel(cancel, &message, Int32(message.count))
            PQfreeCancel(cancel)
        }
    }
}

/// Texts as C takes lists of them.
enum CStrings {
    static func with<Result>(
        _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
    ) -> Result {
        let copies = texts.map { $0.flatMap { strdup($0) } }
        defer { for copy in copies { free(copy) } }
        return copies.map { UnsafePointer($0) }.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}

extension String {
    var firstLine: String { split(whereSeparator: \.isNewline).first.map(String.init) ?? "" }
}
