/// What a path is of, which says who may come in and how they are turned away.
package enum RequestPath: Sendable, Hashable {
    /// `/health/…`
    case health
    /// `/metrics`
    case metrics
    /// `/login`
    case login
    /// `/assets/…`, the same for everybody.
    case asset
    /// `/api/…`
    case api
    case page

    /// - Parameter path: as it came, not decoded.
    package init(_ path: String) {
        // As the router cuts it.
        let parts = path.split(separator: "/")
        switch parts.first {
        case "health" where parts.count == 2: self = .health
        case "metrics" where parts.count == 1: self = .metrics
        case "login" where parts.count == 1: self = .login
        case "assets" where !parts.contains(".."): self = .asset
        case "api": self = .api
        default: self = .page
        }
    }

    /// Whether it is that of a run's file: a link that people follow too, as a webhook was told it.
    ///
    /// - Parameter path: as it came, not decoded.
    static func isFile(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        return parts.count == 6 && parts.starts(with: ["api", "v1", "runs"]) && parts[4] == "files"
    }

    /// Read by people.
    package var isPage: Bool { self == .page || self == .login }
}
