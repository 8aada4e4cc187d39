import QuireModel
import QuirePlugin

/// An error of the server, or the loss of the session.
struct PostgresFault: Error {
    static let connectionFailure = "08006"

    /// SQLSTATE.
    var state: String
    var message: String
    var detail: String?
    var hint: String?
    /// In the statement's text, in characters from 1.
    var position: Int?

    /// The same where the session ended with it.
    var lost: PostgresFault {
        var fault = self
        if !isLoss { fault.state = Self.connectionFailure }
        return fault
    }

    /// The session is gone.
    var isLoss: Bool { state.hasPrefix("08") || ["57P01", "57P02", "57P03", "57P05", "XX000"].contains(state) }

    /// The same statement may go well when it is tried again.
    var mayRetry: Bool {
        isLoss || ["53", "40"].contains(String(state.prefix(2))) || ["55P03", "57014"].contains(state)
    }

    /// What is at fault is the statement, as far as its class tells.
    private var isOfTheQuery: Bool {
        ["42", "0A", "22", "54"].contains(String(state.prefix(2))) && state != "42501"
    }

    /// As the author of a query is told that could not be prepared.
    ///
    /// - Parameter prefix: how many characters of the statement stand before the query.
    func problem(of sql: BoundSQL, prefix: Int = 0, _ settings: PostgresSettings) -> any Error {
        if state == "25006" || state == "0A000" && message.contains("WITH") { return sql.query.readsNoRows }
        guard isOfTheQuery else { return failure(settings) }
        let place = position.map { sql.position(ofCharacter: $0 - 1 - prefix) } ?? sql.query.position
        return DiagnosticError(
            Diagnostic(
                .error, "query", "the query is wrong: \(settings.shown(message))", at: place,
                hint: (hint ?? detail).map(settings.shown)))
    }

    /// As whoever runs a report is told.
    func failure(_ settings: PostgresSettings) -> RunFailure {
        let database = settings.address.phrase
        let said = settings.shown(message)
        let more = (hint ?? detail).map(settings.shown)
        switch state {
        case "57014" where message.contains("statement timeout") || !message.contains("user request"):
            return RunFailure(
                "the query on \(database) took longer than \(settings.statementTimeout.plainText)",
                hint: "make it faster, or raise 'statement_timeout' of the connection")
        case "57014":
            return RunFailure("the query on \(database) was cancelled by someone on the server")
        case "57P01":
            return RunFailure(
                "\(database) ended the session: \(said)",
                hint: "the server was stopped, or someone ended the session there")
        case "55P03":
            return RunFailure(
                "the query on \(database) waited too long for a lock: \(said)",
                hint: "try again when the change is done")
        case "25006":
            return RunFailure(
                "the query on \(database) changes data, and sessions are read-only: \(said)",
                hint: "only SELECT is allowed; reports change nothing")
        case "42501":
            return RunFailure(
                "\(database) does not let this user read that: \(said)", hint: "have it granted: GRANT SELECT ON … TO …"
            )
        case "40001" where message.contains("recovery"), "40001" where detail?.contains("recovery") == true:
            return RunFailure(
                "the query on \(database) stood in the way of the standby's recovery: \(said)",
                hint: "try again, or ask the primary server")
        default: break
        }
        if isLoss {
            return RunFailure(
                "the connection to \(database) was lost: \(said)",
                hint: "see whether the server is running, then try again")
        }
        return RunFailure("the query on \(database) failed: \(said)", hint: more)
    }
}

extension BoundSQL {
    /// Where a character of the text was written.
    fileprivate func position(ofCharacter index: Int) -> FilePosition? {
        let before = text.unicodeScalars.prefix(max(0, index))
        return position(of: String.UnicodeScalarView(before).reduce(0) { $0 + UTF8.width($1) })
    }
}
