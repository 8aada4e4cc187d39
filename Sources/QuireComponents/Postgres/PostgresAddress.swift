import CPostgres
import QuireModel

/// Where a database is and who asks for it, as its URL says.
struct PostgresAddress: Sendable {
    /// libpq's connection parameters.
    let parameters: [String: String]
    /// Texts that must never be shown.
    let secrets: [String]

    /// - Returns: nil where the text is no URL that libpq understands.
    init?(_ url: String) {
        guard url.hasPrefix("postgresql://") || url.hasPrefix("postgres://") else { return nil }
        var message: UnsafeMutablePointer<CChar>?
        let options = PQconninfoParse(url, &message)
        PQfreemem(message)
        guard let options else { return nil }
        defer { PQconninfoFree(options) }
        var parameters: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        self.parameters = parameters
        secrets = Self.secrets(in: url) + ["password", "sslpassword"].compactMap { parameters[$0] }
    }

    /// What is secret in a URL, however it is written.
    static func secrets(in url: String) -> [String] {
        var secrets = [url]
        guard let start = url.firstRange(of: "://")?.upperBound else { return secrets }
        // A password may hold what ends the user part of a better URL.
        guard let end = url[start...].lastIndex(of: "@") else { return secrets }
        let userPart = url[start..<end]
        let parts = userPart.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        secrets += ([userPart] + parts).flatMap { [String($0), decoded($0)] }
        // A user called like the kind of database tells nothing, and messages name the kind.
        return secrets.filter { !$0.isEmpty && $0 != "postgres" }
    }

    /// The text without percent-encoding.
    static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let code = UInt8(digits, radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// 'the database 'sales' at db.example', for messages. A database named after its user is not named.
    var phrase: String {
        let name = parameters["dbname"].map { " '\($0)'" } ?? ""
        return "the database\(name)" + (host.map { " at \($0)" } ?? "")
    }

    /// The server's name and port, where it has some and is not on a Unix socket.
    var host: String? {
        guard let host = parameters["host"] ?? parameters["hostaddr"], !host.isEmpty, !host.hasPrefix("/") else {
            return nil
        }
        return parameters["port"].map { "\(host):\($0)" } ?? host
    }
}

/// How sessions are opened.
struct PostgresSettings: Sendable {
    let address: PostgresAddress
    let statementTimeout: Duration
    let connectTimeout: Duration
    /// The project's: files are relative to it.
    let folder: String
    /// What the server shows moments in.
    let zoneName: String
    let redactor: Redactor

    private static let files = ["sslrootcert", "sslcert", "sslkey", "sslcrl", "sslcrldir", "passfile"]

    /// libpq's connection parameters. A server that is gone is noticed within about a minute.
    var parameters: [String: String] {
        var all = [
            "fallback_application_name": "quire", "keepalives_idle": "30", "keepalives_interval": "10",
            "keepalives_count": "3",
        ].merging(address.parameters) { _, given in given }
        for key in Self.files {
            guard let path = all[key], !path.isEmpty, !path.hasPrefix("/"), path != "system" else { continue }
            all[key] = folder + "/" + path
        }
        all["client_encoding"] = "UTF8"
        return all
    }

    /// Settled for the session whatever the role or the database says, so that values read and mean the same everywhere.
    var session: [(name: String, value: String)] {
        [
            ("default_transaction_read_only", "on"), ("TimeZone", zoneName), ("DateStyle", "ISO, YMD"),
            ("IntervalStyle", "postgres"), ("extra_float_digits", "3"), ("bytea_output", "hex"),
            ("standard_conforming_strings", "on"), ("cursor_tuple_fraction", "1"),
            ("statement_timeout", "\(Int(statementTimeout / .milliseconds(1)))"),
            // Between two answers a report may wait for other services.
            ("idle_in_transaction_session_timeout", "0"),
        ]
    }
}
