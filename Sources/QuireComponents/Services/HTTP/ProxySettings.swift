package import QuireModel

/// Which proxy a service is reached by, from the environment as curl and Go read it.
package struct ProxySettings: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case http, socks5
    }

    package var kind: Kind
    package var host: String
    package var port: Int
    package var credentials: Redactor.Credentials?

    /// - Returns: nil where the service is reached directly, as loopback always is.
    package static func proxy(
        for url: ServiceURL, environment: [String: String]
    ) throws(DefinitionProblem) -> ProxySettings? {
        func variable(_ name: String) -> String? {
            let value = environment[name] ?? environment[name.lowercased()]
            return value?.isEmpty == false ? value : nil
        }
        let name = url.scheme == "https" ? "HTTPS_PROXY" : "HTTP_PROXY"
        guard let text = variable(name), !isExempt(url, variable("NO_PROXY") ?? "") else { return nil }
        let address = text.contains("://") ? text : "http://" + text
        if address.hasPrefix("socks5://"), let proxy = try? ServiceURL("http" + address.dropFirst(6)) {
            return ProxySettings(kind: .socks5, host: proxy.host, port: proxy.port)
        }
        let proxy: ServiceURL
        do { proxy = try ServiceURL(address) } catch {
            throw DefinitionProblem("\(name): \(error.message)", hint: error.hint)
        }
        guard proxy.scheme == "http" else {
            throw DefinitionProblem("\(name): a proxy is reached by http or socks5", hint: "write http://host:port")
        }
        return ProxySettings(kind: .http, host: proxy.host, port: proxy.port, credentials: proxy.credentials)
    }

    static func isExempt(_ url: ServiceURL, _ exemptions: String) -> Bool {
        let host = url.host.filter { $0 != "[" && $0 != "]" }
        if host == "localhost" || host == "::1" || host.hasPrefix("127.") { return true }
        return exemptions.split { $0 == "," || $0 == " " }.contains { entry in
            if entry == "*" { return true }
            var name = entry.lowercased()
            if let colon = name.lastIndex(of: ":"), !name.hasSuffix("]"),
                let port = Int(name[name.index(after: colon)...])
            {
                guard port == url.port else { return false }
                name = String(name[..<colon])
            }
            name = String(name.drop { $0 == "*" }.drop { $0 == "." })
            return !name.isEmpty && (host == name || host.hasSuffix("." + name))
        }
    }
}
