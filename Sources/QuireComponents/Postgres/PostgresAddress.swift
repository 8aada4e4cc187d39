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
        let hidden = parts.count > 1 ? [userPart, parts[1]] : []
        // The user's name may be an everyday word, and is hidden where it stands in a URL.
        secrets += hidden.flatMap { [String($0), decoded($0)] } + ["//\(parts[0]):", "//\(parts[0])@"]
        return secrets.filter { !$0.isEmpty }
    }

    /// The user's name, decoded, where the URL has one.
    static func user(in url: String) -> String? {
        guard let start = url.firstRange(of: "://")?.upperBound, let end = url[start...].firstIndex(of: "@") else {
            return nil
        }
        return decoded(url[start..<end].prefix { $0 != ":" })
    }

    /// What is wrong with a URL; nil where it may be taken. Nothing in it is from behind the scheme, but for an option's
    /// name.
    static func problem(with url: String) -> (message: String, hint: String)? {
        let general = (
            "'url' is no URL of a PostgreSQL database",
            "write postgresql://user:password@host:5432/database; characters such as '@', ':', '/' and '%' in user and password are percent-encoded"
        )
        guard let start = url.firstRange(of: "://")?.upperBound else { return general }
        let rest = url[start...]
        if let at = rest.firstIndex(of: "@") {
            let before = rest[..<at]
            // In 'host/database?option=a@b' the '@' belongs to an option.
            let isOption = before.firstIndex(of: "/").map { before[$0...].contains("?") } ?? false
            let isRaw = isOption ? !hasPort(before) : before.contains("/")
            let path = rest[rest.index(after: at)...].prefix { $0 != "?" }
            if isRaw || (!isOption && path.contains("@")) {
                return (
                    "the user or the password in 'url' holds a plain '@' or '/'",
                    "percent-encode it: %40 for '@', %2F for '/', %3A for ':', %25 for '%'"
                )
            }
        }
        if PostgresAddress(url) != nil { return nil }
        if let option = unknownOption(in: rest) {
            return (
                "'url' has the option '\(option)', which there is not",
                NearestName.hint(option, among: keywords.sorted())
                    ?? "options are those of libpq, such as sslmode, sslrootcert, connect_timeout"
            )
        }
        return general
    }

    /// Whether what is before the path may be a host and a port, and not a user and a password.
    private static func hasPort(_ text: Substring) -> Bool {
        let authority = text.prefix { $0 != "/" }
        guard !authority.hasPrefix("["), let colon = authority.firstIndex(of: ":") else { return true }
        return authority[colon...].dropFirst().allSatisfy(\.isNumber)
    }

    /// The first option of a URL that libpq does not have.
    private static func unknownOption(in rest: Substring) -> String? {
        guard let mark = rest.firstIndex(of: "?") else { return nil }
        let query = rest[mark...].dropFirst()
        // It may be the rest of a password.
        guard !query.contains("@") else { return nil }
        return query.split(separator: "&").compactMap { $0.split(separator: "=").first.map(String.init) }
            .first { !keywords.contains($0) }
    }

    private static let keywords: Set<String> = {
        var names: Set = ["ssl"]
        guard let options = PQconndefaults() else { return names }
        defer { PQconninfoFree(options) }
        var option = options
        while let keyword = option.pointee.keyword {
            names.insert(String(cString: keyword))
            option += 1
        }
        return names
    }()

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

    /// The server's words without secrets: it quotes the user's name.
    func shown(_ text: String) -> String {
        var text = text
        for word in ["user", "role"] {
            guard let user = address.parameters["user"], user != "postgres" else { break }
            text = text.replacing("\(word) \"\(user)\"", with: "\(word) \"\(Redactor.mask)\"")
        }
        return redactor.redact(text)
    }

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
