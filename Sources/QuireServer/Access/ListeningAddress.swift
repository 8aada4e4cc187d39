import Glibc
import NIOCore
import QuireAccess
package import QuireModel

/// Where the server listens: `127.0.0.1:8080`, `[::]:8080`, `localhost:0`.
package struct ListeningAddress: Sendable, Hashable, CustomStringConvertible {
    /// A name or an address, without brackets.
    package let host: String
    /// 0 for any that is free.
    package let port: Int

    /// - Throws: where it is no host and port.
    package init(_ text: String) throws(DiagnosticError) {
        guard let authority = Authority(text), let port = authority.port else {
            throw DiagnosticError(.invalidListeningAddress(text))
        }
        self.init(host: authority.host, port: port)
    }

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    package static let standard = ListeningAddress(host: "127.0.0.1", port: 8080)

    /// Only this machine reaches it.
    package var isLoopback: Bool { host == "localhost" || IPAddress(host)?.isLoopback == true }

    /// Every address of the machine.
    var isWildcard: Bool { IPAddress(host)?.isWildcard == true }

    package var description: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
}

extension ListeningAddress {
    /// Why the server must not be opened to other machines as it is.
    ///
    /// - Parameters:
    ///   - haveAccounts: there is a user or a token.
    ///   - isAskedFor: by `--no-auth`.
    /// - Returns: nil where it may.
    package func refusal(haveAccounts: Bool, isAskedFor: Bool) -> Diagnostic? {
        isLoopback || haveAccounts || isAskedFor ? nil : .openToOthers(description)
    }

    /// What is to be said of a server that is open; nil where one has to sign in.
    package func notice(haveAccounts: Bool) -> String? {
        guard !haveAccounts else { return nil }
        let reach = isLoopback ? "on this machine" : "who reaches \(self)"
        return "there is no user and no token: anyone \(reach) may do everything"
            + "; `quire user add NAME --role admin` ends that"
    }
}

extension Diagnostic {
    static func invalidListeningAddress(_ text: String) -> Diagnostic {
        Diagnostic(
            .error, "invalid-option", "'--listen \(text)' is no host and port", at: nil,
            hint: "write it as 127.0.0.1:8080 or [::1]:8080; port 0 picks a free one")
    }

    /// - Parameter error: what ended a server.
    /// - Returns: nil where it is not that it could not listen.
    static func cannotListen(on address: ListeningAddress, _ error: any Error) -> Diagnostic? {
        let reason: String
        switch error {
        case let error as IOError: reason = String(cString: strerror(error.errnoCode))
        case is SocketAddressError.UnknownHost: reason = "there is no such host"
        default: return nil
        }
        return Diagnostic(
            .error, "invalid-option", "the server cannot listen on \(address): \(reason)", at: nil,
            hint: "name another address with --listen; port 0 picks a free one")
    }

    static func openToOthers(_ address: String) -> Diagnostic {
        Diagnostic(
            .error, "no-auth",
            "\(address) is reached from other machines, and there is no user and no token: anyone could do everything",
            at: nil,
            hint: "add a user first: quire user add NAME --role admin; or ask for an open server with --no-auth")
    }

    static func invalidPublicURL(_ text: String) -> Diagnostic {
        Diagnostic(
            .error, "invalid-option", "'--public-url \(text)' is not the URL of a server", at: nil,
            hint: "write it as https://reports.example.com, without a path")
    }

    static func invalidHostName(_ text: String) -> Diagnostic {
        Diagnostic(
            .error, "invalid-option", "'--host-name \(text)' is no name of a host", at: nil,
            hint: "write it as reports.example.com, without scheme and port")
    }
}
