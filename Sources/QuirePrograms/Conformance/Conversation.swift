import QuireModel
import QuirePlugin
import Synchronization

/// The rules that are tried in one process, in order.
final class Conversation: Sendable {
    let probe: Probe
    let check: ConformanceCheck
    let findings: Findings
    private let report: @Sendable (RuleOutcome) -> Void
    /// An answer was waited for in vain.
    private let isStuck = Mutex(false)

    init(
        _ probe: Probe, _ check: ConformanceCheck, _ findings: Findings,
        _ report: @escaping @Sendable (RuleOutcome) -> Void
    ) {
        self.probe = probe
        self.check = check
        self.findings = findings
        self.report = report
    }

    func shown(_ text: String) -> String { check.program.redactor.line(text, limit: 200) }
    func shown(_ json: JSON) -> String { check.program.redactor.line(json, limit: 200) }

    private func tell(_ rule: String, _ verdict: RuleOutcome.Verdict) {
        report(RuleOutcome(rule: rule, verdict: verdict))
    }

    /// Sends a request and waits for its result.
    func result(_ method: String, _ params: JSON) async throws(ProtocolViolation) -> JSON {
        try await result(of: probe.send(method, params), method)
    }

    func result(of id: Int, _ method: String) async throws(ProtocolViolation) -> JSON {
        switch try await answer(to: id, method) {
        case .success(let result): return result
        case .failure(let error):
            throw ProtocolViolation(
                "\(method) was answered with an error: \(shown(error.message)) (code \(error.code))")
        }
    }

    func answer(to id: Int, _ method: String) async throws(ProtocolViolation) -> Probe.Answer {
        if let answer = await probe.answer(to: id, within: check.limit) { return answer }
        if let reason = probe.departure { throw ProtocolViolation("it \(reason), before \(method) was answered") }
        isStuck.withLock { $0 = true }
        throw ProtocolViolation("no answer to \(method) came within \(check.limit.plainText)")
    }

    /// Begins with `initialize`, and goes on with the rules until the process is of no use for more.
    ///
    /// - Parameter first: the place of the first rule that has not been tried.
    func go(from first: Int) async -> ConformanceCheck.Progress {
        guard let offer = await begin() else { return .notStarted }
        let rules = check.rules(of: offer)
        for place in rules.indices.dropFirst(first) {
            await keep(rules[place])
            // A process that hangs is not waited for again.
            if isStuck.withLock({ $0 }) { probe.end(.unfit) }
            if probe.isGone {
                findings.note(probe)
                return .lost(next: place + 1)
            }
        }
        findings.note(probe)
        let strays = findings.strays
        tell(
            "each request gets one answer, with its id",
            strays.isEmpty ? .kept : .broken(strays.prefix(3).joined(separator: "; ")))
        let noise = findings.noise
        tell(
            "standard output holds messages and nothing else",
            noise.isEmpty ? .kept : .broken(noise.prefix(3).joined(separator: "; ")))
        return .done(shutdown: await shutdown())
    }

    private func keep(_ rule: Rule) async {
        do throws(ProtocolViolation) {
            let reason = try await rule.attempt(self)
            tell(rule.text, reason.map(RuleOutcome.Verdict.untried) ?? .kept)
        } catch {
            tell(rule.text, .broken(check.program.redactor.line(error.text, limit: 600)))
        }
    }

    private func shutdown() async -> RuleOutcome.Verdict {
        switch await probe.answer(to: probe.send("shutdown", .null), within: check.patience.shutdown) {
        case .success(.null)?: .kept
        case .success(let other)?: .broken("it was answered with \(shown(other))")
        case .failure(let error)?: .broken("it was answered with an error: \(shown(error.message))")
        case nil: .broken("no answer came")
        }
    }

    /// - Returns: what it offers; nil where it does not say so as it should.
    private func begin() async -> PluginOffer? {
        let answer = await probe.answer(
            to: probe.send("initialize", check.greeting), within: check.patience.start)
        if let offer = findings.offer {
            if case .success(let result)? = answer, (try? PluginOffer(result)) == offer { return offer }
            return nil
        }
        return tell(of: answer)
    }

    private func tell(of answer: Probe.Answer?) -> PluginOffer? {
        let answers = "it starts, and answers initialize within \(check.patience.start.plainText)"
        let offers = "initialize says protocol 1, and in the right shape what it offers"
        switch answer {
        case .success(let result)?:
            tell(answers, .kept)
            do throws(ProtocolViolation) {
                let offer = try PluginOffer(result)
                guard !offer.lookups.isEmpty || offer.source != nil || offer.delivers else {
                    throw ProtocolViolation(wanted: "'lookups', 'source' or 'delivery'", came: shown(result))
                }
                findings.settle(offer)
                tell(offers, .kept)
                return offer
            } catch {
                tell(offers, .broken(check.program.redactor.line(error.text, limit: 600)))
            }
        case .failure(let error)?:
            tell(answers, .broken("it answered with an error: \(shown(error.message))"))
        case nil:
            let noise = probe.noise.first.map { "; \($0)" } ?? ""
            tell(answers, .broken((probe.departure.map { "it \($0)" } ?? "no answer came") + noise))
        }
        return nil
    }

    func lookup(_ name: String, _ shape: LookupShape) -> LookupCall {
        LookupCall(name, shape, zone: { $0 }, redactor: check.program.redactor)
    }
}
