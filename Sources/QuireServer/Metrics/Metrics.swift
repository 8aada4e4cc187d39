import QuireEngine
import QuireModel
import QuireRun

/// What `/metrics` says, in Prometheus' text format, version 0.0.4.
struct Metrics: Sendable {
    private var lines: [String] = []

    /// - Parameter samples: labels with their values, as `[("service", "tether")]`.
    mutating func add(
        _ name: String, _ type: String, _ help: String,
        _ samples: [(labels: [(name: String, value: String)], value: Int)]
    ) {
        lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"]
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
            lines.append("\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(sample.value)")
        }
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}

extension Metrics {
    /// - Parameters:
    ///   - counts: of the runs that are kept, by status.
    ///   - underWay: runs of this server.
    ///   - failedDeliveries: since the server began.
    init(
        counts: [String: Int], underWay: Int, failedDeliveries: Int, definitions: ServedDefinitions,
        services: [String: ServiceMonitor.Totals], latest: [String: ServiceStatus]
    ) {
        self.init()
        add("quire_runs_under_way", "gauge", "Runs that this server is doing.", [([], underWay)])
        add(
            "quire_runs", "gauge", "Runs that are kept, by status.",
            RunSummary.Status.allCases.map { ([("status", $0.rawValue)], counts[$0.rawValue] ?? 0) })
        add(
            "quire_delivery_failures_total", "counter", "Deliveries that failed since the server began.",
            [([], failedDeliveries)])
        add(
            "quire_definition_errors", "gauge", "Reports whose files have errors.",
            [([], definitions.broken.count)])
        add(
            "quire_service_calls_total", "counter", "Attempts at calls of services since the server began.",
            services.sorted { $0.key < $1.key }.map { ([("service", $0.key)], $0.value.calls) })
        add(
            "quire_service_errors_total", "counter", "Those that failed.",
            services.sorted { $0.key < $1.key }.map { ([("service", $0.key)], $0.value.errors) })
        add(
            "quire_service_calls_in_work", "gauge", "Calls of services in work.",
            latest.sorted { $0.key < $1.key }.map { ([("service", $0.key)], $0.value.inWork) })
        add(
            "quire_service_breaker_open", "gauge", "1 while a service is not asked since it fails.",
            latest.sorted { $0.key < $1.key }.map { ([("service", $0.key)], $0.value.breaker == .open ? 1 : 0) })
    }
}
