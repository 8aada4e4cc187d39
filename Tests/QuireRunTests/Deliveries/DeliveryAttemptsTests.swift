import QuireModel
import QuirePlugin
import QuireTesting
import Synchronization
import Testing

@testable import QuireRun

@Suite("Attempts at a delivery") struct DeliveryAttemptsTests {
    private static let passing = AttemptFailure("503 Service Unavailable", mayRetry: true)

    /// How a delivery ended, how often it was tried, and when, in seconds.
    private struct Story: Sendable {
        var attempts = 0
        var location: String?
        var error: String?
        var moments: [Double] = []
        var waits: [Double] = []
    }

    /// - Parameter answer: what becomes of the attempt of a number, from 1.
    private static func story(
        random: Double = 1, _ answer: @escaping @Sendable (Int) throws -> String?
    ) async throws -> Story {
        try await withSimulatedTime { clock in
            let story = Mutex(Story())
            let outcome = await DeliveryAttempts(clock: clock, random: { random }).carryOut { _, attempts, wait in
                story.withLock {
                    #expect(attempts == $0.moments.count)
                    $0.waits.append(wait.inSeconds)
                }
            } _: {
                let number = story.withLock { story in
                    story.moments.append(clock.elapsed.inSeconds)
                    return story.moments.count
                }
                return try answer(number)
            }
            return story.withLock { story in
                story.attempts = outcome.attempts
                switch outcome.result {
                case .success(let location): story.location = location
                case .failure(let error): story.error = "\(error)"
                }
                return story
            }
        }
    }

    @Test("one that arrives at once is tried once")
    func first() async throws {
        let story = try await Self.story { _ in "there" }
        #expect(story.attempts == 1)
        #expect(story.location == "there")
        #expect(story.waits == [])
    }

    @Test("one that fails for now is tried again, ever later, a minute apart at most")
    func again() async throws {
        let story = try await Self.story { number in
            if number < 10 { throw Self.passing }
            return "there"
        }
        #expect(story.attempts == 10)
        #expect(story.location == "there")
        #expect(story.waits == [1, 2, 4, 8, 16, 32, 60, 60, 60])
        #expect(story.moments.last == 243)
    }

    @Test("it is given up before ten minutes are over, whatever the dice say", arguments: [0.25, 0.9, 1])
    func givenUp(random: Double) async throws {
        let story = try await Self.story(random: random) { _ in throw Self.passing }
        #expect(story.attempts == story.moments.count)
        #expect((500..<600).contains(story.moments.last ?? 0), "\(story.moments)")
        #expect(story.error == "503 Service Unavailable (given up after \(story.attempts) tries)")
    }

    @Test("it waits as long as it is asked to, and does not begin to wait for more than what is left")
    func retryAfter() async throws {
        let story = try await Self.story { number in
            if number == 1 { throw AttemptFailure("429", mayRetry: true, retryAfter: .seconds(300)) }
            if number == 2 { throw AttemptFailure("429", mayRetry: true, retryAfter: .seconds(301)) }
            return "there"
        }
        #expect(story.moments == [0, 300])
        #expect(story.error == "429 (given up after 2 tries)")
        let long = try await Self.story { _ in
            throw AttemptFailure("429", mayRetry: true, retryAfter: .seconds(3600))
        }
        #expect(long.error == "429 (given up after the first try: it asks to be left alone for 3600 s)")
    }

    @Test("what no second try would mend is not tried again")
    func lasting() async throws {
        let refused = try await Self.story { _ in throw AttemptFailure("404 Not Found", mayRetry: false) }
        #expect(refused.attempts == 1)
        #expect(refused.error == "404 Not Found")
        let failed = try await Self.story { _ in throw RunFailure("the disk is full") }
        #expect(failed.attempts == 1)
        #expect(failed.error == "the disk is full")
    }

    @Test("it ends when it is cancelled while it waits")
    func cancelled() async throws {
        let clock = TestClock()
        let delivering = Task {
            await DeliveryAttempts(clock: clock, random: { 1 }).carryOut { _, _, _ in
            } _: {
                throw Self.passing
            }
        }
        while clock.sleeperCount == 0 { await Task.yield() }
        delivering.cancel()
        let outcome = await delivering.value
        #expect(outcome.attempts == 1)
        #expect(throws: CancellationError.self) { try outcome.result.get() }
    }
}
