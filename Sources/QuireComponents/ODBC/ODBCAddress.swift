import QuireModel
import QuirePlugin

/// A connection string as ODBC has it: `Driver={PostgreSQL Unicode};Server=db;Database=sales;UID=reader;PWD={a;b}`, or
/// the name of a data source alone.
struct ODBCAddress: Sendable {
    struct Attribute: Sendable, Equatable {
        var name: String
        /// Without its braces.
        var value: String
        /// With them, where it has some: drivers read the two differently.
        var written: String
    }

    let attributes: [Attribute]

    /// - Returns: nil where the text is no connection string.
    init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        guard text.contains("=") else {
            attributes = [Attribute(name: "DSN", value: text.trimmed, written: text.trimmed)]
            return
        }
        guard let read = Self.read(text), !read.isEmpty else { return nil }
        attributes = read
    }

    private static func read(_ text: String) -> [Attribute]? {
        var attributes: [Attribute] = []
        var rest = text[...]
        while true {
            rest = rest.drop { $0 == ";" || $0.isWhitespace }
            guard !rest.isEmpty else { return attributes }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let name = String(rest[..<equals]).trimmed
            guard !name.isEmpty, !name.contains(";") else { return nil }
            rest = rest[equals...].dropFirst().drop { $0 == " " }
            let start = rest.startIndex
            guard let value = rest.first == "{" ? braced(&rest) : plain(&rest) else { return nil }
            attributes.append(
                Attribute(name: name, value: value, written: String(text[start..<rest.startIndex]).trimmed))
        }
    }

    private static func plain(_ rest: inout Substring) -> String? {
        let value = rest.prefix { $0 != ";" }
        rest = rest[value.endIndex...]
        return String(value).trimmed
    }

    /// In it `}}` stands for `}`.
    private static func braced(_ rest: inout Substring) -> String? {
        var value = ""
        rest = rest.dropFirst()
        while let character = rest.popFirst() {
            if character != "}" {
                value.append(character)
            } else if rest.first == "}" {
                value.append(rest.removeFirst())
            } else {
                let behind = rest.prefix { $0 != ";" }
                rest = rest[behind.endIndex...]
                return behind.allSatisfy(\.isWhitespace) ? value : nil
            }
        }
        return nil
    }

    /// The value of the first attribute that has one of these names.
    func value(_ names: String...) -> String? {
        for name in names {
            if let found = attributes.first(where: { $0.name.lowercased() == name }), !found.value.isEmpty {
                return found.value
            }
        }
        return nil
    }

    /// As it is installed, or the path of its library.
    var driver: String? { value("driver") }
    /// The name of a data source.
    var dataSource: String? { value("dsn") }

    /// 'the database 'sales' at db.example:5432', for messages.
    var phrase: String {
        let name = value("database", "initial catalog", "dbname", "db", "dbq", "servicename")
        let port = value("port").map { ":\($0)" } ?? ""
        let place = value("server", "servername", "host", "hostname", "address", "addr").map { $0 + port }
        if name == nil, place == nil, let dataSource { return "the ODBC data source '\(dataSource)'" }
        return "the database" + (name.map { " '\($0)'" } ?? "") + (place.map { " at \($0)" } ?? "")
    }
}

/// What is secret in a connection string, however it is written.
extension ODBCAddress {
    private static let secretNames: Set = ["uid", "user", "username", "user id", "user name", "userid"]

    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return secretNames.contains(name) || name.hasSuffix("pwd") || name.hasSuffix("passphrase")
            || SecretName.isSecret(name)
    }

    /// What look like attributes in a text that cannot be read.
    private static func pieces(of text: String) -> [Attribute] {
        text.split(separator: ";").map { piece in
            let parts = piece.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
            let value = parts.count > 1 ? parts[1] : ""
            return Attribute(name: parts.first ?? "", value: value, written: value)
        }
    }

    static func secrets(in text: String) -> [String] {
        guard text.contains("=") else { return [] }
        let attributes = Self(text)?.attributes ?? pieces(of: text)
        let secret = attributes.filter { isSecret($0.name) }
        let forms = secret.flatMap { attribute -> [String] in
            [attribute.value, attribute.written, PostgresAddress.decoded(Substring(attribute.value))]
        }
        // A user called like the kind of database tells nothing, and messages name the kind.
        return ([text] + forms).filter { !$0.isEmpty && $0 != "postgres" }
    }
}

/// What is told to the driver.
extension ODBCAddress {
    /// The connection string, and attributes that it does not have yet.
    func connectionString(adding more: [ODBCDriver.Setting]) -> String {
        let present = Set(attributes.map { $0.name.lowercased() })
        let added = more.filter { present.isDisjoint(with: $0.names.map { $0.lowercased() }) }
        let written = attributes.map { "\($0.name)=\($0.written)" } + added.map { "\($0.names[0])=\($0.value)" }
        return written.joined(separator: ";")
    }

    /// The same database, its file relative to a folder.
    func locating(_ name: String, in folder: String) -> ODBCAddress {
        ODBCAddress(
            attributes: attributes.map { attribute in
                guard attribute.name.lowercased() == name, !attribute.value.isEmpty, !attribute.value.hasPrefix("/"),
                    !attribute.value.hasPrefix(":"), !attribute.value.hasPrefix("file:")
                else { return attribute }
                let path = folder + "/" + attribute.value
                let isBraced = attribute.written.hasPrefix("{")
                return Attribute(
                    name: attribute.name, value: path,
                    written: isBraced ? "{" + path.replacing("}", with: "}}") + "}" : path)
            })
    }

    private init(attributes: [Attribute]) { self.attributes = attributes }
}

extension String {
    fileprivate var trimmed: String {
        guard let end = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[...end].drop(while: \.isWhitespace))
    }
}
