package import QuireModel
package import QuirePlugin

/// One enrichment service, as its file says.
package struct ServiceDefinition: Sendable {
    package var name: String
    package var title: String?
    package var description: String?
    package var kind: String
    package var limits: ServiceLimits
    /// Nil: answers live for one run.
    package var cache: CachePolicy?
    package var blueprint: any ServiceBlueprint
    /// Variables it needs that the environment does not have.
    package var missing: [Diagnostic]
    package var position: FilePosition
    /// As it was read, variables filled in.
    let node: Node
    /// Something is wrong with it, which has been reported: a lookup that it lacks may only be unreadable.
    package var hasErrors = false

    static let titleField = Field<String?>.optional("title", "Its name for people.")
    static let descriptionField = Field<String?>.optional("description", "What it knows.")
    static let kindField = Field<String?>.optional("kind", "http unless given.")
    static let timeoutField = Field.defaulted(
        "timeout", Duration.seconds(10), shown: "10s", "One attempt."
    ).shaped(Duration.positive)
    static let deadlineField = Field.defaulted(
        "deadline", Duration.seconds(60), shown: "60s", "One call with all its attempts."
    ).shaped(Duration.positive)
    static let limitsField = Field.defaulted(
        "limits", LimitsDefinition(), shown: "32 calls at once, no rate", "How much it may be asked.")
    static let retryField = Field.defaulted(
        "retry", RetryDefinition(), shown: "4 attempts", "How failed attempts are repeated.")

    static let cacheField = Field<CacheDefinition?>.optional(
        "cache", "How long answers are kept for later runs; without it they live for one run.")

    /// The keys of a service of any kind.
    static let common = FieldTable([
        AnyField(titleField), AnyField(descriptionField), AnyField(kindField), AnyField(timeoutField),
        AnyField(deadlineField), AnyField(limitsField), AnyField(retryField),
        AnyField(cacheField),
    ])
    static var shape: Shape {
        .registered { registry in
            let common = FieldTable(common.fields.filter { $0.name != kindField.name })
            return .variants(
                Variants(by: AnyField(kindField), fallback: fallback, common: common, registry.services))
        }
    }

    private static let fallback = "http"
    /// - Parameter openFileLimit: how many files and connections the process may hold open.
    static func read(
        _ node: Node, name: String, openFileLimit: Int, _ reading: inout Reading
    ) -> ServiceDefinition? {
        let errorsBefore = reading.errorCount
        guard case .mapping = node.content else {
            reading.error("wrong-type", "a service is a mapping, not \(node.kindName)", at: node.position)
            return nil
        }
        guard
            let component = reading.component(
                kind: node["kind"], of: node, default: fallback, family: "service", among: reading.registry.services)
        else { return nil }
        guard let values = (common + component.fields).read(node, subject: "a service", &reading),
            let blueprint = component.make(values, &reading)
        else { return nil }
        var service = ServiceDefinition(
            name: name, component.name, blueprint, values, missing: node.missingVariables, &reading)
        service.hasErrors = reading.errorCount > errorsBefore
        service.warnOfConnections(values, openFileLimit: openFileLimit, &reading)
        return service
    }

    /// Files that a run holds open besides its connections to a service.
    private static let otherFiles = 64

    private func warnOfConnections(_ values: FieldValues, openFileLimit: Int, _ reading: inout Reading) {
        let carried = max(1, openFileLimit - Self.otherFiles)
        guard limits.maxConcurrency > carried else { return }
        let written = values.node[Self.limitsField.name]?[LimitsDefinition.maxConcurrencyField.name]?.position
        reading.warning(
            "open-files",
            "\(limits.maxConcurrency) calls at once need more connections than the \(openFileLimit) files that this process may hold open",
            at: written ?? position, hint: "raise the limit (ulimit -Hn), or lower 'max_concurrency' to \(carried)")
    }

    private init(
        name: String, _ kind: String, _ blueprint: any ServiceBlueprint, _ values: FieldValues,
        missing: [Diagnostic], _ reading: inout Reading
    ) {
        self.name = name
        self.kind = kind
        self.blueprint = blueprint
        self.missing = missing
        title = values[Self.titleField]
        description = values[Self.descriptionField]
        position = values.position
        node = values.node
        cache = values[Self.cacheField]?.policy
        limits = ServiceLimits()
        limits.timeout = values[Self.timeoutField]
        limits.deadline = values[Self.deadlineField]
        limits.maxConcurrency = min(values[Self.limitsField].maxConcurrency, blueprint.mostCallsAtOnce)
        limits.adaptive = values[Self.limitsField].adaptive
        limits.rate = values[Self.limitsField].rate
        limits.burst = values[Self.limitsField].burst
        limits.retry = values[Self.retryField].policy
        for field in [Self.timeoutField, Self.deadlineField] where values[field] <= .zero {
            reading.error("invalid-value", "'\(field.name)' is longer than nothing", at: values.valuePlace(of: field))
        }
    }
}

/// How much a service may be asked.
struct LimitsDefinition: DefinitionObject {
    var maxConcurrency = 32
    var adaptive = false
    var rate: Rate?
    var burst: Int?

    static let maxConcurrencyField = Field.defaulted(
        "max_concurrency", 32, shown: "32", "Calls under way at once."
    ).shaped(.integer(in: 1...100_000))
    static let adaptiveField = Field.defaulted(
        "adaptive", false, shown: "false",
        "Begin with 8 calls at once and find out how many the service bears, up to 'max_concurrency'.")
    static let rateField = Field<Rate?>.optional("rate", "Attempts in a time, such as 200/s; no limit unless given.")
    static let burstField = Field<Int?>.optional(
        "burst", "Attempts at once under a rate; one second's worth unless given."
    ).shaped(.integer(in: 1 ... .max))

    static let subject = "'limits'"
    static let fields = FieldTable([
        AnyField(maxConcurrencyField), AnyField(adaptiveField), AnyField(rateField), AnyField(burstField),
    ])

    init() {}

    init?(_ values: FieldValues, _ reading: inout Reading) {
        maxConcurrency = values[Self.maxConcurrencyField]
        adaptive = values[Self.adaptiveField]
        rate = values[Self.rateField]
        burst = values[Self.burstField]
        if maxConcurrency < 1 || maxConcurrency > 100_000 {
            reading.error(
                "invalid-value", "'max_concurrency' is from 1 to 100000",
                at: values.valuePlace(of: Self.maxConcurrencyField))
            maxConcurrency = 32
        }
        if let burst, burst < 1 {
            reading.error("invalid-value", "'burst' is at least 1", at: values.valuePlace(of: Self.burstField))
        }
    }
}

/// How failed attempts are repeated.
struct RetryDefinition: DefinitionObject {
    var policy = RetryPolicy()

    static let maxAttemptsField = Field.defaulted(
        "max_attempts", 4, shown: "4", "Attempts of one call."
    ).shaped(.integer(in: 1...100))
    static let initialIntervalField = Field.defaulted(
        "initial_interval", Duration.milliseconds(200), shown: "200ms", "The first wait; it doubles from there.")
    static let maxIntervalField = Field.defaulted(
        "max_interval", Duration.seconds(10), shown: "10s", "The longest wait.")
    static let jitterField = Field.defaulted(
        "jitter", RetryPolicy.Jitter.full, shown: "full", "full draws each wait at random from nothing to its length.")
    static let budgetField = Field.defaulted(
        "budget", Share(0.2), shown: "20%", "Retries as a share of calls; 10 a run are always allowed.")
    static let retryAfterMaxField = Field.defaulted(
        "retry_after_max", Duration.seconds(60), shown: "60s", "The longest Retry-After that is waited for.")

    static let subject = "'retry'"
    static let fields = FieldTable([
        AnyField(maxAttemptsField), AnyField(initialIntervalField), AnyField(maxIntervalField),
        AnyField(jitterField), AnyField(budgetField), AnyField(retryAfterMaxField),
    ])

    init() {}

    init?(_ values: FieldValues, _ reading: inout Reading) {
        policy.maxAttempts = values[Self.maxAttemptsField]
        policy.initialInterval = values[Self.initialIntervalField]
        policy.maxInterval = values[Self.maxIntervalField]
        policy.jitter = values[Self.jitterField]
        policy.budget = values[Self.budgetField].fraction
        policy.retryAfterMax = values[Self.retryAfterMaxField]
        if policy.maxAttempts < 1 || policy.maxAttempts > 100 {
            reading.error(
                "invalid-value", "'max_attempts' is from 1 to 100", at: values.valuePlace(of: Self.maxAttemptsField))
            policy.maxAttempts = 4
        }
    }
}
