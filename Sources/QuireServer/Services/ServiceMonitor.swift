package import Logging
package import QuireDefinition
package import QuireEngine
package import QuireModel
import QuireRun
import QuireScheduler
import ServiceLifecycle
import Synchronization

/// Looks at the services every few seconds, and keeps what it sees.
package final class ServiceMonitor: Sendable {
    private static let interval = Duration.seconds(5)

    /// What a service has done since the server was started.
    package struct Totals: Sendable, Hashable {
        package var calls = 0
        package var errors = 0
    }

    private struct State {
        var latest: [String: ServiceStatus] = [:]
        var nextTrials: [String: LocalDateTime] = [:]
        var totals: [String: Totals] = [:]
    }

    private let desks: Desks
    private let history: ServiceHistory
    private let logger: Logger
    private let state = Mutex(State())

    package init(_ desks: Desks, _ history: ServiceHistory, logger: Logger) {
        self.desks = desks
        self.history = history
        self.logger = logger
    }

    /// As last seen, by service.
    package var latest: [String: ServiceStatus] { state.withLock { $0.latest } }
    package var totals: [String: Totals] { state.withLock { $0.totals } }

    /// When a service that is not asked since it fails is tried again, in UTC.
    package func nextTrial(of service: String) -> LocalDateTime? { state.withLock { $0.nextTrials[service] } }

    /// Looks now.
    package func look() async {
        let found = desks.inspect()
        let now = LocalDateTime.now
        state.withLock { state in
            for status in found {
                state.latest[status.name] = status
                state.nextTrials[status.name] = status.trialIn.map(now.advanced)
                state.totals[status.name, default: Totals()].calls += status.calls
                state.totals[status.name, default: Totals()].errors += status.errors
            }
        }
        do { try await history.add(found, at: now) } catch {
            logger.error("what services did cannot be noted: \(StateDatabase.reason(error))")
        }
    }

    /// One service as the API has it:
    /// `{name, title, kind, calls, errors, latency, limits, breaker, history}`, all over the last day.
    package func json(of service: ServiceDefinition, _ entries: [ServiceHistory.Entry], zone: Zone) -> JSON {
        let status = latest[service.name]
        let calls = entries.reduce(0) { $0 + $1.calls }
        func average(_ value: KeyPath<ServiceHistory.Entry, Double>) -> JSON {
            guard calls > 0 else { return .null }
            return .seconds(entries.reduce(0) { $0 + $1[keyPath: value] * Double($1.calls) } / Double(calls))
        }
        return .members([
            "name": .string(service.name), "title": service.title.map(JSON.string) ?? .null,
            "kind": .string(service.kind), "calls": .integer(Int64(calls)),
            "errors": .integer(Int64(entries.reduce(0) { $0 + $1.errors })),
            "latency": .members([
                "p50": average(\.p50), "p95": average(\.p95),
                "max": entries.map(\.longest).max().map(JSON.seconds) ?? .null,
            ]),
            "limits": .members([
                "max_concurrency": .integer(Int64(service.limits.maxConcurrency)),
                "rate": service.limits.rate.map { .number($0.perSecond) } ?? .null,
                "in_use": .integer(Int64(status?.inWork ?? 0)),
            ]),
            "breaker": .string((status?.breaker ?? .closed).rawValue),
            "history": .array(
                entries.map { entry in
                    .members([
                        "at": .string(zone.iso8601(ofUTC: LocalDateTime(microseconds: entry.at * 1_000_000))),
                        "calls": .integer(Int64(entry.calls)), "errors": .integer(Int64(entry.errors)),
                        "p50": .seconds(entry.p50), "p95": .seconds(entry.p95),
                    ])
                }),
        ])
    }
}

extension ServiceMonitor: Service {
    package func run() async {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: Self.interval)) != nil { await self.look() }
        }
        await look()
    }
}
