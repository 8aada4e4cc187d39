import QuireTesting
import Synchronization
import Testing

@testable import QuireComponents

@Suite("An access token that many calls share")
struct SharedTokenTests {
    /// Gives out `1`, `2`, … a second after it was asked.
    private final class Server: Sendable {
        private let counts = Mutex((asked: 0, given: 0))
        private let clock: TestClock
        private let failure: HTTPTransport.Failure?

        init(_ clock: TestClock, failure: HTTPTransport.Failure? = nil) {
            self.clock = clock
            self.failure = failure
        }

        var asked: Int { counts.withLock { $0.asked } }

        var shared: SharedToken { SharedToken(now: { 0 }, fetch: give) }

        @Sendable private func give() async throws(HTTPTransport.Failure) -> AccessToken {
            counts.withLock { $0.asked += 1 }
            do { try await clock.sleep(for: .seconds(1)) } catch {
                throw HTTPTransport.Failure(message: "broken off", mayRetry: false)
            }
            if let failure { throw failure }
            let number = counts.withLock { counts in
                counts.given += 1
                return counts.given
            }
            return AccessToken("\(number)", lifetime: nil, began: 0)
        }
    }

    private func text(_ shared: SharedToken, inPlaceOf refused: AccessToken? = nil) async -> String {
        do throws(HTTPTransport.Failure) { return try await shared.token(inPlaceOf: refused).text } catch {
            return error.message
        }
    }

    @Test("is asked for once")
    func once() async throws {
        let (texts, asked, seconds) = try await withSimulatedTime { clock in
            let server = Server(clock)
            let shared = server.shared
            let texts = await withTaskGroup { group in
                for _ in 1...200 { group.addTask { await text(shared) } }
                return await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            return (texts, server.asked, clock.elapsed)
        }
        #expect(texts == ["1"])
        #expect(asked == 1)
        #expect(seconds == .seconds(1))
    }

    @Test("is renewed once, though all calls are refused")
    func renewed() async throws {
        let (texts, asked) = try await withSimulatedTime { clock in
            let server = Server(clock)
            let shared = server.shared
            let first = try await shared.token()
            let texts = await withTaskGroup { group in
                for _ in 1...50 { group.addTask { await text(shared, inPlaceOf: first) } }
                return await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            return (texts, server.asked)
        }
        #expect(texts == ["2"])
        #expect(asked == 2)
    }

    @Test("is not lost for the others where the call that asks for it is cancelled, nor where one that waits is")
    func cancelled() async throws {
        for cancelled in [0, 1] {
            let (texts, asked, elapsed) = try await withSimulatedTime { clock in
                let server = Server(clock)
                let shared = server.shared
                return try await withThrowingTaskGroup(of: (Int, String).self) { group in
                    for call in 0..<3 {
                        group.addTask {
                            // In this order; one of them has half a second only.
                            try await clock.sleep(for: .milliseconds(call))
                            guard call == cancelled else { return (call, await text(shared)) }
                            return await withTaskGroup { inner in
                                inner.addTask { (call, await text(shared)) }
                                try? await clock.sleep(for: .milliseconds(500))
                                inner.cancelAll()
                                return await inner.next() ?? (call, "")
                            }
                        }
                    }
                    let texts = try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
                    return (texts, server.asked, clock.elapsed)
                }
            }
            let broken = cancelled == 0 ? "broken off" : "cancelled"
            #expect(texts == [0: "1", 1: "1", 2: "1"].merging([cancelled: broken]) { $1 })
            #expect(asked == (cancelled == 0 ? 2 : 1))
            #expect(elapsed == .milliseconds(cancelled == 0 ? 1500 : 1000))
        }
    }

    @Test("is asked for anew where all who wanted it are gone")
    func abandoned() async throws {
        let later = try await withSimulatedTime { clock in
            let shared = Server(clock).shared
            await withTaskGroup { group in
                for _ in 1...3 { group.addTask { _ = await text(shared) } }
                try? await clock.sleep(for: .milliseconds(500))
                group.cancelAll()
            }
            return await text(shared)
        }
        #expect(later == "1")
    }

    @Test("that is not given fails all who wait for it, with one request")
    func failed() async throws {
        let (texts, asked) = try await withSimulatedTime { clock in
            let server = Server(clock, failure: .init(message: "busy", mayRetry: true))
            let shared = server.shared
            let texts = await withTaskGroup { group in
                for _ in 1...50 { group.addTask { await text(shared) } }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            return (texts, server.asked)
        }
        #expect(texts == Array(repeating: "busy", count: 50))
        #expect(asked == 1)
    }
}
