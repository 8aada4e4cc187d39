package import QuireModel
package import QuirePlugin

/// A service that speaks JSON over HTTP, as its file defines it.
package struct HTTPServiceBlueprint: ServiceBlueprint {
    package static let component = Component<any ServiceBlueprint>(
        "http", summary: "A service that speaks JSON over HTTP.",
        fields: [
            AnyField(url), AnyField(authenticator), AnyField(headers), AnyField(tls), AnyField(lookups),
            AnyField(lists),
        ],
        example: """
            url: ${TETHER_URL}
            lookups:
              discount:
                input: { sn: text }
                request: { method: GET, path: /contract/, query: { sn: "{sn}" } }
                fields: { ours: { path: $.discount.ours, type: number } }
            """
    ) { values, reading in HTTPServiceBlueprint(values, &reading) }

    static let url = Field<String>.required(
        "url", "Where the service is; requests follow it."
    ).shaped(ServiceURL.shape)
    static let authenticator = Field.defaulted(
        "authenticator", AuthenticatorDefinition.none, shown: "none", "How the service knows who asks.")
    static let headers = Field.defaulted(
        "headers", Named<String>(), shown: "none", "Sent with every request."
    ).shaped(.named(.text, names: .fitting(HeaderText.namePattern)))
    static let tls = Field.defaulted(
        "tls", TLSDefinition(), shown: "the system's authorities", "Own authorities and a client certificate.")
    static let lookups = Field<Named<LookupDefinition>?>.optional(
        "lookups", "What the service can be asked for a key, by name."
    ).shaped(.named(LookupDefinition.shape, names: .identifiers, count: 1 ... .max))
    static let lists = Field<Named<ListDefinition>?>.optional("lists", "Sources of rows, by name.")
        .shaped(.named(ListDefinition.shape, names: .identifiers, count: 1 ... .max))

    package let lookups: [String: LookupShape]
    package let lists: [String: ListShape]
    private let configuration: HTTPServiceConfiguration

    init?(_ values: FieldValues, _ reading: inout Reading) {
        let named = values[Self.lookups] ?? Named()
        let namedLists = values[Self.lists] ?? Named()
        let isUnreadable = values.isUnreadable(Self.lookups) || values.isUnreadable(Self.lists)
        if values[Self.lookups] != nil { named.checkLookups(at: values.valuePlace(of: Self.lookups), &reading) }
        if let written = values[Self.lists] {
            written.checkNames(of: "a list", &reading)
            if written.entries.isEmpty, written.unreadable.isEmpty {
                reading.error("missing-value", "'lists' has no list", at: values.valuePlace(of: Self.lists))
            }
        } else if values[Self.lookups] == nil, !isUnreadable {
            reading.error(
                "missing-key", "a service needs 'lookups' or 'lists'", at: values.position,
                hint: "what it can be asked for a key, and sources of rows")
        }
        let tls = values[Self.tls]
        configuration = HTTPServiceConfiguration(
            name: "", url: values[Self.url], authenticator: values[Self.authenticator].authenticator,
            headers: values[Self.headers].entries.map { HTTPServiceConfiguration.Header($0.name, $0.value) },
            tls: HTTPServiceConfiguration.TLSFiles(ca: tls.ca, certificate: tls.certificate, key: tls.key),
            lookups: Dictionary(
                named.entries.map { ($0.name, $0.value.configuration) }, uniquingKeysWith: { first, _ in first }),
            lists: Dictionary(
                namedLists.entries.compactMap { entry in entry.value.configuration.map { (entry.name, $0) } },
                uniquingKeysWith: { first, _ in first }))
        let shaped = Set(named.entries.filter(\.value.hasShape).map(\.name))
        lookups = configuration.lookups.filter { shaped.contains($0.key) }.mapValues(\.shape)
        let shapedLists = Set(namedLists.entries.filter(\.value.hasShape).map(\.name))
        lists = configuration.lists.filter { shapedLists.contains($0.key) }.mapValues(\.shape)
        var checked = configuration
        for entry in named.entries where !entry.value.canBeValidated { checked.lookups[entry.name] = nil }
        for problem in checked.validate() {
            let found = values.node.find(problem.location)
            if found.isUnresolved { continue }
            reading.error("invalid-value", problem.message, at: found.position, hint: problem.hint)
        }
        for secret in configuration.secretTexts { reading.keepSecret(secret) }
        if let user = try? ServiceURL(configuration.url).credentials?.username,
            values.node[Self.url.name]?.scalar?.insertions.contains(user) ?? false
        {
            reading.keepSecret(user)
        }
    }

    package func redactor(hiding secrets: [String]) -> Redactor {
        var hidden = configuration
        hidden.secrets = secrets
        return hidden.redactor
    }

    package func open(_ context: ServiceContext) throws -> any LookupService { try connected(context) }

    package func reach(_ context: ServiceContext) async throws {
        let service = try connected(context)
        do throws(AttemptFailure) { try await service.reach() } catch {
            await service.close()
            throw RunFailure("the service '\(context.name)' cannot be reached: \(error.message)")
        }
        await service.close()
    }

    private func connected(_ context: ServiceContext) throws -> HTTPService {
        var opened = configuration
        opened.name = context.name
        opened.maxConcurrency = context.limits.maxConcurrency
        opened.connectTimeout = min(context.limits.timeout, .seconds(10))
        opened.tokenTimeout = context.limits.timeout * 0.9
        opened.zone = context.zone
        opened.environment = context.environment
        opened.secrets = context.secrets
        opened.tls = HTTPServiceConfiguration.TLSFiles(
            ca: opened.tls.ca.map(context.resolve), certificate: opened.tls.certificate.map(context.resolve),
            key: opened.tls.key.map(context.resolve))
        do {
            return try HTTPService(opened)
        } catch {
            throw RunFailure("the service '\(context.name)' cannot be used: \(error)")
        }
    }
}

extension Node {
    /// The node at a path of keys and places joined by dots, as far as there is one.
    fileprivate func find(_ location: String) -> Node {
        var node = self
        for step in location.split(separator: ".") {
            switch node.content {
            case .mapping(let entries):
                guard let entry = entries.first(where: { $0.key.scalar?.text == String(step) }) else { return node }
                node = entry.value
            case .sequence(let items):
                guard let index = Int(step), items.indices.contains(index) else { return node }
                node = items[index]
            case .scalar: return node
            }
        }
        return node
    }
}
