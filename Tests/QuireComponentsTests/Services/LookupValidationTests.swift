import QuireComponents
import QuireModel
import QuirePlugin
import Testing

@Suite("A lookup's definition")
struct LookupValidationTests {
    private static func request(
        path: String = "/c/{sn}", query: KeyValuePairs<String, String> = [:], json: JSON? = nil, method: String = "GET"
    ) throws -> RequestTemplate {
        RequestTemplate(
            method: method, path: try TextTemplate(path),
            query: try query.map { .init($0.key, try TextTemplate($0.value)) },
            json: try json.map { try JSONTemplate($0) })
    }

    private static func bulk(
        _ request: RequestTemplate, match: LookupConfiguration.Bulk.Match, items: String = "$[*]", size: Int = 10
    ) throws -> LookupConfiguration.Bulk {
        .init(size: size, request: request, items: try ItemsPath(items), match: match)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var lookup: LookupConfiguration
        var problems: [String]
        var testDescription: String { problems.joined(separator: "; ") }

        init(_ lookup: LookupConfiguration, _ problems: String...) {
            self.lookup = lookup
            self.problems = problems
        }
    }

    static func cases() throws -> [Case] {
        let sn: [LookupShape.Field] = [.init("sn", .text)]
        let two: [LookupShape.Field] = [.init("sn", .text), .init("day", .date)]
        func single(_ request: RequestTemplate?, _ inputs: [LookupShape.Field] = sn) -> LookupConfiguration {
            LookupConfiguration(inputs: inputs, request: request, fields: [.init("ours")])
        }
        func many(_ bulk: LookupConfiguration.Bulk, _ inputs: [LookupShape.Field] = sn) -> LookupConfiguration {
            LookupConfiguration(inputs: inputs, fields: [.init("ours")], bulk: bulk)
        }
        let paths = LookupConfiguration.Bulk.Match.paths(["sn": .root])
        var twice = single(try request())
        twice.fields.append(.init("ours"))
        twice.responses = [.init(httpCodes: [42], action: .fail)]
        return try [
            .init(single(request())),
            .init(single(nil), "a lookup needs 'request' or 'bulk'"),
            .init(
                single(request(query: ["sn": "{sm}"])),
                "request.query.sn: there is no input 'sm' (did you mean 'sn'?)"),
            .init(single(request(), two), "request: the request says nothing of input 'day' ('{day}' stands for it)"),
            .init(
                single(request(path: "c/{sn}?a=1", method: "get")), "request.method: 'get' is no method (GET or POST)",
                "request.path: a path begins with '/' (write '/c/')"),
            .init(
                single(request(path: "/c?sn={sn}")),
                "request.path: a path has neither '?' nor '#' (parameters go under 'query')"),
            .init(
                single(request(path: "/c/{sn*}", query: ["a": "x{sn*}"])),
                "request.path: '{sn*}' can only be the whole of a query value (write '{sn}')",
                "request.query.a: '{sn*}' can only be the whole of a query value (write '{sn}')"),
            .init(
                single(request(path: "/c/{keys}", json: .members(["k": "{keys}", "e": .members(["each": "{sn}"])]))),
                "request.path: '{keys}' is for the 'json' of a bulk request",
                "request.json.k: '{keys}' is for bulk requests", "request.json.e: 'each' is for bulk requests"),
            .init(twice, "fields.ours: 'ours' is there twice", "responses.0.http_codes: 42 is no HTTP status"),
            .init(many(bulk(request(json: "{keys}"), match: paths), two), "bulk.match: input 'day' is missing"),
            .init(
                many(bulk(request(), match: .paths(["sn": .root, "sm": .root]), size: 0)),
                "bulk.size: a call has at least one key",
                "bulk.match.sm: there is no input 'sm' (did you mean 'sn'?)"),
            .init(
                many(bulk(request(json: "{keys}"), match: .property), two),
                "bulk.match: 'property' is for lookups with one input; this one has 2 (write { input: path } for each input)",
                "bulk.items: with 'property' the items are an object, which '[*]' loses the names of (write $)"),
        ]
    }

    @Test("has every problem told, with its place", arguments: try cases())
    func problems(_ example: Case) {
        #expect(example.lookup.validate().map(\.description) == example.problems)
    }

    @Test(
        "has placeholders where braces hold a name",
        arguments: [
            ("{sn}", ["sn"]), ("a{sn}b{day*}", ["sn", "day"]), ("{}", []), ("{\"a\":1}", []), ("{{sn}}", ["sn"]),
            ("{sn", []), ("{1}", []), ("", []),
        ] as [(String, [String])])
    func placeholders(_ text: String, _ names: [String]) throws {
        #expect(try TextTemplate(text).placeholders.map(\.name) == names)
    }

    @Test("has no placeholder that is no name", arguments: ["{Sn}", "{contract no}", "{a-b}", "{é}"])
    func noName(_ text: String) {
        let problem = #expect(throws: DefinitionProblem.self) { try TextTemplate(text) }
        #expect(problem?.message == "'\(text)' is no placeholder")
    }

    @Test(
        "of a service has its url, headers and authenticator checked",
        arguments: [
            ("tether.internal/api", "url: the url is not complete: it has no scheme (write https://host/path)"),
            ("ftp://tether", "url: the url is neither http nor https"),
            ("https://tether/?a=1", "url: the url is one with '?' or '#' (parameters go under 'query' of a request)"),
            ("https://", "url: the url is one without a host that can be reached"),
            ("http://[::1", "url: the url is one without a host that can be reached"),
            ("http://te<ther", "url: the url is one without a host that can be reached"),
            ("https://tether:99999", "url: the url is one with no port after ':'"),
        ])
    func url(_ url: String, _ problem: String) {
        let configuration = HTTPServiceConfiguration(name: "t", url: url, lookups: [:])
        #expect(configuration.validate().map(\.description) == [problem])
    }

    @Test(
        "of a service may have any of these urls",
        arguments: [
            ("https://tether", "https://tether", ""), ("HTTP://Tether:80/a/", "http://tether", "/a"),
            ("https://u:p@[::1]:8443/a/b//", "https://[::1]:8443", "/a/b"), ("http://[::1]", "http://[::1]", ""),
        ])
    func urls(_ text: String, _ origin: String, _ base: String) throws {
        let url = try ServiceURL(text)
        #expect(url.origin == origin)
        #expect(url.basePath == base)
    }
}
