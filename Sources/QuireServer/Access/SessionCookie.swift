import HTTPTypes
import QuireAccess

/// The cookie that a session is known by.
enum SessionCookie {
    /// Browsers take the second from this very host alone, and through TLS.
    static func name(isSecure: Bool) -> String { isSecure ? "__Host-quire" : "quire" }

    /// - Returns: nil where the request brings none.
    static func value(in headers: HTTPFields, isSecure: Bool) -> String? {
        headers.cookie(name(isSecure: isSecure))
    }

    /// What sets it.
    static func setting(_ value: RandomSecret, isSecure: Bool) -> String {
        header(value.text, seconds: Session.lifetime.components.seconds, isSecure)
    }

    /// What takes it away.
    static func clearing(isSecure: Bool) -> String { header("", seconds: 0, isSecure) }

    private static func header(_ value: String, seconds: Int64, _ isSecure: Bool) -> String {
        "\(name(isSecure: isSecure))=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(seconds)"
            + (isSecure ? "; Secure" : "")
    }
}

extension HTTPFields {
    /// - Returns: the first cookie of that name; nil where there is none.
    func cookie(_ name: String) -> String? {
        let name = name + "="
        for cookies in self[values: .cookie] {
            for cookie in cookies.split(separator: ";") {
                let text = cookie.drop { $0 == " " }
                if text.hasPrefix(name) { return String(text.dropFirst(name.count)) }
            }
        }
        return nil
    }
}

/// The header `Authorization`.
enum BearerToken {
    /// - Returns: nil where there is none, or another scheme, which may be a proxy's.
    static func value(in headers: HTTPFields) -> String? {
        guard let written = headers[.authorization] else { return nil }
        let parts = written.split(separator: " ", maxSplits: 1)
        guard parts.first?.lowercased() == "bearer" else { return nil }
        return parts.count == 2 ? String(parts[1].filter { $0 != " " }) : ""
    }
}
