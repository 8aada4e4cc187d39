package import QuireModel

/// How users reach the server: `https://reports.example.com`.
package struct PublicURL: Sendable, Hashable, CustomStringConvertible {
    package let isSecure: Bool
    let authority: Authority
    /// Without a slash at its end.
    package let description: String

    /// - Throws: where it is none, or has a path.
    package init(_ text: String) throws(DiagnosticError) {
        let plain = text.hasSuffix("/") ? String(text.dropLast()) : text
        let parts = plain.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, ["http", "https"].contains(parts[0].lowercased()), let authority = Authority(parts[1])
        else { throw DiagnosticError(.invalidPublicURL(text)) }
        isSecure = parts[0].lowercased() == "https"
        self.authority = authority
        description = plain
    }

    var origin: Origin { Origin(isSecure: isSecure, authority) }
}

/// Where a page comes from (RFC 6454).
struct Origin: Sendable, Hashable {
    var isSecure: Bool
    var host: String
    var port: Int

    init(isSecure: Bool, _ authority: Authority) {
        self.isSecure = isSecure
        host = authority.host
        port = authority.port ?? (isSecure ? 443 : 80)
    }

    /// Reads the header `Origin`; nil for `null` and what is none.
    init?(_ text: String) {
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, ["http", "https"].contains(parts[0]), let authority = Authority(parts[1]) else {
            return nil
        }
        self.init(isSecure: parts[0] == "https", authority)
    }
}
