import NIOCore
import Testing

@testable import QuireServer

@Suite("The pace of requests on one connection")
struct RequestPaceTests {
    private static let limits = RequestLimits(bodyLimit: 100, time: .seconds(30))

    private static func at(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(UInt64(seconds) * 1_000_000_000) }

    private var pace = RequestPace(Self.limits, at: Self.at(0))

    @Test("a connection on which nothing comes is given up")
    func idle() {
        #expect(pace.overdue(at: Self.at(29)) == .notYet(Self.at(30)))
        #expect(pace.overdue(at: Self.at(30)) == .idle)
    }

    @Test("a head that comes byte by byte is too slow from its first byte on, however often more comes")
    func slowHead() {
        var pace = pace
        for second in 20..<50 { pace.bytesCame(at: Self.at(Int64(second))) }
        #expect(pace.overdue(at: Self.at(49)) == .notYet(Self.at(50)))
        #expect(pace.overdue(at: Self.at(50)) == .slow)
        #expect(pace.mayAnswer)
    }

    @Test("so is a body, which is answered in its turn")
    func slowBody() {
        var pace = pace
        pace.bytesCame(at: Self.at(1))
        #expect(pace.headCame(bodyLength: nil) == .goOn)
        #expect(pace.bodyCame(1) == .goOn)
        #expect(pace.overdue(at: Self.at(31)) == .slow)
        #expect(pace.mayAnswer)
        pace.answerBegan()
        #expect(!pace.mayAnswer)
    }

    @Test("an answer may take as long as it likes")
    func longAnswer() {
        var pace = pace
        pace.bytesCame(at: Self.at(1))
        #expect(pace.headCame(bodyLength: 0) == .goOn)
        pace.requestEnded(at: Self.at(2))
        #expect(pace.overdue(at: Self.at(10_000)) == .never)
        pace.answerBegan()
        #expect(pace.overdue(at: Self.at(10_000)) == .never)
        pace.answerEnded(at: Self.at(10_000))
        #expect(pace.overdue(at: Self.at(10_029)) == .notYet(Self.at(10_030)))
        #expect(pace.overdue(at: Self.at(10_030)) == .idle)
    }

    @Test("the beginning of the next request does not cut the answer to the one before")
    func pipelined() {
        var pace = pace
        pace.bytesCame(at: Self.at(1))
        _ = pace.headCame(bodyLength: 0)
        pace.requestEnded(at: Self.at(1))
        pace.bytesCame(at: Self.at(2))
        #expect(pace.overdue(at: Self.at(100)) == .never)
        #expect(!pace.mayAnswer)
        pace.answerBegan()
        pace.answerEnded(at: Self.at(100))
        #expect(pace.overdue(at: Self.at(100)) == .slow)
        #expect(pace.mayAnswer)
    }

    @Test("a request that is answered before it has come whole must still come, and is not answered twice")
    func earlyAnswer() {
        var pace = pace
        pace.bytesCame(at: Self.at(1))
        _ = pace.headCame(bodyLength: 50)
        pace.answerBegan()
        pace.answerEnded(at: Self.at(2))
        #expect(pace.overdue(at: Self.at(31)) == .slow)
        #expect(!pace.mayAnswer)
    }

    @Test("a body is too large by its length, or by what comes")
    func large() {
        var pace = pace
        #expect(pace.headCame(bodyLength: 100) == .goOn)
        #expect(pace.bodyCame(60) == .goOn)
        #expect(pace.bodyCame(40) == .goOn)
        #expect(pace.bodyCame(1) == .tooLarge)
        pace.requestEnded(at: Self.at(1))
        #expect(pace.headCame(bodyLength: 101) == .tooLarge)
    }
}
