import Foundation
package import Hummingbird
import Logging
import NIOCore
package import QuireAccess
package import QuirePages

/// What is known of a request beside the request itself.
package struct ServerContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who it comes from. Before the gate has looked, nobody who may do anything.
    package var principal: Principal?
    /// The session that it belongs to; nil where it came with a token, or nobody signs in.
    package var session: Session?
    package var language = Language.english
    /// Where it comes from, `unknown` where that is no address.
    package var remoteAddress: String
    /// Whether it came through TLS on its way here.
    package var isSecure = false

    /// In bytes.
    package static let bodyLimit = 1 << 20

    package var maxUploadSize: Int { ServerContext.bodyLimit }

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }

    /// For the audit log.
    package var author: Author { Author(who: principal?.who ?? "unknown", from: remoteAddress) }

    /// - Throws: a problem of 403 where they may not.
    package func require(_ action: Action) throws(Problem) {
        guard let principal, principal.may(action) else { throw .forbidden(action) }
    }

    /// - Parameter roles: that the report names under `access`; nil where it names none.
    /// - Throws: a problem of 404 where the report does not exist for them.
    package func requireSight(ofReport name: String, roles: [String]?) throws(Problem) {
        guard let principal, principal.maySee(report: name, roles: roles) else { throw .notFound("report '\(name)'") }
    }
}
