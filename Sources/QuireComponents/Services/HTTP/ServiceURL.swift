package import QuireModel

/// Where a service is: `https://user:password@host:port/base`.
package struct ServiceURL: Sendable, Hashable {
    package let scheme: String
    /// As in a URL: an IPv6 address is in brackets.
    package let host: String
    package let port: Int
    /// As written.
    package let path: String
    /// The user part, which is secret, decoded.
    package let credentials: Redactor.Credentials?

    package init(_ text: String) throws(DefinitionProblem) {
        func fail(_ problem: String, hint: String? = nil) -> DefinitionProblem {
            DefinitionProblem("the url is \(problem)", hint: hint)
        }
        let text = text.filter { $0 != "\n" && $0 != "\r" }
        guard let colon = text.firstRange(of: "://") else {
            throw fail("not complete: it has no scheme", hint: "write https://host/path")
        }
        scheme = text[..<colon.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw fail("neither http nor https") }
        let rest = text[colon.upperBound...]
        guard !rest.contains("?"), !rest.contains("#") else {
            throw fail("one with '?' or '#'", hint: "parameters go under 'query' of a request")
        }
        let authority = rest.prefix { $0 != "/" }
        path = String(rest[authority.endIndex...])
        guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw fail("one with spaces or letters that URLs do not have")
        }
        var hostAndPort = authority
        if let at = authority.lastIndex(of: "@") {
            hostAndPort = authority[authority.index(after: at)...]
            let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            credentials = Redactor.Credentials(
                username: PercentEncoding.decode(parts[0]),
                password: parts.count > 1 ? PercentEncoding.decode(parts[1]) : "")
        } else {
            credentials = nil
        }
        let standardPort = scheme == "https" ? 443 : 80
        let afterAddress = hostAndPort.lastIndex(of: "]").map { hostAndPort[$0...] } ?? hostAndPort
        if let colon = afterAddress.lastIndex(of: ":") {
            let digits = hostAndPort[hostAndPort.index(after: colon)...]
            guard let number = digits.isEmpty ? standardPort : Int(digits), (1...65535).contains(number) else {
                throw fail("one with no port after ':'")
            }
            port = number
            host = hostAndPort[..<colon].lowercased()
        } else {
            port = standardPort
            host = hostAndPort.lowercased()
        }
        let isAddress = host.hasPrefix("[") && host.hasSuffix("]")
        let name = isAddress ? host.dropFirst().dropLast() : host[...]
        let marks = isAddress ? ":." : "-._~"
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) || marks.contains($0) })
        else {
            throw fail("one without a host that can be reached")
        }
    }

    /// The path without a slash at its end.
    package var basePath: String { String(path.reversed().drop { $0 == "/" }.reversed()) }

    /// Scheme, host and port, without the user part.
    package var origin: String {
        let standardPort = scheme == "https" ? 443 : 80
        return "\(scheme)://\(host)" + (port == standardPort ? "" : ":\(port)")
    }
}
