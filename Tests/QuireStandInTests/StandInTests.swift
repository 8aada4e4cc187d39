import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import QuireModel
import QuireStandIn
import Testing

@Suite("A stand-in")
struct StandInTests {
    private func get(_ url: String, timeout: TimeAmount = .seconds(10)) async throws -> (status: UInt, text: String) {
        let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: timeout)
        return (response.status.code, String(buffer: try await response.body.collect(upTo: 1 << 20)))
    }

    @Test("hands on method, path, query and body, and counts")
    func echo() async throws {
        let handler: StandIn.Handler = { request in
            let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: ";")
            return StandInAnswer(
                "\(request.method) \(request.path) \(query) \(String(decoding: request.body, as: UTF8.self))",
                status: 201)
        }
        try await StandIn.with(handler: handler) { standIn in
            var request = HTTPClientRequest(url: standIn.url + "/a%2Fb?x=1%202&y=%E4%B8%AD&x")
            request.method = .POST
            request.body = .bytes(ByteBuffer(string: "hello"))
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            #expect(response.status == .created)
            let text = String(buffer: try await response.body.collect(upTo: 1000))
            #expect(text == "POST /a%2Fb x=1 2;y=中;x= hello")
            #expect(standIn.counts.requests == 1)
            #expect(standIn.counts.peakRequests == 1)
        }
    }

    @Test("keeps connections open")
    func keepAlive() async throws {
        try await StandIn.with(answer: StandInAnswer("{}")) { standIn in
            for _ in 0..<5 { _ = try await get(standIn.url) }
            #expect(standIn.counts.requests == 5)
            #expect(standIn.counts.connections == 1)
        }
    }

    @Test("answers after the delay, many at once")
    func delay() async throws {
        let answer = StandInAnswer("{}", delay: .milliseconds(100))
        try await StandIn.with(answer: answer) { standIn in
            let started = ContinuousClock.now
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 { group.addTask { _ = try await get(standIn.url) } }
                try await group.waitForAll()
            }
            #expect(ContinuousClock.now - started >= .milliseconds(100))
            #expect(standIn.counts.peakRequests == 8)
        }
    }

    @Test(
        "chunks and drips a whole body",
        arguments: [
            StandInAnswer.Manner.chunked(size: 3), .drip(size: 4, interval: .milliseconds(1)),
        ])
    func pieces(_ manner: StandInAnswer.Manner) async throws {
        try await StandIn.with(answer: StandInAnswer("0123456789", manner: manner)) { standIn in
            let texts = try await [get(standIn.url).text, get(standIn.url).text]
            #expect(texts == ["0123456789", "0123456789"])
            #expect(standIn.counts.connections == 1)
        }
    }

    @Test(
        "fails as it is told",
        arguments: [
            StandInAnswer.Manner.reset, .truncated(after: 4), .hang,
        ])
    func faults(_ manner: StandInAnswer.Manner) async throws {
        try await StandIn.with(answer: StandInAnswer("0123456789", manner: manner)) { standIn in
            _ = await #expect(throws: (any Error).self) { try await get(standIn.url, timeout: .milliseconds(300)) }
        }
    }

    @Test("of the contracts answers by serial number, and by batch")
    func tether() async throws {
        try await StandIn.with(handler: ContractStandIns.tether(token: "t")) { standIn in
            #expect(try await get(standIn.url + "/contract/?sn=C1").status == 401)
            var request = HTTPClientRequest(url: standIn.url + "/contract/?sn=C1")
            request.headers.add(name: "Authorization", value: "Token t")
            let one = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            #expect(
                String(buffer: try await one.body.collect(upTo: 1000))
                    == #"{"code":0,"msg":"","discount":{"ours":0.25,"theirs":0.75},"currency":"USD"}"#)
            request.url = standIn.url + "/contract/?sn=X1"
            #expect(try await HTTPClient.shared.execute(request, timeout: .seconds(10)).status == .notFound)
            request.url = standIn.url + "/contract/batch"
            request.method = .POST
            request.body = .bytes(ByteBuffer(string: #"{"sns":["C1","X1","C12"]}"#))
            let batch = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            #expect(
                String(buffer: try await batch.body.collect(upTo: 1000))
                    == #"{"code":0,"msg":"","results":["#
                    + #"{"sn":"C1","discount":{"ours":0.25,"theirs":0.75},"currency":"USD"},"#
                    + #"{"sn":"C12","discount":{"ours":0.01,"theirs":0.99},"currency":"CNY"}]}"#)
        }
    }

    @Test("of the rates answers by currency and day, and by batch")
    func fx() async throws {
        try await StandIn.with(handler: ContractStandIns.fx()) { standIn in
            #expect(try await get(standIn.url + "/rates?currency=USD&day=2026-01-02").text == #"{"rate":"7.12"}"#)
            #expect(try await get(standIn.url + "/rates?currency=XXX&day=2026-01-02").status == 404)
            var request = HTTPClientRequest(url: standIn.url + "/rates/batch")
            request.method = .POST
            request.body = .bytes(ByteBuffer(string: #"{"pairs":[{"c":"HKD","d":"2026-01-31"},{"c":"?","d":""}]}"#))
            let batch = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            #expect(
                String(buffer: try await batch.body.collect(upTo: 1000))
                    == #"{"rates":[{"c":"HKD","d":"2026-01-31","rate":"1.20"}]}"#)
        }
    }
}
