import QuireModel
import QuirePlugin
import QuireTesting

@testable import QuirePrograms

extension PluginPatience {
    /// For programs that never end by themselves.
    static var short: PluginPatience {
        var patience = PluginPatience()
        patience.end = .milliseconds(300)
        return patience
    }
}

extension PluginFolder {
    func program(
        _ definition: PluginDefinition? = nil, with: JSON = .object([]),
        variables: [String: String] = PluginFolder.variables,
        secrets: [String] = []
    ) -> PluginProgram {
        PluginProgram(
            definition ?? self.definition(), with: with, folder: folder.path, environment: variables, secrets: secrets,
            log: takeLog)
    }

    static let variables = ["PATH": "/usr/bin:/bin"]

    func pool<Result: Sendable>(
        _ definition: PluginDefinition? = nil, patience: PluginPatience = PluginPatience(),
        _ body: (PluginPool) async throws -> Result
    ) async throws -> Result {
        try await PluginPool.with(
            program(definition), processes: definition?.processes ?? 1, patience: patience, body)
    }
}

extension PluginPool {
    /// The fields that the lookup `score` has for one key.
    func score(_ sn: String) async throws(PluginFailure) -> [Value] {
        let shape = LookupShape(
            inputs: [.init("sn", .text)], fields: [.init("score", .number), .init("since", .date)], keysPerCall: 10)
        let lookup = LookupCall("score", shape, zone: { $0 }, redactor: program.redactor)
        let replies = try await call(LookupCall.method, lookup.params([LookupKey([.text(sn)])])) {
            result throws(ProtocolViolation) in try lookup.replies(result, to: 1)
        }
        if case .found(let values)? = replies.first { return values }
        return []
    }
}
