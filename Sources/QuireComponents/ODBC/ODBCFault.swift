import CODBC
import QuireModel
import QuirePlugin

/// What a driver, or the driver manager, says of a call that failed.
struct ODBCFault: Error {
    /// SQLSTATE of the first of its records.
    var state: String
    /// One line, without who said it.
    var message: String

    init(state: String, message: String) {
        self.state = state
        self.message = message
    }

    /// - Parameter type: of the handle, `SQL_HANDLE_STMT` and its like.
    init(_ type: Int32, _ handle: SQLHANDLE?) {
        var records: [(state: String, text: String)] = []
        for number in SQLSMALLINT(1)...8 {
            var code: [SQLWCHAR] = [0, 0, 0, 0, 0, 0]
            let text = ODBCText.read(capacity: 2048) { buffer, capacity, count in
                var native: SQLINTEGER = 0
                return SQLGetDiagRecW(
                    SQLSMALLINT(type), handle, number, &code, &native, buffer, SQLSMALLINT(capacity), &count)
            }
            guard let text else { break }
            records.append((String(decoding: code.prefix { $0 != 0 }, as: UTF16.self), Self.plain(text)))
        }
        state = records.first?.state ?? "HY000"
        var seen: Set<String> = []
        let texts = records.map(\.text).filter { !$0.isEmpty && seen.insert($0).inserted }
        message = texts.isEmpty ? "the driver does not say why" : texts.joined(separator: "; ")
    }

    /// What drivers add to what the database says.
    private static let endings = [
        "Error while executing the query", "Error while fetching the next result", "Error while preparing parameters",
        "No query has been executed with that handle",
    ]

    /// On one line, without `[unixODBC][Driver Manager]` before it.
    static func plain(_ text: String) -> String {
        var rest = text[...]
        while rest.first == "[", let end = rest.firstIndex(of: "]") {
            rest = rest[end...].dropFirst().drop { $0 == " " }
        }
        let lines = rest.split(whereSeparator: \.isNewline).map { line in
            line.split(separator: " ").joined(separator: " ").drop { $0.isWhitespace }
        }.filter { !$0.isEmpty && !endings.contains(String($0)) }
        var plain = lines.joined(separator: " ")
        while let last = plain.last, last == ";" || last.isWhitespace { plain.removeLast() }
        return plain.hasPrefix("ERROR: ") ? String(plain.dropFirst(7)) : plain
    }
}

/// Who has to act.
extension ODBCFault {
    /// The session is gone.
    var isLoss: Bool { state.hasPrefix("08") || ["57P01", "57P02", "57P03", "57P05"].contains(state) }

    /// A time limit of the driver's or the database's, or a request to end the statement.
    var isEnd: Bool { ["HYT00", "HYT01", "HY008", "57014", "S1T00", "S1008"].contains(state) }

    /// The same statement may go well when it is tried again.
    var mayRetry: Bool {
        isLoss || ["53", "40"].contains(String(state.prefix(2))) || ["55P03", "57014", "HYT00"].contains(state)
    }

    private var isReadOnly: Bool {
        state == "25006" || message.contains("readonly database")
            || state == "0A000" && message.contains("data-modifying")
    }

    /// What is at fault is the statement, as far as its class tells.
    private var isOfTheQuery: Bool {
        ["42", "0A", "22", "54", "37", "21", "07"].contains(String(state.prefix(2))) && state != "42501"
    }

    /// As the author of a query is told that could not be prepared.
    ///
    /// - Parameter isPreparing: nothing was run yet, so that an error of no class is the query's.
    func problem(of query: SQLText, isPreparing: Bool = true, _ settings: ODBCSettings) -> any Error {
        if isReadOnly { return query.readsNoRows }
        let isGeneral = state.hasPrefix("HY") || state.hasPrefix("S1") || state.hasPrefix("IM")
        guard isOfTheQuery || isPreparing && isGeneral && !isEnd && state != "HY001" else { return failure(settings) }
        return DiagnosticError(
            Diagnostic(
                .error, "query", "the query is wrong: \(settings.redactor.redact(message)) (\(state))",
                at: place(in: query)))
    }

    /// Drivers give no position; what the message names stands somewhere, and if it does only once, there.
    private func place(in query: SQLText) -> FilePosition? {
        Self.names(in: message).lazy.compactMap { query.position(ofOnly: $0) }.first ?? query.position
    }

    /// What stands in quotes, then what stands behind the last colon: `no such column: amout (1)`.
    static func names(in message: String) -> [String] {
        var names: [String] = []
        for quote: Character in ["\"", "'", "`"] {
            let parts = message.split(separator: quote, omittingEmptySubsequences: false)
            names += stride(from: 1, to: parts.count - 1, by: 2).map { String(parts[$0]) }
        }
        if let colon = message.lastIndex(of: ":") {
            names.append(String(message[colon...].dropFirst().drop { $0 == " " }.prefix { $0 != " " }))
        }
        return names.filter { !$0.isEmpty }.flatMap { name in
            [name] + (name.lastIndex(of: ".").map { [String(name[$0...].dropFirst())] } ?? [])
        }
    }

    /// As whoever runs a report is told.
    func failure(_ settings: ODBCSettings) -> RunFailure {
        let database = settings.phrase
        let said = "\(settings.redactor.redact(message)) (\(state))"
        if isReadOnly {
            return RunFailure(
                "the query on \(database) changes data, and sessions are read-only: \(said)",
                hint: "only SELECT is allowed; reports change nothing")
        }
        if state == "42501" {
            return RunFailure(
                "\(database) does not let this user read that: \(said)", hint: "have it granted: GRANT SELECT ON … TO …"
            )
        }
        if isEnd { return end(settings) }
        if isLoss {
            return RunFailure(
                "the connection to \(database) was lost: \(said)",
                hint: "see whether the server is running, then try again")
        }
        return RunFailure("the query on \(database) failed: \(said)")
    }

    private func end(_ settings: ODBCSettings) -> RunFailure {
        if message.contains("user request") {
            return RunFailure("the query on \(settings.phrase) was cancelled by someone on the server")
        }
        return settings.overdueAnswer
    }
}

extension ODBCSettings {
    var overdueAnswer: RunFailure {
        RunFailure(
            "the query on \(phrase) took longer than \(statementTimeout.plainText)",
            hint: "make it faster, or raise 'statement_timeout' of the connection")
    }

    var overdueConnection: RunFailure {
        RunFailure(
            "\(phrase) did not answer within \(connectTimeout.plainText)",
            hint:
                "check server and port in the connection's 'dsn', and that no firewall is between; 'connect_timeout' is the limit"
        )
    }
}
