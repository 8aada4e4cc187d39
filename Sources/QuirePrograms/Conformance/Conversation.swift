import QuireModel
import QuirePlugin
import Synchronization

/// The rules that are tried in one process, in order.
final class Conversation: Sendable {
    let probe: Probe
    let check: ConformanceCheck
    private let report: @Sendable (RuleOutcome) -> Void
    private let state = Mutex(PluginOffer?.none)

    init(_ probe: Probe, _ check: ConformanceCheck, _ report: @escaping @Sendable (RuleOutcome) -> Void) {
        self.probe = probe
        self.check = check
        self.report = report
    }

    var hasStarted: Bool { state.withLock { $0 != nil } }

    func shown(_ text: String) -> String { check.program.redactor.line(text, limit: 200) }
    func shown(_ json: JSON) -> String { check.program.redactor.line(json, limit: 200) }

    func tell(_ rule: String, _ verdict: RuleOutcome.Verdict) { report(RuleOutcome(rule: rule, verdict: verdict)) }

    func tell(_ rule: String, _ body: () async throws(ProtocolViolation) -> Void) async {
        do throws(ProtocolViolation) {
            try await body()
            tell(rule, .kept)
        } catch {
            tell(rule, .broken(check.program.redactor.line(error.text, limit: 600)))
        }
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
        throw ProtocolViolation("no answer to \(method) came within \(check.limit.plainText)")
    }

    /// - Returns: whether it has said what it offers.
    func begin() async -> Bool {
        let answers = "it starts, and answers initialize within \(check.patience.start.plainText)"
        let offers = "initialize says protocol 1, and in the right shape what it offers"
        let params = JSON.members([
            "protocol": 1, "name": .string(check.program.name), "with": check.program.with,
        ])
        let id = probe.send("initialize", params)
        let answer = await probe.answer(to: id, within: check.patience.start)
        switch answer {
        case .success(let result)?:
            tell(answers, .kept)
            await tell(offers) { () throws(ProtocolViolation) in
                let offer = try PluginOffer(result)
                guard !offer.lookups.isEmpty || offer.source != nil || offer.delivers else {
                    throw ProtocolViolation(wanted: "'lookups', 'source' or 'delivery'", came: shown(result))
                }
                state.withLock { $0 = offer }
            }
        case .failure(let error)?:
            tell(answers, .broken("it answered with an error: \(shown(error.message))"))
        case nil:
            let noise = probe.noise.first.map { "; \($0)" } ?? ""
            tell(answers, .broken((probe.departure.map { "it \($0)" } ?? "no answer came") + noise))
        }
        return hasStarted
    }

    func tryAll() async {
        guard let offer = state.withLock({ $0 }) else { return }
        await tryErrors(offer)
        for (name, shape) in offer.lookups.sorted(by: { $0.key < $1.key }) { await tryLookup(name, shape) }
        if let fields = offer.source { await trySource(fields) }
        if offer.delivers { await tryDelivery() }
        await tryCancelling(offer)
        let strays = probe.strays
        tell(
            "each request gets one answer, with its id",
            strays.isEmpty ? .kept : .broken(strays.prefix(3).joined(separator: "; ")))
        let noise = probe.noise
        tell(
            "standard output holds messages and nothing else",
            noise.isEmpty ? .kept : .broken(noise.prefix(3).joined(separator: "; ")))
    }

    private func tryErrors(_ offer: PluginOffer) async {
        await tell("a method that it does not have is answered with the error -32601, and it goes on") {
            () throws(ProtocolViolation) in
            switch try await answer(to: probe.send("quire.no_such_method", .object([])), "an unknown method") {
            case .failure(let error) where error.code == CallError.unknownMethod: break
            case .failure(let error):
                throw ProtocolViolation(wanted: "the error -32601", came: "the error \(error.code)")
            case .success(let result): throw ProtocolViolation(wanted: "the error -32601", came: shown(result))
            }
        }
        guard let method = offer.lookups.isEmpty ? offer.source.map({ _ in SourceCalls.next }) : LookupCall.method
        else { return }
        await tell("params that make no sense are answered with an error, and it goes on") {
            () throws(ProtocolViolation) in
            for params in [JSON.object([]), .members(["lookup": "no_such_lookup", "keys": 1]), .null] {
                guard case .failure = try await answer(to: probe.send(method, params), "\(method) \(params.text)")
                else { throw ProtocolViolation("\(method) with params \(params.text) was answered with a result") }
            }
            guard !probe.isGone else { throw ProtocolViolation("it \(probe.departure ?? "ended")") }
        }
    }

    private func tryDelivery() async {
        let rule = "deliver takes a file and says where it is, or nothing"
        guard let path = check.delivered else {
            return tell(rule, .untried("it has effects: --deliver tries it"))
        }
        await tell(rule) { () throws(ProtocolViolation) in
            let file = DeliveredFile(
                path: path, name: String(path.split(separator: "/").last ?? "file"), mediaType: "text/csv",
                report: "check", run: "check")
            let result = try await result(
                DeliverCall.method, DeliverCall.params(file, with: check.program.with))
            _ = try DeliverCall.location(result, check.program.redactor)
        }
    }

    private func tryCancelling(_ offer: PluginOffer) async {
        await tell("$/cancel of a request under way, and of one that there is not, does no harm") {
            () throws(ProtocolViolation) in
            let (method, params) = request(of: offer)
            let id = probe.send(method, params)
            probe.cancel(id)
            probe.cancel(1_000_000)
            _ = try await answer(to: probe.send("quire.no_such_method", .object([])), "a request after $/cancel")
            // A request that was cancelled may be answered, in any way, or not at all.
            _ = await probe.answer(to: id, within: .milliseconds(100))
            _ = try await answer(to: probe.send(method, params), "\(method) after $/cancel")
        }
    }

    /// One that has no effects.
    private func request(of offer: PluginOffer) -> (String, JSON) {
        if let (name, shape) = offer.lookups.min(by: { $0.key < $1.key }) {
            return (LookupCall.method, lookup(name, shape).params(SampleKeys.of(shape, count: 1)))
        }
        return (SourceCalls.open, .members(["parameters": check.parameters]))
    }

    func lookup(_ name: String, _ shape: LookupShape) -> LookupCall {
        LookupCall(name, shape, zone: { $0 }, redactor: check.program.redactor)
    }
}
