import QuireModel
import QuirePlugin

/// The life of one call: attempts, waits between them, and how its keys end.
extension ServiceTraffic {
    struct Call {
        enum State {
            case asking(attempt: Int, since: Moment, timeoutAt: Moment)
            case backingOff(until: Moment)
            /// Waits to be let through again.
            case retrying(since: Moment)
        }

        var lookup: Int
        /// Those that have no answer yet.
        var keys: [Int]
        var began: Moment
        /// Time spent waiting for the rate, for Retry-After, for a slot under an adaptive limit that has become lower, or
        /// for a service that then came back; the deadline does not count it.
        var held: Duration = .zero
        var attempts = 0
        var attemptTimeout: Duration = .zero
        var state: State
        var failure: String?
    }

    mutating func begin(keys taken: [Int], lookup: Int, now: Moment) {
        let call = Call(lookup: lookup, keys: taken, began: now, state: .retrying(since: now))
        let index = freeCalls.popLast() ?? calls.count
        if index == calls.count { calls.append(call) } else { calls[index] = call }
        callsInWork += 1
        for key in taken { keys.take(key) }
        if let payer = keys.payer(of: taken) { budgets[payer.run]?.call() }
        start(call: index, timeLeft: limits.deadline, now: now)
    }

    /// A call that waited to be tried again has been let through.
    mutating func again(call index: Int, now: Moment) {
        guard var call = calls[index], case .retrying(let since) = call.state else { return }
        call.held += breaker.isOpen ? max(.zero, min(now, pausedUntil) - since) : now - since
        for key in call.keys where keys.isUnwanted(key) { keys.remove(key) { _ in } }
        call.keys.removeAll { !keys.isHeld($0) }
        calls[index] = call
        let timeLeft = limits.deadline - (now - call.began - call.held)
        if timeLeft > .zero {
            start(call: index, timeLeft: timeLeft, now: now)
        } else {
            fail(call: index, call.failure ?? "no answer within \(limits.deadline.plainText)")
        }
    }

    private mutating func start(call index: Int, timeLeft: Duration, now: Moment) {
        guard let call = calls[index] else { return }
        bucket?.take(now: now)
        let timeout = min(limits.timeout, timeLeft)
        nextAttempt += 1
        attemptsUnderWay += 1
        calls[index]?.attempts += 1
        breaker.begin(attempt: nextAttempt)
        calls[index]?.attemptTimeout = timeout
        calls[index]?.state = .asking(attempt: nextAttempt, since: now, timeoutAt: now + timeout)
        wake(at: now + timeout)
        orders.started.append(
            StartedAttempt(attempt: nextAttempt, call: index, lookup: call.lookup, keys: call.keys.map(keys.key)))
    }

    mutating func end(call index: Int, with result: Result<LookupReply, AttemptFailure>, now: Moment) {
        guard let call = calls[index], case .asking(let attempt, let since, _) = call.state else { return }
        attemptsUnderWay -= 1
        let isFailure = if case .failure = result { true } else { false }
        tally.add(latency: now - since, isFailure: isFailure)
        if let payer = keys.payer(of: call.keys) {
            orders.records.append(
                AttemptRecord(
                    run: payer.run, enrichment: payer.enrichment, latency: now - since, isRetry: call.attempts > 1))
        }
        switch result {
        case .success(let reply) where reply.replies.count == call.keys.count:
            trust(attempt, now: now)
            take(reply, call: index, now: now)
        case .success(let reply):
            // A fault of the component, not of the service: asking again would give the same.
            trust(attempt, now: now)
            fail(call: index, "\(reply.replies.count) replies came for \(call.keys.count) keys")
        case .failure(let failure):
            take(failure, call: index, attempt: attempt, now: now)
        }
    }

    private mutating func trust(_ attempt: Int, now: Moment) {
        breaker.succeeded()
        let isFull = callsInWork >= concurrency
        adaptiveLimit?.answered(attempt: attempt, isFull: isFull)
        outage.pass(now: now)
        outage.ended()
        downMessage = nil
    }

    private mutating func take(_ reply: LookupReply, call index: Int, now: Moment) {
        guard let call = calls[index] else { return }
        if !reply.warnings.isEmpty, let payer = keys.payer(of: call.keys) {
            orders.warnings.append(
                CallWarnings(run: payer.run, lookup: lookups[call.lookup].name, warnings: reply.warnings))
        }
        var rest: [Int] = []
        var last = ""
        for (key, reply) in zip(call.keys, reply.replies) {
            switch reply {
            case .found(let values): answer(key, .found(values))
            case .missing: answer(key, .missing)
            case .failed(let message, mayRetry: false): fail(key, call, message)
            case .failed(let message, mayRetry: true):
                keys.note(failure: message, of: key)
                last = message
                rest.append(key)
            }
        }
        calls[index]?.keys = rest
        if rest.isEmpty { finish(call: index) } else { retry(call: index, after: last, now: now) }
    }

    private mutating func take(_ failure: AttemptFailure, call index: Int, attempt: Int, now: Moment) {
        guard let call = calls[index] else { return }
        for key in call.keys { keys.note(failure: nil, of: key) }
        let isPage = lookups[call.lookup].isPages
        lastError = AttemptError(
            message: failure.message, keys: isPage ? [] : call.keys.map(keys.key), redactors: Array(redactors.values))
        if let asked = failure.retryAfter {
            pausedUntil = max(pausedUntil, now + min(asked, limits.retry.retryAfterMax))
        }
        if failure.endsRuns { orders.end = failure.message }
        guard failure.mayRetry else {
            // The service does answer, if not what was hoped for.
            trust(attempt, now: now)
            return fail(call: index, failure.message)
        }
        breaker.failed(attempt: attempt, callsInSight: callsInWork + queue.callCount, now: now)
        adaptiveLimit?.failed(attempt: attempt, latest: nextAttempt)
        outage.pass(now: now)
        outage.failed()
        lastFailure = failure.message
        retry(call: index, after: failure.message, now: now)
    }

    private mutating func retry(call index: Int, after message: String, now: Moment) {
        guard let call = calls[index] else { return }
        calls[index]?.failure = message
        let left = limits.deadline - (now - call.began - call.held)
        let wanted = call.keys.filter { !keys.isUnwanted($0) }
        guard downMessage == nil, let payer = keys.payer(of: wanted),
            let wait = RetrySchedule(policy: limits.retry).wait(after: call.attempts, random: random()), wait < left
        else { return fail(call: index, message) }
        // An open breaker protects the service better than the budget does: the call just waits for it to close.
        guard breaker.isOpen || budgets[payer.run]?.retry() == true else {
            return fail(call: index, message + " (not tried again: the retry budget is used up)")
        }
        calls[index]?.state = .backingOff(until: now + wait)
        backingOff += 1
        wake(at: now + wait)
    }

    /// The service has not answered for longer than `deadline`: all that wait fail at once. Attempts under way may
    /// still end well.
    mutating func goDown(now: Moment) {
        guard downMessage == nil else { return }
        let message =
            "the service gave no answer for \(limits.deadline.plainText) and is taken to be down"
            + (lastFailure.map { "; last: \($0)" } ?? "")
        downMessage = message
        for index in calls.indices {
            switch calls[index]?.state {
            case .backingOff, .retrying: fail(call: index, message)
            case .asking, nil: break
            }
        }
        retrying = Queue()
        while let (lookup, waiting) = queue.takeCall() {
            for key in waiting {
                let failure = LookupFailure(message: describe(keys.key(key), lookup, message), attempts: 0)
                answer(key, .failed(failure))
            }
        }
    }

    private mutating func fail(call index: Int, _ message: String) {
        guard let call = calls[index] else { return }
        for key in call.keys { fail(key, call, keys.failure(of: key) ?? message) }
        finish(call: index)
    }

    private mutating func fail(_ key: Int, _ call: Call, _ message: String) {
        let text = describe(keys.key(key), call.lookup, message)
        answer(key, .failed(LookupFailure(message: text, attempts: call.attempts)))
    }

    private mutating func answer(_ key: Int, _ answer: LookupAnswer) {
        keys.remove(key) { waiter in orders.replies.append(KeyReply(waiter: waiter, answer: answer)) }
    }

    /// Gives the slot back; keys that nobody wants are forgotten.
    mutating func finish(call index: Int) {
        guard let call = calls[index] else { return }
        if case .backingOff = call.state { backingOff -= 1 }
        if case .retrying = call.state { retrying.removeAll { $0 == index } }
        for key in call.keys where keys.isHeld(key) { keys.remove(key) { _ in } }
        calls[index] = nil
        freeCalls.append(index)
        callsInWork -= 1
    }
}
