import Testing

@testable import QuirePrograms

@Suite struct OpenCallsTests {
    /// What an answer's id means: the waiter's name, 'late', or what is wrong with it.
    private static func arrive(_ id: Int, _ calls: inout OpenCalls<String>) -> String {
        switch calls.arrive(id) {
        case .answer(let waiter): waiter
        case .late: "late"
        case .violation(let text): text
        }
    }

    @Test("Answers find their requests in any order, each once")
    func answers() {
        var calls = OpenCalls<String>()
        let (a, b) = (calls.begin("a"), calls.begin("b"))
        #expect(Self.arrive(b, &calls) == "b")
        #expect(Self.arrive(a, &calls) == "a")
        #expect(Self.arrive(a, &calls) == "a second answer to the request with id 1")
        #expect(Self.arrive(3, &calls) == "an answer with id 3, which no request has")
        #expect(Self.arrive(0, &calls) == "an answer with id 0, which no request has")
    }

    @Test("The answer to a request that was given up may come once, if it was sent")
    func dropped() {
        var calls = OpenCalls<String>()
        let (sent, unsent) = (calls.begin("a"), calls.begin("b"))
        let first = calls.drop(sent, mayArrive: true)
        let second = calls.drop(unsent, mayArrive: false)
        let again = calls.drop(sent, mayArrive: true)
        #expect(first && second && !again)
        #expect(Self.arrive(sent, &calls) == "late")
        #expect(Self.arrive(sent, &calls) == "a second answer to the request with id 1")
        #expect(Self.arrive(unsent, &calls) == "a second answer to the request with id 2")
    }

    @Test("A plugin rests longer the more often it failed, and is given up after three of a sort")
    func policy() {
        var policy = RestartPolicy()
        #expect(policy.rest == .zero)
        var rests: [Duration] = []
        for _ in 0..<9 {
            let isGivenUp = policy.failed(.death)
            #expect(!isGivenUp)
            rests.append(policy.rest)
        }
        #expect(rests.prefix(4) == [.zero, .milliseconds(100), .milliseconds(200), .milliseconds(400)])
        #expect(rests.last == .seconds(5))
        policy.answered()
        #expect(policy.rest == .zero)
        for sort in [RestartPolicy.Failure.start, .violation] {
            policy.answered()
            let ends = (0..<3).map { _ in policy.failed(sort) }
            #expect(ends == [false, false, true])
        }
    }
}
