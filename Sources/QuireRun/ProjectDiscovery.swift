package import QuireDefinition
import QuireModel
package import QuirePlugin

extension ProjectLoader {
    /// Starts what must be started to check reports and services by these names, or all there are.
    ///
    /// - Parameters:
    ///   - environment: the process's.
    ///   - log: told what they say meanwhile.
    package mutating func discover(
        _ names: [String], environment: [String: String], log: @escaping ComponentLog
    ) async throws {
        let folder = folder.path
        let zone = project.zone
        try await discover(names) { service, secrets in
            ServiceContext(
                name: service.name, limits: service.limits, zone: zone.local, zoneName: zone.identifier,
                secrets: Array(secrets), folder: folder, environment: environment, log: log)
        }
    }
}
