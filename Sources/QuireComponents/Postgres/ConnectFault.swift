import QuireModel

/// Why there is no session, from libpq's words, which name the host and the user again and again.
struct ConnectFault {
    let message: String
    let settings: PostgresSettings

    static func overdue(_ settings: PostgresSettings) -> RunFailure {
        RunFailure(
            "\(settings.address.phrase) did not answer within \(settings.connectTimeout.plainText)",
            hint:
                "check host and port in the connection's 'url', and that no firewall is between; 'connect_timeout' is the limit"
        )
    }

    private var database: String { settings.address.phrase }
    private var server: String { "the database server" + (settings.address.host.map { " at \($0)" } ?? "") }

    /// What stands behind `connection to server at "host" (address), port 5432 failed: `, of the last host that was tried.
    private var reason: String {
        let lines = message.split(whereSeparator: \.isNewline)
        let line = lines.last { $0.contains(" failed: ") } ?? lines.last
        let text = String(line ?? "")
        let words = text.firstRange(of: " failed: ").map { String(text[$0.upperBound...]) } ?? text
        return settings.shown(
            state.flatMap { words.firstRange(of: "\($0): ") }.map { String(words[$0.upperBound...]) } ?? words)
    }

    /// The server's SQLSTATE, where it was the server that refused.
    private var state: String? {
        message.split(separator: " ").map { $0.dropLast() }.first { word in
            word.utf8.count == 5 && word.contains { $0.isNumber }
                && word.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
        }.map(String.init)
    }

    var failure: RunFailure {
        let url = "check the connection's 'url'"
        switch state {
        case "28P01":
            return RunFailure(
                "\(database) does not accept the user or the password",
                hint: "\(url); characters such as '@', ':' and '/' in them are percent-encoded")
        case "28000":
            return RunFailure(
                "\(database) does not let this user in: \(reason)",
                hint: "\(url), also its sslmode; the server's pg_hba.conf says who may connect from where")
        case "3D000":
            return RunFailure("there is no \(database.dropFirst(4))", hint: url)
        case "53300":
            return RunFailure(
                "\(server) has no connection left: \(reason)",
                hint:
                    "try again later, raise the server's max_connections, or lower 'max_concurrency' of the services that use it"
            )
        case "57P03":
            return RunFailure("\(server) is starting or stopping: \(reason)", hint: "try again in a moment")
        case let state?:
            return RunFailure("\(database) refused the session: \(reason) (\(state))", hint: url)
        case nil: return unreached
        }
    }

    private var unreached: RunFailure {
        let has = { (words: String...) in words.contains { message.contains($0) } }
        if has("could not translate host name") {
            return RunFailure(
                "\(database) cannot be reached: there is no such host", hint: "check the host in the connection's 'url'"
            )
        }
        if has("no password supplied") {
            return RunFailure(
                "\(database) wants a password, and there is none", hint: "write it into the connection's 'url'")
        }
        if has("password authentication failed") {
            return RunFailure(
                "\(database) does not accept the user or the password", hint: "check the connection's 'url'")
        }
        if has("Connection refused", "No such file or directory") && !has("certificate") {
            return RunFailure(
                "\(database) cannot be reached: nobody listens there",
                hint: "see whether the server is running, and check host and port in the connection's 'url'")
        }
        if has("server does not support SSL") {
            return RunFailure(
                "\(server) does not speak TLS, and the connection's 'url' demands it",
                hint: "turn TLS on in the server; only where the network is trusted, write sslmode=disable")
        }
        if has("certificate", "SSL", "TLS") {
            return RunFailure(
                "the TLS connection to \(database) failed: \(reason)",
                hint: "check sslmode and sslrootcert in the connection's 'url'; sslrootcert is relative to the project")
        }
        return RunFailure("\(database) cannot be reached: \(reason)", hint: "check the connection's 'url'")
    }
}
