import QuireComponents
import QuireModel
import QuirePlugin
import QuireStandIn
import Testing

@Suite("An HTTP service")
struct HTTPServiceAnswerTests {
    private static let found = #"{"code":0,"discount":{"ours":0.25,"theirs":"0.75"}}"#

    @Test("finds a key, tells a missing one, over one connection")
    func contract() async throws {
        try await StandIn.with(handler: ContractStandIns.tether(token: "t")) { standIn in
            let token = HTTPServiceConfiguration.Authenticator.token(scheme: "Token", token: "t")
            try await HTTPService.with(.tether(standIn, Tether.single(), authenticator: token)) { service in
                var replies: [LookupReply.KeyReply] = []
                for sn in ["C1", "X1", "C2"] { replies += try await service.ask(sn).replies }
                #expect(replies[0] == .found([.number(0.25), .number(0.75)]))
                #expect(replies[1] == .missing)
                #expect(replies[2] == .found([.number(0.32), .number(0.68)]))
                #expect(standIn.counts.requests == 3)
                #expect(standIn.counts.connections == 1)
            }
        }
    }

    struct StatusCase: Sendable, CustomTestStringConvertible {
        var status: Int
        var outcome: String
        var testDescription: String { "\(status): \(outcome)" }
    }

    @Test(
        "goes by the status where no rule matches",
        arguments: [
            (200, "found"), (201, "found"), (204, "missing"), (404, "missing"), (410, "missing"), (400, "fail"),
            (401, "fail"), (403, "fail"), (408, "retry"), (418, "fail"), (425, "retry"), (429, "retry"),
            (500, "retry"), (501, "fail"), (502, "retry"), (503, "retry"), (504, "retry"),
        ].map(StatusCase.init))
    func status(_ example: StatusCase) async throws {
        let body = example.status == 204 ? "" : Self.found
        try await StandIn.with(answer: StandInAnswer(body, status: example.status)) { standIn in
            try await HTTPService.with(.tether(standIn, Tether.single())) { service in
                #expect(await outcome(service) == example.outcome)
            }
        }
    }

    private func outcome(_ service: HTTPService) async -> String {
        do {
            switch try await service.ask("C1").replies[0] {
            case .found: return "found"
            case .missing: return "missing"
            case .failed(let message, _): return message
            }
        } catch {
            return error.mayRetry ? "retry" : "fail"
        }
    }

    struct RuleCase: Sendable, CustomTestStringConvertible {
        var title: String
        var rules: [ResponseRule]
        var answer: StandInAnswer
        var outcome: String
        var testDescription: String { title }
    }

    static func rule(
        _ codes: [Int] = [], _ path: String? = nil, _ test: ResponseRule.Condition.Test,
        _ action: ResponseRule.Action
    ) throws -> ResponseRule {
        ResponseRule(httpCodes: codes, when: try path.map { .init(try JSONPath($0), test) }, action: action)
    }

    static func ruleCases() throws -> [RuleCase] {
        let code = #"{"code":7,"discount":{"ours":1,"theirs":0}}"#
        return try [
            .init(
                title: "status", rules: [rule([400], nil, .exists(true), .missing)], answer: .init("", status: 400),
                outcome: "missing"
            ),
            .init(
                title: "other status", rules: [rule([400], nil, .exists(true), .missing)],
                answer: .init("", status: 403),
                outcome: "fail"),
            .init(
                title: "first match wins",
                rules: [rule([], nil, .exists(true), .retry), rule([], nil, .exists(true), .fail)],
                answer: .init(found),
                outcome: "retry"),
            .init(
                title: "equals", rules: [rule([], "$.code", .equals(7), .missing)], answer: .init(code),
                outcome: "missing"),
            .init(
                title: "equals 7.0", rules: [rule([], "$.code", .equals(7.0), .missing)], answer: .init(code),
                outcome: "missing"),
            .init(
                title: "equals not", rules: [rule([], "$.code", .equals("7"), .missing)], answer: .init(code),
                outcome: "found"),
            .init(
                title: "not_equals", rules: [rule([], "$.code", .notEquals(0), .retry)], answer: .init(code),
                outcome: "retry"),
            .init(
                title: "in", rules: [rule([], "$.code", .isIn([5, 7]), .fail)], answer: .init(code), outcome: "fail"),
            .init(
                title: "not_in", rules: [rule([], "$.code", .notIn([0]), .fail)], answer: .init(found), outcome: "found"
            ),
            .init(
                title: "not_in matches an absent path", rules: [rule([], "$.status", .notIn([0]), .fail)],
                answer: .init(found), outcome: "fail"),
            .init(
                title: "a status that is retried, unless a rule names it",
                rules: [rule([], "$.code", .notIn([0]), .fail)], answer: .init("{}", status: 503), outcome: "retry"),
            .init(
                title: "a status that is retried, named by a rule",
                rules: [rule([503], "$.code", .notIn([0]), .fail)], answer: .init("{}", status: 503), outcome: "fail"),
            .init(
                title: "exists", rules: [rule([], "$.code", .exists(true), .missing)], answer: .init(found),
                outcome: "missing"),
            .init(
                title: "exists not", rules: [rule([], "$.nope", .exists(false), .missing)], answer: .init(found),
                outcome: "missing"),
            .init(
                title: "status and condition", rules: [rule([500], "$.code", .equals(7), .missing)],
                answer: .init(code, status: 500), outcome: "missing"),
            .init(
                title: "no condition matches a body that is no JSON", rules: [rule([], "$.code", .notIn([0]), .fail)],
                answer: .init("<html>", status: 502), outcome: "retry"),
            .init(
                title: "an error status may be found", rules: [rule([404], nil, .exists(true), .found)],
                answer: .init(found, status: 404), outcome: "found"),
        ]
    }

    @Test("goes by the first rule that matches", arguments: try ruleCases())
    func rules(_ example: RuleCase) async throws {
        try await StandIn.with(answer: example.answer) { standIn in
            try await HTTPService.with(.tether(standIn, Tether.single(responses: example.rules))) { service in
                #expect(await outcome(service) == example.outcome)
            }
        }
    }

    @Test("shows the message that a rule points at, or has")
    func messages() async throws {
        let path = ResponseRule(action: .fail, message: try .init("$.msg"))
        let text = ResponseRule(action: .fail, message: try .init("the contract is locked"))
        try await StandIn.with(answer: StandInAnswer(#"{"msg":"no\n  permission"}"#, status: 403)) { standIn in
            try await HTTPService.with(.tether(standIn, Tether.single(responses: [path]))) { service in
                #expect(await service.failure("C1")?.message == "403 Forbidden: no permission")
            }
            try await HTTPService.with(.tether(standIn, Tether.single(responses: [text]))) { service in
                #expect(
                    await service.failure("C1")?.message
                        == "403 Forbidden: the contract is locked")
            }
        }
    }

    @Test("says service, lookup, key, status and 200 characters of the body on one line")
    func excerpt() async throws {
        let body = "<html>\n  <p>\t" + String(repeating: "é", count: 500)
        try await StandIn.with(answer: StandInAnswer(body, status: 400)) { standIn in
            try await HTTPService.with(.tether(standIn, Tether.single())) { service in
                let expected = "400 Bad Request: <html> <p> "
                #expect(await service.failure("C1")?.message == expected + String(repeating: "é", count: 189) + "…")
            }
        }
    }

    @Test(
        "fails a key whose fields do not fit",
        arguments: [
            (
                #"{"discount":{"ours":"much","theirs":1}}"#,
                "field 'ours' ($.discount.ours) should be a number and is \"much\""
            ),
            (#"{"discount":{"ours":1}}"#, "field 'theirs' ($.discount.theirs) is required and is not there"),
            (#"{"discount":{"ours":[1],"theirs":1}}"#, "field 'ours' ($.discount.ours) should be a number and is [1]"),
        ])
    func wrongFields(_ body: String, _ problem: String) async throws {
        try await StandIn.with(answer: StandInAnswer(body)) { standIn in
            try await HTTPService.with(.tether(standIn, Tether.single())) { service in
                let reply = try await service.ask("C1").replies[0]
                #expect(reply == .failed(message: "200 OK: \(problem)", mayRetry: false))
            }
        }
    }

    @Test(
        "starts the fields' paths at the item",
        arguments: [
            (#"{"rows":[{"ours":1}]}"#, LookupReply.KeyReply.found([.integer(1)])), (#"{"rows":[]}"#, .missing),
            (#"{"rows":[null]}"#, .missing), (#"{"rows":[{}]}"#, .found([.null])),
        ])
    func item(_ body: String, _ expected: LookupReply.KeyReply) async throws {
        let lookup = LookupConfiguration(
            inputs: Tether.sn, request: try Tether.request(), item: try JSONPath("$.rows[0]"),
            fields: [.init("ours", .integer)])
        try await StandIn.with(answer: StandInAnswer(body)) { standIn in
            try await HTTPService.with(.tether(standIn, lookup)) { service in
                let replies = try await service.ask("C1").replies
                #expect(replies == [expected])
            }
        }
    }
}
