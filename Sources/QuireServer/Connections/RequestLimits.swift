package import NIOCore

/// How much of a request is taken, and how long that may last.
package struct RequestLimits: Sendable, Hashable {
    /// Of all headers together, in bytes.
    package static let headerLimit = 16 << 10

    package var bodyLimit = ServerContext.bodyLimit
    /// From its first byte to its last; and for a connection on which nothing comes.
    package var time = TimeAmount.seconds(30)
    /// How long what a refused client still sends is read and thrown away, so that it sees the answer.
    var linger = TimeAmount.seconds(2)

    package init(bodyLimit: Int = ServerContext.bodyLimit, time: TimeAmount = .seconds(30)) {
        self.bodyLimit = bodyLimit
        self.time = time
    }
}

/// Ends the reading of a request that was refused.
struct RequestRefused: Error {}

/// What is known of the requests on one connection: decides when they are too large or too slow.
struct RequestPace: Sendable {
    enum Judgement: Sendable, Hashable {
        case goOn, tooLarge
    }

    enum Overdue: Sendable, Hashable {
        case notYet(NIODeadline)
        /// A request takes too long to come.
        case slow
        /// Nothing comes, or what comes has been answered.
        case idle
        case never
    }

    private let limits: RequestLimits
    /// Of the request that is coming.
    private var firstByteAt: NIODeadline?
    private var isHeadComplete = false
    private var bodyBytes = 0
    /// Since when there is nothing to do.
    private var idleSince: NIODeadline
    /// Requests whose head has come and whose answer has not ended.
    private var unanswered = 0
    private var isAnswering = false

    init(_ limits: RequestLimits, at now: NIODeadline) {
        self.limits = limits
        idleSince = now
    }

    /// Whether an answer of the connection itself comes out in its turn.
    var mayAnswer: Bool { !isAnswering && unanswered == (isHeadComplete ? 1 : 0) }

    mutating func bytesCame(at now: NIODeadline) { firstByteAt = firstByteAt ?? now }

    /// - Parameter length: of the body, where the head says it.
    mutating func headCame(bodyLength length: Int?) -> Judgement {
        isHeadComplete = true
        unanswered += 1
        bodyBytes = 0
        return length ?? 0 > limits.bodyLimit ? .tooLarge : .goOn
    }

    mutating func bodyCame(_ count: Int) -> Judgement {
        bodyBytes += count
        return bodyBytes > limits.bodyLimit ? .tooLarge : .goOn
    }

    mutating func requestEnded(at now: NIODeadline) {
        firstByteAt = nil
        isHeadComplete = false
        idleSince = now
    }

    mutating func answerBegan() { isAnswering = true }

    mutating func answerEnded(at now: NIODeadline) {
        isAnswering = false
        unanswered = max(0, unanswered - 1)
        idleSince = now
    }

    func overdue(at now: NIODeadline) -> Overdue {
        let isSending = firstByteAt != nil && (isHeadComplete || unanswered == 0)
        guard let start = isSending ? firstByteAt : unanswered == 0 ? idleSince : nil else { return .never }
        guard now >= start + limits.time else { return .notYet(start + limits.time) }
        return isSending ? .slow : .idle
    }
}
