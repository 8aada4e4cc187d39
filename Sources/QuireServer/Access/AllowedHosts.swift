import QuireAccess
package import QuireModel

/// The names that the server answers to. A page of another site that has its name point here is refused by it.
package struct AllowedHosts: Sendable {
    private let address: ListeningAddress
    private let names: Set<String>

    /// - Parameters:
    ///   - names: of `--host-name`, without ports.
    /// - Throws: where one is no name.
    package init(
        _ address: ListeningAddress, names: [String] = [], publicURL: PublicURL? = nil
    ) throws(DiagnosticError) {
        var all: Set<String> = [address.host]
        for name in names {
            guard let authority = Authority(name), authority.port == nil else {
                throw DiagnosticError(.invalidHostName(name))
            }
            all.insert(authority.host)
        }
        if let publicURL { all.insert(publicURL.authority.host) }
        self.address = address
        self.names = all
    }

    /// Ports do not matter: a tunnel has one of its own, and a name stands for the whole machine.
    ///
    /// - Parameter host: the header `Host`.
    package func allow(_ host: String?) -> Bool {
        guard let host, let authority = Authority(host) else { return false }
        let name = authority.host.hasSuffix(".") ? String(authority.host.dropLast()) : authority.host
        if names.contains(name) { return true }
        let isLocal = address.isLoopback || address.isWildcard
        if name == "localhost" { return isLocal }
        guard let written = IPAddress(name) else { return false }
        // On all addresses any may be one of the machine's own; nobody else's name is an address.
        return address.isWildcard || (address.isLoopback && written.isLoopback)
            || IPAddress(address.host) == written
    }
}
