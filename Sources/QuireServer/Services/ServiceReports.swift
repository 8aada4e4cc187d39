import QuireDefinition
import QuireEngine
import QuireModel
import QuirePages
import QuireRun

/// What the API and the page say of services.
struct ServiceReports: Sendable {
    let definitions: DefinitionWatch
    let monitor: ServiceMonitor
    let history: ServiceHistory

    /// By name.
    func list() async throws -> [(name: String, json: JSON)] {
        let current = await definitions.current
        let entries = try await history.entries(at: .now)
        return current.services.map { service in
            (service.name, monitor.json(of: service, entries[service.name] ?? [], zone: current.zone))
        }
    }

    func items() async throws -> [ServiceItem] {
        let current = await definitions.current
        let entries = try await history.entries(at: .now)
        let latest = monitor.latest
        return current.services.map { service in
            var item = ServiceItem(name: service.name, kind: service.kind, limits: service.limits)
            item.title = service.title
            item.description = service.description
            let own = entries[service.name] ?? []
            item.calls = own.reduce(0) { $0 + $1.calls }
            item.errors = own.reduce(0) { $0 + $1.errors }
            item.latency = Latency(own)
            item.hours = ServiceHour.lastDay(own, zone: current.zone, at: .now)
            if let status = latest[service.name] {
                item.active = status.inWork
                item.waiting = status.waiting
                item.lastError = status.lastError
                item.openUntil = monitor.nextTrial(of: service.name).map { current.zone.iso8601(ofUTC: $0) }
                item.currentConcurrency = service.limits.adaptive ? status.concurrency : nil
                item.breaker =
                    switch status.breaker {
                    case .closed: .closed
                    case .open: .open
                    case .halfOpen: .halfOpen
                    }
            }
            return item
        }
    }
}

extension Latency {
    /// Of several entries, by how many calls each has; nil where there were none.
    fileprivate init?(_ entries: [ServiceHistory.Entry]) {
        let calls = entries.reduce(0) { $0 + $1.calls }
        guard calls > 0 else { return nil }
        self.init()
        func average(_ value: KeyPath<ServiceHistory.Entry, Double>) -> Duration {
            .seconds(entries.reduce(0) { $0 + $1[keyPath: value] * Double($1.calls) } / Double(calls))
        }
        p50 = average(\.p50)
        p95 = average(\.p95)
        max = .seconds(entries.map(\.longest).max() ?? 0)
    }
}

extension ServiceHour {
    /// The last 24 hours, the oldest first.
    fileprivate static func lastDay(
        _ entries: [ServiceHistory.Entry], zone: Zone, at moment: LocalDateTime
    ) -> [ServiceHour] {
        let now = moment.microseconds / 1_000_000
        let hours = Dictionary(grouping: entries) { $0.at / 3600 }
        return (now / 3600 - 23...now / 3600).map { hour in
            let own = hours[hour] ?? []
            return ServiceHour(
                from: zone.iso8601(ofUTC: LocalDateTime(microseconds: hour * 3_600_000_000)),
                calls: own.reduce(0) { $0 + $1.calls }, errors: own.reduce(0) { $0 + $1.errors },
                latency: Latency(own))
        }
    }
}
