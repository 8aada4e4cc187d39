import QuireModel
import QuirePlugin
import QuirePrograms

/// Looks keys up by asking a plugin, whose processes it owns from `open` to `close`.
struct PluginService: LookupService {
    let lookups: [String: LookupShape]
    private let calls: [String: LookupCall]
    private let processes: PluginProcesses

    /// Starts the plugin.
    ///
    /// - Parameter expected: what the plugin said before that it offers.
    static func open(
        _ program: PluginProgram, processes: Int, zone: @escaping LocalZone, expected: [String: LookupShape]?
    ) async throws -> PluginService {
        let owned = PluginProcesses(PluginPool(program, processes: processes))
        do throws(PluginFailure) {
            let offer = try await owned.pool.start()
            if expected ?? offer.lookups == offer.lookups {
                return PluginService(offer, program, owned, zone: zone)
            }
        } catch {
            await owned.close()
            throw error.runFailure
        }
        await owned.close()
        throw RunFailure(
            "the plugin '\(program.name)' offers other lookups than it did a moment ago",
            hint: "its answer to initialize must be the same each time")
    }

    private init(
        _ offer: PluginOffer, _ program: PluginProgram, _ processes: PluginProcesses, zone: @escaping LocalZone
    ) {
        lookups = offer.lookups
        self.processes = processes
        calls = Dictionary(
            uniqueKeysWithValues: offer.lookups.map { name, shape in
                (name, LookupCall(name, shape, zone: zone, redactor: program.redactor))
            })
    }

    func ask(_ keys: [LookupKey], of lookup: String) async throws(AttemptFailure) -> LookupReply {
        guard let call = calls[lookup] else {
            throw AttemptFailure("there is no lookup '\(lookup)'", mayRetry: false)
        }
        do {
            let pool = processes.pool
            let replies = try await pool.call(LookupCall.method, call.params(keys)) {
                result throws(ProtocolViolation) in try call.replies(result, to: keys.count)
            }
            let restarts = pool.takeRestarts().map { reason, count in
                LookupWarning("× the plugin '\(pool.program.name)' \(reason) and was started again", count: count)
            }
            return LookupReply(replies: replies, warnings: restarts)
        } catch {
            throw AttemptFailure(error.message, mayRetry: error.mayRetry, endsRuns: error.isFinal)
        }
    }

    func close() async { await processes.close() }
}

/// The task in which a service's processes live.
private struct PluginProcesses: Sendable {
    let pool: PluginPool
    private let work: Task<Void, Never>

    init(_ pool: PluginPool) {
        self.pool = pool
        work = Task { await pool.work() }
    }

    /// Ends them. Who is cancelled does not wait for those that take their time.
    func close() async {
        pool.close()
        await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
    }
}
