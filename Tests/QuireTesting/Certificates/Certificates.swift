/// Certificates that sign themselves, all with one key, as paths of PEM files.
package enum Certificates {
    /// For 127.0.0.1 and localhost, until 2120.
    package static let loopback = path("loopback.pem")
    /// For service.test alone, until 2120.
    package static let named = path("named.pem")
    /// For 127.0.0.1, until 2021.
    package static let expired = path("expired.pem")
    package static let key = path("loopback.key.pem")
    /// Of none of them.
    package static let otherKey = path("other.key.pem")

    private static func path(_ name: String) -> String {
        let here = "\(#filePath)"
        return here[...(here.lastIndex(of: "/") ?? here.startIndex)] + name
    }
}
