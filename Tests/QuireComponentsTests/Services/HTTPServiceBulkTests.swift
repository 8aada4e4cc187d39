import QuireComponents
import QuireModel
import QuirePlugin
import QuireStandIn
import Testing

@Suite("A bulk call")
struct HTTPServiceBulkTests {
    private func ask(
        _ keys: [String], _ answer: String, match: LookupConfiguration.Bulk.Match? = nil,
        items: String = "$.results[*]"
    ) async throws -> LookupReply {
        try await StandIn.with(answer: StandInAnswer(answer)) { standIn in
            try await HTTPService.with(.tether(standIn, Tether.bulkOnly(match: match, items: items))) { service in
                try await service.ask(keys.map { LookupKey([.text($0)]) }, of: "discount")
            }
        }
    }

    private static func item(_ sn: String, _ ours: Double) -> String {
        #"{"sn":\#(sn),"discount":{"ours":\#(ours),"theirs":0}}"#
    }

    private static func results(_ items: String...) -> String { "{\"results\":[\(items.joined(separator: ","))]}" }

    private func found(_ ours: Double) -> LookupReply.KeyReply { .found([.number(ours), .number(0)]) }

    @Test("gives each key its item, in whatever order they come, and the rest are missing")
    func shuffled() async throws {
        let answer = Self.results(Self.item("\"C3\"", 0.3), Self.item("\"C1\"", 0.1))
        let reply = try await ask(["C1", "C2", "C3"], answer)
        #expect(reply.replies == [found(0.1), .missing, found(0.3)])
        #expect(reply.warnings == [])
    }

    @Test("matches keys by value, a number for a text")
    func types() async throws {
        let reply = try await ask(["7", "8"], Self.results(Self.item("8", 0.8), Self.item("7", 0.7)))
        #expect(reply.replies == [found(0.7), found(0.8)])
        let integers = LookupConfiguration(
            inputs: [.init("sn", .integer)], fields: try Tether.fields(), bulk: try Tether.bulk())
        let answer = StandInAnswer(Self.results(Self.item("\"8\"", 0.8), Self.item("7.0", 0.7)))
        try await StandIn.with(answer: answer) { standIn in
            try await HTTPService.with(.tether(standIn, integers)) { service in
                let keys = [LookupKey([.integer(7)]), LookupKey([.integer(8)])]
                let replies = try await service.ask(keys, of: "discount").replies
                #expect(replies == [found(0.7), found(0.8)])
            }
        }
    }

    @Test("counts items that were not asked for, and those that come twice")
    func oddities() async throws {
        let answer = Self.results(
            Self.item("\"C1\"", 0.1), Self.item("\"D1\"", 0.2), Self.item("\"C1\"", 0.3), "null", Self.item("null", 0))
        let reply = try await ask(["C1", "C2"], answer)
        #expect(reply.replies == [found(0.1), .missing])
        #expect(
            reply.warnings == [
                LookupWarning("items that were not asked for", count: 3),
                LookupWarning("items for a key that had one already", count: 1),
            ])
    }

    @Test("fails where none of the items was asked for, and shows both sides")
    func strangers() async throws {
        let error = await #expect(throws: AttemptFailure.self) {
            try await ask(["C1", "C2"], Self.results(Self.item("\"c1\"", 0.1), Self.item("5", 0.2)))
        }
        #expect(
            error?.message == "200 OK: none of the items was asked for: "
                + "asked for C1; C2; came \"c1\"; 5")
        #expect(error?.mayRetry == false)
    }

    @Test("without items has only missing keys", arguments: [#"{"results":[]}"#, #"{"results":null}"#])
    func nothing(_ answer: String) async throws {
        #expect(try await ask(["C1", "C2"], answer).replies == [.missing, .missing])
    }

    @Test(
        "fails where the items are not where they should be",
        arguments: [
            ("{}", "the answer has nothing at $.results[*]"),
            (#"{"results":{}}"#, "$.results[*] should be an array and is an object"),
        ])
    func shape(_ answer: String, _ problem: String) async throws {
        let error = await #expect(throws: AttemptFailure.self) { try await ask(["C1"], answer) }
        #expect(error?.message.hasSuffix(problem) == true, "\(String(describing: error))")
    }

    @Test("by position needs an item for each key")
    func position() async throws {
        let answer = Self.results(Self.item("1", 0.1), "null")
        #expect(try await ask(["C1", "C2"], answer, match: .position).replies == [found(0.1), .missing])
        let error = await #expect(throws: AttemptFailure.self) {
            try await ask(["C1", "C2", "C3"], answer, match: .position)
        }
        #expect(error?.message.hasSuffix("2 items came for 3 keys") == true)
        #expect(error?.mayRetry == false)
    }

    @Test("by property reads the key from the name")
    func property() async throws {
        let answer = #"{"results":{"C2":{"discount":{"ours":0.2,"theirs":0}},"D":{},"C2":{}}}"#
        let reply = try await ask(["C1", "C2"], answer, match: .property, items: "$.results")
        #expect(reply.replies == [.missing, found(0.2)])
        #expect(reply.warnings.map(\.count) == [1, 1])
    }

    @Test("serves one key by 'request' where there is one, by bulk otherwise")
    func single() async throws {
        let token = HTTPServiceConfiguration.Authenticator.token(scheme: "Token", token: "t")
        let (requests, sent) = AsyncStream.makeStream(of: String.self)
        let tether = ContractStandIns.tether(token: "t")
        let handler: StandIn.Handler = { request in
            sent.yield("\(request.method) \(request.uri) \(String(decoding: request.body, as: UTF8.self))")
            return tether(request)
        }
        try await StandIn.with(handler: handler) { standIn in
            var both = try Tether.single()
            both.bulk = try Tether.bulk()
            for lookup in [both, try Tether.bulkOnly()] {
                try await HTTPService.with(.tether(standIn, lookup, authenticator: token)) { service in
                    #expect(service.lookups["discount"]?.keysPerCall == 100)
                    let one = try await service.ask("C1").replies
                    let two = try await service.ask("C1", "X2").replies
                    #expect(one == [.found([.number(0.25), .number(0.75)])])
                    #expect(two == [.found([.number(0.25), .number(0.75)]), .missing])
                }
            }
        }
        sent.finish()
        let log = await requests.reduce(into: []) { $0.append($1) }
        #expect(
            log == [
                "GET /contract/?sn=C1 ", #"POST /contract/batch {"sns":["C1","X2"]}"#,
                #"POST /contract/batch {"sns":["C1"]}"#, #"POST /contract/batch {"sns":["C1","X2"]}"#,
            ])
    }
}
