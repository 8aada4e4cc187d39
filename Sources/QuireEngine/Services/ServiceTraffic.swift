import QuireModel
import QuirePlugin

/// What one service is asked and when, over all runs: deciding only. Events come in with the moment at which
/// they happen, what is to be done goes out as `Orders`.
///
/// A call is formed only when it can start at once, so that it takes all the keys that are there by then. It
/// holds its concurrency slot from its first attempt to its end; calls that are tried again go before new ones.
struct ServiceTraffic {
    let name: String
    let limits: ServiceLimits
    let lookups: [Lookup]
    let random: @Sendable () -> Double

    var keys: PendingKeys
    var queue: CallQueue
    var calls: [Call?] = []
    var freeCalls: [Int] = []
    var callsInWork = 0
    var attemptsUnderWay = 0
    var backingOff = 0
    /// Calls whose wait is over, in that order.
    var retrying = Queue<Int>()
    var breaker: Breaker
    var adaptiveLimit: AdaptiveLimit?
    var bucket: TokenBucket?
    var pausedUntil: Moment = .zero
    var outage: Outage
    /// Why the last attempt that failed did.
    var lastFailure: String?
    /// Set while the service is down: what every key then fails with.
    var downMessage: String?
    var lastError: AttemptError?
    /// What each run hides.
    var redactors: [Int: Redactor] = [:]
    var budgets: [Int: RetryBudget] = [:]
    var nextAttempt = 0
    /// When `tick` is wanted; may be too early, never too late.
    var wake: Moment?
    var orders = Orders()
    var tally = CallTally()

    struct Lookup: Sendable {
        var name: String
        var keysPerCall: Int
        /// What is asked are pages of lists, as keys that say which.
        var isPages = false

        /// How a failure says what was asked for.
        func describe(_ key: LookupKey, of service: String) -> String {
            if isPages, let page = PageKey(key) { return "page \(page.number) of \(service).\(page.list)" }
            return "\(service).\(name), key \(key)"
        }
    }

    init(name: String, limits: ServiceLimits, lookups: [Lookup], random: @escaping @Sendable () -> Double) {
        self.name = name
        self.limits = limits
        self.lookups = lookups
        self.random = random
        keys = PendingKeys(lookupCount: lookups.count)
        queue = CallQueue(keysPerCall: lookups.map(\.keysPerCall))
        breaker = Breaker(policy: limits.retry)
        adaptiveLimit = limits.adaptive ? AdaptiveLimit(most: limits.maxConcurrency) : nil
        bucket = limits.rate.map { TokenBucket(rate: $0, burst: limits.burst) }
        outage = Outage(limits: limits)
    }

    /// How many calls may be in work at once.
    var concurrency: Int { adaptiveLimit?.calls ?? limits.maxConcurrency }

    /// A run that begins gives a service that was down another chance.
    ///
    /// - Parameter redactor: takes out what only the run may know.
    mutating func join(run: Int, hiding redactor: Redactor = Redactor([]), now: Moment) {
        redactors[run] = redactor
        budgets[run] = RetryBudget(share: limits.retry.budget)
        guard downMessage != nil else { return }
        downMessage = nil
        outage.pass(now: now)
        outage.ended()
        outage.failed()
        advance(now: now)
    }

    /// A call of that lookup could start now, and nothing is queued for it.
    func isIdle(now: Moment) -> Bool {
        guard callsInWork < concurrency, queue.isEmpty, retrying.isEmpty, downMessage == nil else {
            return false
        }
        return gate(now: now) == .pass
    }

    /// Keys to be asked for. One that is being asked for already is waited for.
    mutating func ask(_ asked: [AskedKey], lookup: Int, now: Moment) {
        for request in asked {
            if let downMessage {
                let failure = LookupFailure(message: describe(request.key, lookup, downMessage), attempts: 0)
                orders.replies.append(KeyReply(waiter: request.waiter, answer: .failed(failure)))
            } else if let key = keys.add(request, lookup: lookup) {
                queue.add(key, lookup: lookup)
            }
        }
        advance(now: now)
    }

    /// Time has passed: attempts may have had theirs, and waits may be over.
    mutating func tick(now: Moment) {
        wake = nil
        var over: [(call: Int, at: Moment)] = []
        for index in calls.indices {
            switch calls[index]?.state {
            case .asking(let attempt, _, let timeoutAt) where timeoutAt <= now:
                orders.cancelled.append(attempt)
                // What is left of the deadline is nobody's setting.
                let isLast = (calls[index]?.attemptTimeout ?? limits.timeout) < limits.timeout
                let waited = isLast ? "the deadline of \(limits.deadline.plainText)" : limits.timeout.plainText
                end(call: index, with: .failure(AttemptFailure("no answer within \(waited)", mayRetry: true)), now: now)
            case .backingOff(let until) where until <= now:
                over.append((index, until))
            default: break
            }
        }
        for (index, _) in over.sorted(by: { $0.at < $1.at }) {
            backingOff -= 1
            calls[index]?.state = .retrying(since: now)
            retrying.append(index)
        }
        for call in calls {
            switch call?.state {
            case .asking(_, _, let timeoutAt): wake(at: timeoutAt)
            case .backingOff(let until): wake(at: until)
            default: break
            }
        }
        advance(now: now)
    }

    /// An attempt came back; one that was given up before is ignored.
    mutating func attempt(
        _ attempt: Int, of call: Int, endedWith result: Result<LookupReply, AttemptFailure>, now: Moment
    ) {
        guard case .asking(attempt, _, _) = calls[call]?.state else { return }
        end(call: call, with: result, now: now)
        advance(now: now)
    }

    /// A run is over or gone. Keys that another run waits for go on being asked.
    mutating func leave(run: Int, now: Moment) {
        budgets[run] = nil
        redactors[run] = nil
        guard keys.drop(run: run) else { return }
        queue.removeAll { keys.isUnwanted($0) }
        keys.removeUnwantedQueued()
        for index in calls.indices {
            guard let call = calls[index], call.keys.allSatisfy({ keys.isUnwanted($0) }) else { continue }
            if case .asking(let attempt, _, _) = call.state {
                orders.cancelled.append(attempt)
                attemptsUnderWay -= 1
                breaker.dropped(attempt: attempt, now: now)
            }
            finish(call: index)
        }
        advance(now: now)
    }

    /// Starts what can start, and notes when to look again.
    mutating func advance(now: Moment) {
        outage.pass(now: now)
        if outage.isBeyondLimit { goDown(now: now) }
        // Where the limit has become lower than the calls in work, those that are tried again wait for one another.
        while attemptsUnderWay < concurrency, !retrying.isEmpty || (callsInWork < concurrency && !queue.isEmpty) {
            let admission = gate(now: now)
            guard admission == .pass else {
                if case .at(let moment) = admission { wake(at: moment) }
                break
            }
            if let call = retrying.popFirst() {
                again(call: call, now: now)
            } else if let (lookup, taken) = queue.takeCall() {
                begin(keys: taken, lookup: lookup, now: now)
            }
        }
        outage.goOn(activity(now: now))
        if downMessage == nil, let moment = outage.beyondLimitAt { wake(at: moment) }
    }

    private func activity(now: Moment) -> Outage.Activity {
        if attemptsUnderWay > 0 { return .trying }
        if callsInWork == 0 && queue.isEmpty { return .idle }
        if pausedUntil > now { return .pausedByService }
        if backingOff > 0 || breaker.admission(now: now) != .pass { return .trying }
        // Only the rate holds them back.
        return .idle
    }

    /// Retry-After, then breaker, then rate.
    private func gate(now: Moment) -> Breaker.Admission {
        if pausedUntil > now { return .at(pausedUntil) }
        let admission = breaker.admission(now: now)
        guard admission == .pass, let bucket, bucket.nextToken > now else { return admission }
        return .at(bucket.nextToken)
    }

    mutating func wake(at moment: Moment) {
        wake = min(wake ?? moment, moment)
    }

    func describe(_ key: LookupKey, _ lookup: Int, _ message: String) -> String {
        "\(lookups[lookup].describe(key, of: name)): \(message)"
    }
}
