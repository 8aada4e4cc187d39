import QuireComponents
import QuireModel
import QuirePlugin
import QuireStandIn
import QuireTesting
import Testing

@Suite("A kept connection of an HTTP service")
struct HTTPServiceConnectionTests {
    private static let found = #"{"discount":{"ours":0.5,"theirs":0.5}}"#
    private static let batch = #"{"results":[{"sn":"C1","discount":{"ours":0.5,"theirs":0.5}}]}"#

    struct Ending: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var manner: StandInAnswer.Manner
        var tls: StandIn.TLS?
        var isBulk = false

        static let all = [
            Ending(testDescription: "closed", manner: .wholeThenClosed),
            Ending(testDescription: "reset", manner: .wholeThenReset),
            Ending(testDescription: "closed, with a body", manner: .wholeThenClosed, isBulk: true),
            Ending(testDescription: "closed, over TLS", manner: .wholeThenClosed, tls: tls),
            Ending(testDescription: "reset, over TLS", manner: .wholeThenReset, tls: tls),
        ]

        private static let tls = StandIn.TLS(certificate: Certificates.loopback, key: Certificates.key)
    }

    @Test("that the service ended without a word costs no attempt", arguments: Ending.all)
    func ended(_ ending: Ending) async throws {
        let answer = StandInAnswer(ending.isBulk ? Self.batch : Self.found, manner: ending.manner)
        let lookup = ending.isBulk ? try Tether.bulkOnly() : try Tether.single()
        let handler: StandIn.Handler = { _ in answer }
        try await StandIn.with(tls: ending.tls, handler: handler) { standIn in
            var configuration = HTTPServiceConfiguration.tether(standIn, lookup)
            if ending.tls != nil { configuration.tls.ca = Certificates.loopback }
            try await HTTPService.with(configuration) { service in
                for _ in 1...10 {
                    let replies = try await service.ask("C1").replies
                    #expect(replies == [.found([.number(0.5), .number(0.5)])])
                }
            }
            #expect(standIn.counts.requests == 10)
        }
    }

    @Test("that ends during a request has it sent again once, on a connection of its own")
    func bounded() async throws {
        let handler: StandIn.Handler = { request in
            request.query("sn") == "C1" ? StandInAnswer(Self.found) : StandInAnswer("", manner: .reset)
        }
        try await StandIn.with(handler: handler) { standIn in
            try await HTTPService.with(.tether(standIn, Tether.single())) { service in
                let first = try #require(await service.failure("C2"))
                #expect(first.mayRetry)
                #expect(standIn.counts.requests == 1, "a new connection is no stale one")
                _ = try await service.ask("C1")
                #expect(await service.failure("C2")?.mayRetry == true)
                #expect(standIn.counts.requests == 4)
                #expect(standIn.counts.connections == 3)
            }
        }
    }

    @Test("that ends in the middle of an answer does not")
    func truncated() async throws {
        let handler: StandIn.Handler = { request in
            StandInAnswer(Self.found, manner: request.query("sn") == "C1" ? .whole : .truncated(after: 3))
        }
        try await StandIn.with(handler: handler) { standIn in
            try await HTTPService.with(.tether(standIn, Tether.single())) { service in
                _ = try await service.ask("C1")
                let failure = try #require(await service.failure("C2"))
                let address = standIn.url.dropFirst("http://".count)
                #expect(failure.message == "\(address) closed the connection before its answer was complete")
                #expect(standIn.counts.requests == 2)
            }
        }
    }
}
