package import NIOHTTP1

/// A request as it came in.
package struct StandInRequest: Sendable {
    package var method: String
    /// Path and query as sent.
    package var uri: String
    package var headers: HTTPHeaders
    package var body: [UInt8]

    package init(method: String, uri: String, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.method = method
        self.uri = uri
        self.headers = headers
        self.body = body
    }

    /// The path as sent, without the query.
    package var path: Substring { uri.prefix { $0 != "?" } }

    /// The query's names and values in order, decoded.
    package var query: [(name: String, value: String)] {
        guard let mark = uri.utf8.firstIndex(of: UInt8(ascii: "?")) else { return [] }
        return uri[uri.utf8.index(after: mark)...].split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : "")
        }
    }

    /// The first value of that name in the query, decoded.
    package func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

    package func header(_ name: String) -> String? { headers.first(name: name) }

    /// `%41` is `A` and `+` a space.
    package static func decoded(_ text: some StringProtocol) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let byte = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
            {
                result.append(byte)
                index += 3
            } else {
                result.append(bytes[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
