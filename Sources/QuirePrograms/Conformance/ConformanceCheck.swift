package import QuireModel

/// How a plugin keeps one of the protocol's rules.
package struct RuleOutcome: Sendable, Hashable {
    package enum Verdict: Sendable, Hashable {
        case kept
        /// What is wrong.
        case broken(String)
        /// Why it was not tried.
        case untried(String)
    }

    /// The rule, as a sentence about the plugin.
    package var rule: String
    package var verdict: Verdict
}

/// Talks the protocol to a plugin, as a run would, and says how it keeps each of its rules.
package struct ConformanceCheck: Sendable {
    package var program: PluginProgram
    package var patience = PluginPatience()
    /// Handed over with `source.open`.
    package var parameters: JSON = .object([])
    /// A file to be delivered; without it nothing is.
    package var delivered: String?
    /// How long an answer may take.
    package var limit = Duration.seconds(10)

    package init(_ program: PluginProgram) { self.program = program }

    /// - Parameter report: told of each rule as soon as it is known.
    package func run(_ report: @escaping @Sendable (RuleOutcome) -> Void) async {
        let findings = Findings()
        await tryRules(findings, report)
        if findings.offer?.source != nil {
            report(RuleOutcome(rule: Self.outlives, verdict: await cursorOutlivesItsProcess(findings)))
        }
        let ends = "the end of its input, which is all it sees when Quire is killed, ends it within 5 s"
        guard findings.offer != nil else {
            return report(RuleOutcome(rule: ends, verdict: .untried("it did not start")))
        }
        report(RuleOutcome(rule: ends, verdict: await endsWithItsInput()))
    }

    /// How far the rules came in one process.
    enum Progress: Sendable {
        case notStarted
        /// The process is of no use any more; the next rule is the one at this place.
        case lost(next: Int)
        case done(shutdown: RuleOutcome.Verdict)
    }

    /// Tries one rule after the other, in one process as long as that lives: what befalls it is blamed on no later rule.
    private func tryRules(_ findings: Findings, _ report: @escaping @Sendable (RuleOutcome) -> Void) async {
        let shutdown = "shutdown is answered with null, and it ends within 5 s"
        var next = 0
        while true {
            let (departure, progress) = await live { [next] probe in
                await Conversation(probe, self, findings, report).go(from: next)
            }
            switch progress {
            case .lost(let following): next = following
            case .notStarted:
                let reason = findings.offer == nil ? "it did not start" : "it did not start again"
                if let offer = findings.offer {
                    for rule in rules(of: offer).dropFirst(next) {
                        report(RuleOutcome(rule: rule.text, verdict: .untried(reason)))
                    }
                }
                return report(RuleOutcome(rule: shutdown, verdict: .untried(reason)))
            case .done(.kept):
                let wasKilled = if case .ended(wasKilled: true) = departure { true } else { false }
                return report(
                    RuleOutcome(
                        rule: shutdown,
                        verdict: wasKilled ? .broken("it was answered, and the process went on") : .kept))
            case .done(let verdict): return report(RuleOutcome(rule: shutdown, verdict: verdict))
            }
        }
    }

    private static let outlives = "a cursor is good in a process that was started anew, as after a death"

    private func cursorOutlivesItsProcess(_ findings: Findings) async -> RuleOutcome.Verdict {
        guard findings.firstPage != nil, let fields = findings.offer?.source else {
            return .untried("there was no first page")
        }
        let calls = SourceCalls(fields, redactor: program.redactor)
        let (_, asked) = await live { probe in
            await Conversation(probe, self, findings) { _ in }.cursorAndPage(calls)
        }
        let cursor: JSON
        let page: JSON
        switch asked {
        case .success(let found): (cursor, page) = found
        case .failure(let violation): return .broken(violation.text)
        }
        let (_, again) = await live { probe in
            await Conversation(probe, self, findings) { _ in }.page(calls, afterStartAt: cursor)
        }
        switch again {
        case .success(let found) where found["rows"] == page["rows"]: return .kept
        case .success(let found):
            return .broken(ProtocolViolation(wanted: line(page), came: line(found)).text)
        case .failure(let violation): return .broken(program.redactor.line(violation.text, limit: 600))
        }
    }

    private func line(_ json: JSON) -> String { program.redactor.line(json, limit: 200) }

    private func endsWithItsInput() async -> RuleOutcome.Verdict {
        let (departure, _) = await live { probe in
            _ = await probe.answer(to: probe.send("initialize", greeting), within: patience.start)
        }
        switch departure {
        case .ended(wasKilled: false), .died: return .kept
        default: return .broken("the process went on and had to be killed")
        }
    }

    /// What `initialize` hands over.
    var greeting: JSON { .members(["protocol": 1, "name": .string(program.name), "with": program.with]) }

    /// Starts a process, and ends it by closing its input after `body`.
    private func live<Result: Sendable>(
        _ body: @escaping @Sendable (Probe) async -> Result
    ) async -> (PluginProcess.Departure, Result) {
        let probe = Probe(program.redactor)
        let errors = ErrorLines(program)
        async let result = Self.talk(probe, body)
        let departure = await PluginProcess(program: program, patience: patience).run(probe, errors)
        // A program that never started ends nothing by itself.
        probe.depart(departure, lastLine: errors.last)
        return (departure, await result)
    }

    private static func talk<Result: Sendable>(
        _ probe: Probe, _ body: @Sendable (Probe) async -> Result
    ) async -> Result {
        let result = await body(probe)
        probe.end(.closing)
        return result
    }
}
