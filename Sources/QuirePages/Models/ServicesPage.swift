package import QuireModel

/// All services, and how they were over the last day.
package struct ServicesPage: Sendable {
    package var services: [ServiceItem]

    package init(services: [ServiceItem]) { self.services = services }
}

/// A service over the last day.
package struct ServiceItem: Sendable {
    package enum Breaker: String, Sendable, CaseIterable {
        case closed, open, halfOpen
    }

    package var name: String
    package var title: String?
    package var description: String?
    /// `http`, `sql`, ….
    package var kind: String
    package var calls = 0
    package var errors = 0
    package var latency: Latency?
    /// The last day, oldest first.
    package var hours: [ServiceHour] = []
    package var limits: ServiceLimits
    /// Calls that go now, and those that wait for their turn.
    package var active = 0
    package var waiting = 0
    /// How many calls may go at once now, where that is found out.
    package var currentConcurrency: Int?
    package var breaker = Breaker.closed
    /// ISO 8601 with offset: when an open breaker lets a call through again.
    package var openUntil: String?
    package var lastError: String?

    package init(name: String, kind: String, limits: ServiceLimits) {
        self.name = name
        self.kind = kind
        self.limits = limits
    }
}

/// One hour of a service.
package struct ServiceHour: Sendable {
    /// ISO 8601 with offset: when it began.
    package var from: String
    package var calls: Int
    package var errors: Int
    /// Nil where nothing was called.
    package var latency: Latency?

    package init(from: String, calls: Int, errors: Int, latency: Latency?) {
        self.from = from
        self.calls = calls
        self.errors = errors
        self.latency = latency
    }
}
