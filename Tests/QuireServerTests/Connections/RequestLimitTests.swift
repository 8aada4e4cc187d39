import NIOCore
import QuireModel
import Testing

@testable import QuireServer

@Suite("Requests over the limits")
struct RequestLimitTests {
    private static func post(_ port: Int, _ headers: String) -> String {
        "POST /api/v1/runs HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(headers)\r\n\r\n"
    }

    private func check(_ text: String, status: Int) {
        let answer = TestAnswer(text)
        #expect(answer.status == status, "\(text.prefix(300))")
        #expect(answer["Content-Type"] == "application/problem+json")
        #expect(answer["X-Content-Type-Options"] == "nosniff")
        #expect(answer["Connection"] == "close")
        #expect(answer.json?["status"] == .integer(Int64(status)))
    }

    @Test("a body of 1 MiB is taken")
    func allowed() async throws {
        try await TestServer.with { server async throws in
            let answer = try await server.send(
                .init("POST", "/api/v1/runs", body: String(repeating: "a", count: 1 << 20), type: "application/json"))
            #expect(answer.status == 200)
            #expect(answer.body.hasSuffix(" 1048576"))
        }
    }

    @Test("a body that says it is larger is refused before it is sent, and one that is sent anyway is told so too")
    func declared() async throws {
        try await TestServer.with { server async throws in
            let head = Self.post(server.port, "Content-Length: \((1 << 20) + 1)")
            check(try await RawConnection.exchange(port: server.port, [head]), status: 413)
            let body = String(repeating: "a", count: (1 << 20) + 1)
            check(try await RawConnection.exchange(port: server.port, [head, body]), status: 413)
        }
    }

    @Test("a body that does not say how large it is is refused once it is too large")
    func chunked() async throws {
        try await TestServer.with { server async throws in
            let chunk = "40000\r\n" + String(repeating: "a", count: 0x40000) + "\r\n"
            let pieces = [Self.post(server.port, "Transfer-Encoding: chunked")] + Array(repeating: chunk, count: 5)
            check(try await RawConnection.exchange(port: server.port, pieces), status: 413)
        }
    }

    @Test("headers of 16 KiB together, in one or in many, are refused; a little less is taken")
    func headers() async throws {
        try await TestServer.with { server async throws in
            func answer(_ headers: [String], path: String = "/reports") async throws -> String {
                let lines = ["GET \(path) HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "Connection: close"] + headers
                return try await RawConnection.exchange(
                    port: server.port, [lines.joined(separator: "\r\n") + "\r\n\r\n"])
            }
            #expect(TestAnswer(try await answer(["X-A: " + String(repeating: "a", count: 15 << 10)])).status == 200)
            check(try await answer(["X-A: " + String(repeating: "a", count: 17 << 10)]), status: 431)
            let many = (0..<20).map { "X-\($0): " + String(repeating: "a", count: 1000) }
            check(try await answer(many), status: 431)
            let longPath = TestAnswer(try await answer([], path: "/" + String(repeating: "a", count: 17 << 10)))
            #expect(longPath.status == 431)
            check(try await answer((0..<200).map { "X-\($0): a" }), status: 431)
        }
    }

    @Test("what is no HTTP is refused")
    func noHTTP() async throws {
        try await TestServer.with { server async throws in
            check(try await RawConnection.exchange(port: server.port, ["nonsense\r\n\r\n"]), status: 400)
        }
    }

    @Test(
        "a request that is not there in time is refused: its head, its body, or nothing of it",
        arguments: [
            ["GET /reports HTTP/1.1\r\nHost:"],
            ["POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n", "12345"],
        ])
    func slow(_ pieces: [String]) async throws {
        var options = TestServer.Options()
        options.limits = RequestLimits(time: .milliseconds(400))
        try await TestServer.with(options) { server async throws in
            check(try await RawConnection.exchange(port: server.port, pieces), status: 408)
            // Nothing at all is not worth an answer.
            #expect(try await RawConnection.exchange(port: server.port, []) == "")
        }
    }

    @Test("bytes that keep coming do not put it off")
    func drip() async throws {
        var options = TestServer.Options()
        options.limits = RequestLimits(time: .milliseconds(500))
        try await TestServer.with(options) { server async throws in
            let answer = try await RawConnection.with(port: server.port) { inbound, outbound in
                try await outbound.write(ByteBuffer(string: "GET /reports HTTP/1.1\r\nHost: localhost\r\n"))
                return try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for number in 0..<1000 {
                            try? await outbound.write(ByteBuffer(string: "X-\(number): a\r\n"))
                            try await Task.sleep(for: .milliseconds(50))
                        }
                    }
                    let text = try await inbound.rest()
                    group.cancelAll()
                    return text
                }
            }
            check(answer, status: 408)
        }
    }

    @Test("requests follow each other on a connection")
    func keepAlive() async throws {
        try await TestServer.with { server async throws in
            let host = "Host: localhost\r\n"
            let answers = try await RawConnection.with(port: server.port) { inbound, outbound in
                var answers: [String] = []
                for last in ["", "", "Connection: close\r\n"] {
                    try await outbound.write(ByteBuffer(string: "GET /reports HTTP/1.1\r\n\(host)\(last)\r\n"))
                    answers.append(try await inbound.read(through: "anyone from 127.0.0.1\n"))
                }
                return answers
            }
            #expect(answers.count == 3)
            #expect(answers.allSatisfy { TestAnswer($0).status == 200 })
        }
    }

    @Test("a client that goes in the middle of a body leaves no half of it to be taken for the whole")
    func goneMidway() async throws {
        try await TestServer.with { server async throws in
            _ = try await RawConnection.with(port: server.port) { inbound, outbound in
                let head = Self.post(server.port, "Content-Length: 10")
                try await outbound.write(ByteBuffer(string: head + "12345"))
                outbound.finish()
                return try await inbound.rest()
            }
            #expect(!server.log.text.contains("failed"), "\(server.log.text)")
            #expect(try await server.get("/reports").status == 200)
        }
    }
}
