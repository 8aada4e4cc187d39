/// A path of this server, with its query, fit to be gone to.
package enum LocalPath {
    private static let longest = 2000

    /// - Returns: `/` in place of what would lead elsewhere, or back to signing in.
    package static func safe(_ text: String?) -> String {
        guard let text, text.utf8.count <= longest, text.hasPrefix("/"),
            // Browsers take `//` and `/\` for another host, and leave out tabs and line breaks before they look.
            !text.hasPrefix("//"), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return "/" }
        let path = text.prefix { $0 != "?" && $0 != "#" }
        return ["/login", "/logout"].contains(path) ? "/" : text
    }

    /// The login page, that comes back to a path.
    package static func login(backTo path: String?) -> String {
        let next = safe(path)
        return next == "/" ? "/login" : "/login?next=\(PercentEncoding.encode(next))"
    }
}
