import QuireDefinition
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@Suite("A service is read")
struct ReadServiceTests {
    @Test("with every key of the language's example that this version knows")
    func example() throws {
        var project = SampleProject()
        project.variables = ["TETHER_URL": "http://tether.example/api", "TETHER_TOKEN": "swordfish"]
        project.write(
            """
            title: Tether
            description: How a contract's discount is shared out.
            kind: http
            url: ${TETHER_URL}
            authenticator: { type: token, scheme: Token, token: "${TETHER_TOKEN}" }
            headers: { Accept-Language: zh-CN }
            timeout: 7s
            deadline: 1m
            limits: { max_concurrency: 16, adaptive: true, rate: 200/s, burst: 50 }
            retry: { max_attempts: 3, initial_interval: 100ms, max_interval: 5s, jitter: none, budget: 10%, retry_after_max: 30s }
            tls: { ca: certs/internal.pem, certificate: certs/a.pem, key: certs/a.key }
            lookups:
              discount:
                input: { sn: text }
                request: { method: GET, path: /contract/, query: { sn: "{sn}" } }
                responses:
                  - { http_codes: [410], action: missing }
                  - { when: { path: $.code, not_in: [0] }, action: fail, message: $.msg }
                fields:
                  ours:   { path: $.discount.ours, type: number }
                  theirs: { path: $.discount.theirs, type: number, required: true }
                bulk:
                  size: 100
                  request: { method: POST, path: /contract/batch, json: { sns: "{sn}" } }
                  items: $.results[*]
                  match: { sn: $.sn }
            """, to: "services/a.yaml")
        var loader = project.loader()
        let found = loader.service("a")
        let service = try #require(found)
        #expect(loader.diagnostics == [])
        #expect(service.title == "Tether")
        #expect(service.description == "How a contract's discount is shared out.")
        #expect(service.kind == "http")
        var limits = ServiceLimits()
        limits.timeout = .seconds(7)
        limits.deadline = .seconds(60)
        limits.maxConcurrency = 16
        limits.adaptive = true
        limits.rate = Rate(count: 200, interval: .seconds(1))
        limits.burst = 50
        limits.retry.maxAttempts = 3
        limits.retry.initialInterval = .milliseconds(100)
        limits.retry.maxInterval = .seconds(5)
        limits.retry.jitter = .none
        limits.retry.budget = 0.1
        limits.retry.retryAfterMax = .seconds(30)
        #expect(service.limits == limits)
        #expect(
            service.blueprint.lookups == [
                "discount": LookupShape(
                    inputs: [LookupShape.Field("sn", .text)],
                    fields: [FieldShape("ours", .number), FieldShape("theirs", .number)], keysPerCall: 100
                )
            ])
        #expect(loader.secrets.contains("swordfish"))
        #expect(!loader.secrets.contains("http://tether.example/api"))
    }

    @Test("with the language's defaults")
    func defaults() throws {
        let project = SampleProject()
        var loader = project.loader()
        let found = loader.service("tether")
        let service = try #require(found)
        let limits = service.limits
        #expect(service.kind == "http")
        #expect(limits.timeout == .seconds(10))
        #expect(limits.deadline == .seconds(60))
        #expect(limits.maxConcurrency == 32)
        #expect(!limits.adaptive)
        #expect(limits.rate == nil)
        #expect(limits.burst == nil)
        #expect(limits.retry.maxAttempts == 4)
        #expect(limits.retry.initialInterval == .milliseconds(200))
        #expect(limits.retry.maxInterval == .seconds(10))
        #expect(limits.retry.jitter == .full)
        #expect(limits.retry.budget == 0.2)
        #expect(limits.retry.retryAfterMax == .seconds(60))
    }

    @Test("with what an OAuth 2 server wants, all of it secret but for its address and what is asked for")
    func clientCredentials() throws {
        for scopes in ["[read, write/all]", "read write/all", "''"] {
            var project = SampleProject()
            project.variables = ["SECRET": "swordfish"]
            project.write(
                """
                url: http://tether.example/api
                authenticator:
                  type: oauth2_client_credentials
                  token_url: https://so:me@auth.example/token/?tenant=a
                  client_id: reports
                  client_secret: "${SECRET}"
                  scopes: \(scopes)
                lookups:
                  d: { input: { sn: text }, request: { path: "/{sn}" }, fields: { ours: {} } }
                """, to: "services/a.yaml")
            var loader = project.loader()
            let found = loader.service("a")
            #expect(found != nil)
            #expect(loader.diagnostics == [])
            #expect(loader.secrets == ["reports", "swordfish", "//so:", "//so@", "so:me", "me"])
        }
    }

    @Test("with lookups whose fields only the opened service knows")
    func openFields() throws {
        let project = SampleProject()
        project.writeTables()
        var loader = project.loader()
        let share = loader.service("share")
        let names = loader.service("names")
        #expect(loader.diagnostics == [])
        let sn = [LookupShape.Field("sn", .text)]
        #expect(
            share?.blueprint.lookups == [
                "ours": LookupShape(inputs: sn, fields: nil, keysPerCall: 500),
                "rate": LookupShape(
                    inputs: [LookupShape.Field("currency", .text), LookupShape.Field("day", .date)], fields: nil,
                    keysPerCall: 20),
            ])
        #expect(names?.blueprint.lookups == ["name": LookupShape(inputs: sn, fields: nil, keysPerCall: 1000)])
        #expect(share?.limits.maxConcurrency == 4)
    }

    @Test("and a lookup that cannot be read is not unknown as well")
    func brokenLookup() {
        let project = SampleProject()
        project.write(
            """
            url: http://localhost
            lookups:
              d: { input: { sn: txt }, request: { path: "/{sn}" }, fields: { ours: {} } }
              e: { input: { sn: text }, request: { path: "/{sn}" }, fields: { ours: {} } }
            """, to: "services/broken.yaml")
        project.write(
            """
            source: { connection: crm, query: SELECT 1 }
            enrich:
              a: { lookup: broken.d, input: { sn: sn } }
              b: { lookup: broken.e, input: { ns: sn } }
            columns: [a.anything, b.ours]
            """, to: "a.yaml")
        #expect(project.check(["a"]).map(\.code) == ["unknown-input", "invalid-value"])
    }
}

@Test("The project's file is read")
func readProject() {
    var project = SampleProject()
    project.variables = ["ZONE": "Asia/Shanghai"]
    project.write(
        """
        timezone: ${ZONE}
        connections: { crm: { kind: sqlite, file: data/crm.db } }
        formats: { rate: "0.0000", plain: 0.0 }
        styles: { bad: { color: "#9C0006", background: "#FFC7CE" } }
        tmp: /var/tmp
        defaults: { batch_size: 10, row_limit: 20 }
        """, to: "quire.yaml")
    let loader = project.loader()
    #expect(loader.diagnostics == [])
    #expect(loader.project.zone.identifier == "Asia/Shanghai")
    #expect(loader.project.connections.names == ["crm"])
    #expect(loader.project.connections["crm"]?.blueprint != nil)
    #expect(loader.project.formats == ["rate": "0.0000", "plain": "0.0"])
    #expect(loader.project.styles["bad"]?.color == Color(rgb: 0x9C0006))
    #expect(loader.project.temporaryFolder == "/var/tmp")
    #expect(loader.project.batchSize == 10)
    #expect(loader.project.rowLimit == 20)
}

@Test("The project's file may be empty or missing", arguments: ["", "# nothing\n"])
func emptyProject(text: String) {
    let project = SampleProject()
    project.write(text, to: "quire.yaml")
    let loader = project.loader()
    #expect(loader.diagnostics == [])
    #expect(loader.project.zone.identifier == "UTC")
    #expect(loader.project.batchSize == 1000)
    #expect(loader.project.rowLimit == 1_000_000)
}
