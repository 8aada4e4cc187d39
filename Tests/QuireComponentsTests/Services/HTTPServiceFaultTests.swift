import QuireComponents
import QuireModel
import QuirePlugin
import QuireStandIn
import Synchronization
import Testing

@Suite("An HTTP service that fails")
struct HTTPServiceFaultTests {
    private func failure(_ answer: StandInAnswer) async throws -> AttemptFailure? {
        try await StandIn.with(answer: answer) { standIn in
            var configuration = HTTPServiceConfiguration.tether(standIn, try Tether.single())
            configuration.now = { 784_111_777 }
            return try await HTTPService.with(configuration) { await $0.failure("C1") }
        }
    }

    @Test(
        "asks for the wait that it names, in seconds or as a date",
        arguments: [
            ("3", Duration.seconds(3)), ("Sun, 06 Nov 1994 08:49:47 GMT", .seconds(10)), ("soon", nil),
        ] as [(String, Duration?)])
    func retryAfter(_ header: String, _ expected: Duration?) async throws {
        for status in [503, 429] {
            let answer = StandInAnswer("busy", status: status, headers: [("Retry-After", header)])
            let failure = try #require(try await failure(answer))
            #expect(failure.mayRetry)
            #expect(failure.retryAfter == expected)
        }
    }

    @Test(
        "may answer when it is asked again",
        arguments: [
            ("reset", StandInAnswer("{}", manner: .reset)),
            ("truncated", StandInAnswer("{\"a\":1}", manner: .truncated(after: 3))),
            ("malformed", StandInAnswer("{\"discount\":")), ("empty", StandInAnswer("")),
            ("html", StandInAnswer("<html>")), ("no HTTP status", StandInAnswer("{}", status: 99)),
        ])
    func retried(_ title: String, _ answer: StandInAnswer) async throws {
        let failure = try #require(try await failure(answer))
        #expect(failure.mayRetry, "\(failure.message)")
        #expect(!failure.message.isEmpty)
    }

    @Test("cannot be connected to")
    func refused() async throws {
        let url = try await StandIn.with(answer: StandInAnswer("")) { $0.url }
        let configuration = HTTPServiceConfiguration(
            name: "tether", url: url, lookups: ["discount": try Tether.single()])
        let failure = try #require(try await HTTPService.with(configuration) { await $0.failure("C1") })
        #expect(failure.mayRetry)
        #expect(failure.message.lowercased().contains("connection refused"), "\(failure.message)")
        #expect(failure.message.contains("cannot connect to 127.0.0.1:"), "\(failure.message)")
    }

    @Test(
        "lets go soon after the task is cancelled", .timeLimit(.minutes(2)),
        arguments: [
            StandInAnswer("{}", manner: .hang),
            StandInAnswer("{\"a\": 12345}", manner: .drip(size: 1, interval: .seconds(60))),
        ])
    func cancellation(_ answer: StandInAnswer) async throws {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let handler: StandIn.Handler = { _ in
            arrived.yield()
            return answer
        }
        try await StandIn.with(handler: handler) { standIn in
            try await HTTPService.with(.tether(standIn, Tether.single())) { service in
                await withTaskGroup { group in
                    group.addTask {
                        let failure = await service.failure("C1")
                        #expect(failure?.message == "cancelled")
                    }
                    for await _ in arrivals { break }
                    group.cancelAll()
                }
            }
        }
    }

    @Test(
        "is not believed an answer of more than 10 MiB",
        arguments: [
            StandInAnswer.Manner.whole, .chunked(size: 1 << 16),
        ])
    func tooLong(_ manner: StandInAnswer.Manner) async throws {
        let body = [UInt8](repeating: UInt8(ascii: " "), count: 11 << 20)
        let failure = try #require(try await failure(StandInAnswer(body: body, manner: manner)))
        #expect(!failure.mayRetry)
        #expect(failure.message == "an answer of more than 10 MiB is refused")
    }

    @Test("is followed three times within itself")
    func redirects() async throws {
        let found = #"{"discount":{"ours":0.5,"theirs":0.5}}"#
        let handler: StandIn.Handler = { request in
            let step = request.query("step").flatMap { Int($0) } ?? 0
            let last = request.query("sn").flatMap { Int($0) } ?? Int(request.query("last") ?? "0") ?? 0
            if step == last { return StandInAnswer(found) }
            let location = step == 0 ? "/moved?step=1&last=\(last)" : "?step=\(step + 1)&last=\(last)"
            return StandInAnswer("", status: 302, headers: [("Location", location)])
        }
        try await StandIn.with(handler: handler) { standIn in
            try await HTTPService.with(.tether(standIn, Tether.single())) { service in
                let replies = try await service.ask("3").replies
                #expect(replies == [.found([.number(0.5), .number(0.5)])])
                let failure = try #require(await service.failure("4"))
                #expect(!failure.mayRetry)
                #expect(failure.message.contains("more than 3 redirects"), "\(failure.message)")
            }
        }
    }

    @Test(
        "is not followed to another scheme, host or port",
        arguments: ["https://127.0.0.1:PORT/", "//localhost:PORT/", "http://127.0.0.1:OTHER/"])
    func refusedRedirects(_ location: String) async throws {
        try await StandIn.with(answer: StandInAnswer("{}")) { other in
            let handler: StandIn.Handler = { request in
                let port = request.header("Host")?.split(separator: ":").last ?? ""
                let target = location.replacing("PORT", with: port).replacing("OTHER", with: "\(other.port)")
                return StandInAnswer("", status: 307, headers: [("Location", target)])
            }
            try await StandIn.with(handler: handler) { standIn in
                let failure = try #require(
                    try await HTTPService.with(.tether(standIn, Tether.single())) { await $0.failure("C1") })
                #expect(!failure.mayRetry)
                #expect(failure.message.hasPrefix("a redirect to "), "\(failure.message)")
                #expect(
                    failure.message.hasSuffix(
                        ", which is another scheme, host or port than \(standIn.url), is refused"),
                    "\(failure.message)")
                #expect(standIn.counts.requests == 1)
            }
            #expect(other.counts.connections == 0)
        }
    }

    @Test(
        "is asked again as before where a redirect says so, and otherwise without the body",
        arguments: [
            (301, "GET  "), (302, "GET  "), (303, "GET  "), (307, #"POST application/json {"sns":["C1"]}"#),
            (308, #"POST application/json {"sns":["C1"]}"#),
        ])
    func redirectedBody(_ status: Int, _ expected: String) async throws {
        let heard = Mutex("")
        let handler: StandIn.Handler = { request in
            guard request.path == "/moved" else {
                return StandInAnswer("", status: status, headers: [("Location", "/moved")])
            }
            let type = request.header("Content-Type") ?? ""
            heard.withLock { $0 = "\(request.method) \(type) \(String(decoding: request.body, as: UTF8.self))" }
            return StandInAnswer(#"{"results":[]}"#)
        }
        try await StandIn.with(handler: handler) { standIn in
            let replies = try await HTTPService.with(.tether(standIn, Tether.bulkOnly())) {
                try await $0.ask("C1").replies
            }
            #expect(replies == [.missing])
        }
        #expect(heard.withLock { $0 } == expected)
    }
}
