import GRDBSQLite
import QuireComponents
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

extension TemporaryFolder {
    /// Runs SQL on a database of the folder.
    func execute(_ sql: String, in file: String = "crm.db") {
        var database: OpaquePointer?
        sqlite3_open(path + "/" + file, &database)
        #expect(sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK, "\(sql)")
        sqlite3_close(database)
    }

    /// What services are told that work in the folder.
    func context(secrets: [String] = []) -> ServiceContext {
        ServiceContext(
            name: "a", limits: ServiceLimits(), zone: { $0 }, secrets: secrets, folder: path, environment: [:])
    }
}

extension LookupService {
    /// What becomes of keys: fields with `|` between them, `missing`, or why there is no answer; then warnings.
    func tell(_ keys: [[Value]], of lookup: String = "d") async -> [String] {
        do throws(AttemptFailure) {
            let reply = try await ask(keys.map { LookupKey($0) }, of: lookup)
            return reply.replies.map(\.told) + reply.warnings.map { "\($0.count) \($0.text)" }
        } catch {
            return ["\(error.message), \(error.mayRetry ? "may be tried again" : "for good")"]
        }
    }

    func tell(_ keys: [String], of lookup: String = "d") async -> [String] {
        await tell(keys.map { [.text($0)] }, of: lookup)
    }
}

extension LookupReply.KeyReply {
    fileprivate var told: String {
        switch self {
        case .found(let values): values.map { $0.text ?? "null" }.joined(separator: "|")
        case .missing: "missing"
        case .failed(let message, _): "failed: \(message)"
        }
    }
}

/// Closes a service however `body` ends.
func withService<Result: Sendable>(
    _ service: any LookupService, _ body: (any LookupService) async throws -> Result
) async throws -> Result {
    do {
        let result = try await body(service)
        await service.close()
        return result
    } catch {
        await service.close()
        throw error
    }
}
