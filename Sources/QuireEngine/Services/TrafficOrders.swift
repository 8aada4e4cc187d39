package import QuireModel
import QuirePlugin

/// What a lookup said about one key, for good.
package enum LookupAnswer: Sendable, Hashable {
    /// One value for each of the lookup's fields.
    case found([Value])
    case missing
    case failed(LookupFailure)
}

/// Who waits for a key: the run's own ticket for it, and the enrichment that first wanted it.
struct Waiter: Sendable, Hashable {
    var run: Int
    var ticket: Int
    var enrichment: Int
}

struct AskedKey: Sendable {
    var key: LookupKey
    var waiter: Waiter
}

struct KeyReply: Sendable {
    var waiter: Waiter
    var answer: LookupAnswer
}

/// An attempt to be made now.
struct StartedAttempt: Sendable {
    var attempt: Int
    var call: Int
    var lookup: Int
    var keys: [LookupKey]
}

/// An attempt that has ended.
struct AttemptRecord: Sendable {
    var run: Int
    var enrichment: Int
    var latency: Duration
    var isRetry: Bool
}

struct CallWarnings: Sendable {
    var run: Int
    var lookup: String
    var warnings: [LookupWarning]
}

/// What a service's traffic wants done.
struct Orders: Sendable {
    var started: [StartedAttempt] = []
    /// Attempts whose answer nobody waits for any more.
    var cancelled: [Int] = []
    var replies: [KeyReply] = []
    var records: [AttemptRecord] = []
    var warnings: [CallWarnings] = []
    /// No call will ever have an answer, for this reason: every run that waits for the service fails.
    var end: String?
}
