import QuireComponents
import QuireModel
import QuirePlugin
import QuireStandIn
import Testing

@Suite("A request")
struct RequestTests {
    static let inputs: [LookupShape.Field] = [.init("sn", .text), .init("day", .date), .init("count", .integer)]

    /// What the service is sent for these keys, by a lookup with the inputs that the request names.
    private func sent(
        _ request: RequestTemplate, keys: [LookupKey], isBulk: Bool = false, url: String = "/api/"
    ) async throws -> (line: String, body: String, headers: [String: String]) {
        var lookup = LookupConfiguration(inputs: Self.inputs, request: isBulk ? nil : request, fields: [])
        if isBulk {
            lookup.bulk = .init(size: 10, request: request, items: try ItemsPath("$"), match: .position)
        }
        let unused = lookup.validate().map(\.message)
        let places = Self.inputs.indices.filter { place in
            !unused.contains("the request says nothing of input '\(Self.inputs[place].name)'")
        }
        lookup.inputs = places.map { Self.inputs[$0] }
        let keys = keys.map { key in LookupKey(places.map { key.values[$0] }) }
        let (requests, log) = AsyncStream.makeStream(of: StandInRequest.self)
        let handler: StandIn.Handler = { request in
            log.yield(request)
            return StandInAnswer("{}", status: 404)
        }
        return try await StandIn.with(handler: handler) { standIn in
            let configuration = HTTPServiceConfiguration(
                name: "s", url: standIn.url + url, headers: [.init("Accept-Language", "zh-CN")], lookups: ["l": lookup])
            let replies = try await HTTPService.with(configuration) { try await $0.ask(keys, of: "l").replies }
            if case .failed(let message, _)? = replies.first { return (message, "", [:]) }
            for await request in requests {
                return (
                    "\(request.method) \(request.uri)", String(decoding: request.body, as: UTF8.self),
                    Dictionary(request.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
                )
            }
            return ("", "", [:])
        }
    }

    private static func key(_ sn: String, _ day: String = "2026-01-02", _ count: Int64 = 3) -> LookupKey {
        LookupKey([.text(sn), CalendarDate(day).map(Value.date) ?? .null, .integer(count)])
    }

    private func template(
        _ path: String, _ query: KeyValuePairs<String, String> = [:], json: String? = nil, method: String = "GET"
    ) throws -> RequestTemplate {
        RequestTemplate(
            method: method, path: try TextTemplate(path),
            query: try query.map { RequestTemplate.Item($0.key, try TextTemplate($0.value)) },
            headers: [.init("X-Trace", try TextTemplate("quire-{count}"))],
            json: try json.map { try JSONTemplate(JSON.parse($0)) })
    }

    @Test(
        "percent-encodes placeholders in the path",
        arguments: [
            ("/c/{sn}", "a b/c?d#e%中", "/api/c/a%20b%2Fc%3Fd%23e%25%E4%B8%AD"), ("/c/{sn}.json", "a", "/api/c/a.json"),
            ("/a b/é/%41/{sn}", "x", "/api/a%20b/%C3%A9/%41/x"), ("/c/{sn}", "...", "/api/c/..."),
            ("/c/{sn}/", "", "/api/c//"),
        ])
    func path(_ path: String, _ sn: String, _ expected: String) async throws {
        let sent = try await sent(template(path), keys: [Self.key(sn)])
        #expect(sent.line == "GET \(expected)")
        #expect(sent.headers["accept-language"] == "zh-CN")
        #expect(sent.headers["x-trace"] == "quire-3")
    }

    @Test(
        "whose path a key would lead elsewhere fails that key",
        arguments: [("/c/{sn}", ".."), ("/c/{sn}/d", "."), ("/c/.{sn}", "."), ("/c/%2e{sn}", ".")])
    func dots(_ path: String, _ sn: String) async throws {
        let sent = try await sent(template(path), keys: [Self.key(sn)])
        #expect(sent.line.contains("a segment of the path"), "\(sent.line)")
    }

    @Test("has its query in order, encoded")
    func query() async throws {
        let sent = try await sent(
            template("/c", ["sn": "{sn}", "a b": "x&y", "when": "{day}:{count}"]), keys: [Self.key("1+1=2")])
        #expect(sent.line == "GET /api/c?sn=1%2B1%3D2&a%20b=x%26y&when=2026-01-02%3A3")
    }

    @Test("for many keys joins them by commas, or repeats them")
    func bulkQuery() async throws {
        let sent = try await sent(
            template("/c/{sn}", ["sn": "{sn}", "d": "{day*}", "z": "1"]),
            keys: [Self.key("a,b"), Self.key("c", "2026-02-03")], isBulk: true)
        #expect(sent.line == "GET /api/c/a%2Cb,c?sn=a%2Cb,c&d=2026-01-02&d=2026-02-03&z=1")
    }

    @Test(
        "keeps types in JSON",
        arguments: [
            (
                #"{"sn":"{sn}","n":"{count}","d":"{day}","t":"{sn}-{count}","k":[1,null,"{1}"],"o":{}}"#, false,
                #"{"sn":"C\"1","n":3,"d":"2026-01-02","t":"C\"1-3","k":[1,null,"{1}"],"o":{}}"#
            ),
            (
                #"{"sns":"{sn}","counts":"{count}","t":"{sn}"}"#, true,
                #"{"sns":["C\"1","C2"],"counts":[3,4],"t":["C\"1","C2"]}"#
            ),
            (
                #"{"keys":"{keys}"}"#, true,
                #"{"keys":[{"sn":"C\"1","day":"2026-01-02","count":3},{"sn":"C2","day":"2026-01-03","count":4}]}"#
            ),
            (
                #"{"each":{"c":"{sn}","d":"{day}","fixed":true}}"#, true,
                #"[{"c":"C\"1","d":"2026-01-02","fixed":true},{"c":"C2","d":"2026-01-03","fixed":true}]"#
            ),
            (#"{"list":{"each":["{sn}","{count}"]}}"#, true, #"{"list":[["C\"1",3],["C2",4]]}"#),
            (#"{"sns":"all: {sn}"}"#, true, #"{"sns":"all: C\"1,C2"}"#),
        ])
    func json(_ json: String, _ isBulk: Bool, _ expected: String) async throws {
        let keys = [Self.key("C\"1"), Self.key("C2", "2026-01-03", 4)]
        let sent = try await sent(
            template("/c", json: json, method: "POST"), keys: isBulk ? keys : [keys[0]], isBulk: isBulk)
        #expect(sent.body == expected)
        #expect(sent.headers["content-type"] == "application/json")
    }
}
