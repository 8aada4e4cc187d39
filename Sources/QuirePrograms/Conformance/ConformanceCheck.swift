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
        let hasStarted = await converse(report)
        let ends = "the end of its input, which is all it sees when Quire is killed, ends it within 5 s"
        guard hasStarted else { return report(RuleOutcome(rule: ends, verdict: .untried("it did not start"))) }
        report(RuleOutcome(rule: ends, verdict: await endsWithItsInput()))
    }

    /// All that is tried in one process.
    ///
    /// - Returns: whether it started.
    private func converse(_ report: @escaping @Sendable (RuleOutcome) -> Void) async -> Bool {
        let shutdown = "shutdown is answered with null, and it ends within 5 s"
        let (departure, (answered, talk)) = await live { probe in
            let talk = Conversation(probe, self, report)
            guard await talk.begin() else { return (RuleOutcome.Verdict.untried("it did not start"), talk) }
            await talk.tryAll()
            let answer = await probe.answer(to: probe.send("shutdown", .null), within: patience.shutdown)
            let verdict: RuleOutcome.Verdict =
                switch answer {
                case .success(.null)?: .kept
                case .success(let other)?: .broken("it was answered with \(talk.shown(other))")
                case .failure(let error)?: .broken("it was answered with an error: \(talk.shown(error.message))")
                case nil: .broken("no answer came")
                }
            return (verdict, talk)
        }
        if case .ended(wasKilled: true) = departure, answered == .kept {
            report(RuleOutcome(rule: shutdown, verdict: .broken("it was answered, and the process went on")))
        } else {
            report(RuleOutcome(rule: shutdown, verdict: answered))
        }
        return talk.hasStarted
    }

    private func endsWithItsInput() async -> RuleOutcome.Verdict {
        let (departure, _) = await live { probe in
            let params = JSON.members(["protocol": 1, "name": .string(program.name), "with": program.with])
            _ = await probe.answer(to: probe.send("initialize", params), within: patience.start)
        }
        switch departure {
        case .ended(wasKilled: false), .died: return .kept
        default: return .broken("the process went on and had to be killed")
        }
    }

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
