import Foundation
import NIOHTTP1
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite("Reports in the API") struct ReportAPITests {
    @Test("Reports are listed a part at a time, shown, and previewed")
    func reports() async throws {
        let project = ServedProject.make(rows: 30)
        try await project.serving(answering: Project.known) { served in
            let first = try await served.get("/api/v1/reports?limit=1").json
            #expect(first["items"]?.items.map { $0["name"] } == ["plain"])
            let cursor = try #require(first["next_cursor"]?.string)
            let second = try await served.get("/api/v1/reports?limit=1&cursor=\(cursor)").json
            #expect(second["items"]?.items.map { $0["name"] } == ["share"])
            #expect(second["next_cursor"] == .null)

            let share = try await served.get("/api/v1/reports/share").json
            #expect(share["parameters"]?.items.map { $0["name"] } == ["region", "least", "pin"])
            #expect(share["columns"]?.items.map { $0["id"] } == ["sn", "ours"])
            #expect(try await served.get("/api/v1/reports/shar").status == 404)

            let all = try await served.post("/api/v1/reports/share/preview", "{}").json
            #expect(all["rows"]?.items.count == 20)
            #expect(all["rows"]?.items.first?.items == ["C1", .number(0.25)])
            let body = #"{"parameters":{"least":2900},"columns":["ours"],"sort":"-sn","limit":1}"#
            let one = try await served.post("/api/v1/reports/share/preview", body).json
            #expect(one["columns"]?.items.map { $0["title"] } == ["Ours"])
            #expect(one["rows"]?.items.count == 1)
            #expect(try await served.get("/api/v1/runs").json["items"]?.items.isEmpty == true)
        }
    }

    @Test("A preview shows what could be found, however many of its few rows could not")
    func failedLookups() async throws {
        let service = Project.tether("retry: { max_attempts: 1 }")
        let handler: StandIn.Handler = { request in
            request.query("sn") == "C1" ? StandInAnswer("no", status: 400) : Project.known(request)
        }
        try await ServedProject.make(rows: 3, service: service).serving(answering: handler) { served in
            let preview = try await served.post("/api/v1/reports/share/preview", "{}")
            #expect(preview.status == 200, "\(preview.text)")
            #expect(preview.json["rows"]?.items.first?.items == ["C1", .null])
            let run = try await served.end(of: try await served.start("share"))
            #expect(run["status"] == "failed")
            #expect(run["finished_at"] != .null)
        }
    }

    /// A body, and the parameters that are named as wrong.
    static let wrong: [(body: String, errors: [String])] = [
        (#"{"parameters":{"region":"north","least":"many"}}"#, ["least", "region"]),
        (#"{"parameters":{"reigon":"east"}}"#, ["reigon"]), (#"{"parameters":{"least":-1}}"#, ["least"]),
        (#"{"parameters":{"region":{}}}"#, ["region"]), (#"{"parameters":[1]}"#, ["parameters"]),
        (#"{"format":"pdf"}"#, ["format"]), (#"{"limit":0}"#, ["limit"]), (#"{"limit":"1"}"#, ["limit"]),
        (#"{"columns":["sn","nothing"]}"#, ["columns"]), (#"{"columns":["sn","ours","sn"]}"#, ["columns"]),
        (#"{"sort":["nothing"]}"#, ["sort"]),
        (#"{"where":"sn = "}"#, ["where"]), (#"{"where":"random() > 1"}"#, ["where"]),
        (#"{"deliver":"yes"}"#, ["deliver"]), (#"{"deliver":true}"#, ["deliver"]), (#"{"formats":"csv"}"#, ["formats"]),
        ("[]", []),
    ]

    @Test("What is wrong with a request is said by parameter, and nothing runs")
    func wrongParameters() async throws {
        try await ServedProject.make().serving(answering: Project.known) { served in
            for (body, errors) in Self.wrong {
                for action in ["runs", "preview"] {
                    let answer = try await served.post("/api/v1/reports/share/\(action)", body)
                    #expect(answer.status == 422, "\(body): \(answer.text)")
                    #expect(answer["Content-Type"] == "application/problem+json")
                    #expect((answer.json["errors"]?.names ?? []) == errors, "\(body): \(answer.text)")
                }
            }
            #expect(try await served.post("/api/v1/reports/share/runs", "{").status == 400)
            #expect(
                try await served.post("/api/v1/reports/share/runs", "a=b", ["Content-Type": "text/plain"]).status == 415
            )
            #expect(try await served.post("/api/v1/reports/nothing/runs", "{}").status == 404)
            #expect(try await served.get("/api/v1/runs").json["items"]?.items.isEmpty == true)
        }
    }

    @Test("A path says which methods it takes; one that is not there is a problem of 404")
    func methods() async throws {
        try await ServedProject.make().serving(answering: Project.known) { served in
            for (path, allowed) in [
                ("/api/v1/reports", "GET, HEAD"), ("/api/v1/reports/share/runs", "POST"),
                ("/api/v1/runs/x/files/y", "GET, HEAD"), ("/api/v1/schedules/a%2Fb/pause", "POST"),
                ("/health/live", "GET, HEAD"), ("/metrics", "GET, HEAD"),
            ] {
                for method in [HTTPMethod.PUT, .DELETE, .PATCH, .OPTIONS] {
                    let answer = try await served.send(method, path)
                    #expect(answer.status == 405, "\(method) \(path)")
                    #expect(answer["Allow"] == allowed, "\(method) \(path)")
                    #expect(answer["Content-Type"] == "application/problem+json")
                }
            }
            for path in ["/api/v1", "/api/v1/nothing", "/api/v2/reports", "/api/v1/reports/share/nothing", "/nothing"] {
                let answer = try await served.get(path)
                #expect(answer.status == 404, "\(path)")
                #expect(answer["Content-Type"] == "application/problem+json", "\(path)")
                #expect(answer.json["status"] == .integer(404), "\(path)")
            }
            let head = try await served.send(.HEAD, "/api/v1/reports")
            #expect(head.status == 200 && head.body.isEmpty)
        }
    }

    @Test("The description is valid OpenAPI, and describes nothing that is not there")
    func description() async throws {
        try await ServedProject.make().serving(answering: Project.known) { served in
            let document = served.description.document
            #expect(document["openapi"] == "3.1.0")
            let schemas = document["components"]?["schemas"]?.names ?? []
            for name in schemas {
                // The validator judges the schema itself before it is used.
                _ = try SchemaValidator.shared.complaints(
                    .null,
                    by: .members([
                        "$ref": .string("#/components/schemas/\(name)"), "components": document["components"] ?? .null,
                    ]), named: "component \(name)")
            }
            for path in document["paths"]?.names ?? [] {
                let filled = path.replacing("{n}", with: "1").replacing(/\{\w+\}/) { _ in "nothing" }
                let answer = try await served.send(.PUT, filled)
                #expect(answer.status == 405, "\(path)")
                let described = (document["paths"]?[path]?.names ?? []).map { $0.uppercased() }
                let allowed = (answer["Allow"] ?? "").components(separatedBy: ", ").filter { $0 != "HEAD" }
                #expect(Set(allowed) == Set(described), "\(path)")
            }
        }
    }
}
