import QuireModel
import QuirePlugin

extension ConformanceCheck {
    /// Those that are tried one after the other, each for itself.
    func rules(of offer: PluginOffer) -> [Rule] {
        var rules = errorRules(offer)
        for (name, shape) in offer.lookups.sorted(by: { $0.key < $1.key }) { rules += lookupRules(name, shape) }
        if let fields = offer.source { rules += sourceRules(fields) }
        if offer.delivers { rules.append(deliveryRule) }
        return rules + [cancellingRule(offer)]
    }

    private func errorRules(_ offer: PluginOffer) -> [Rule] {
        let unknown = Rule("a method that it does not have is answered with the error -32601, and it goes on") {
            talk throws(ProtocolViolation) in
            let id = talk.probe.send("quire.no_such_method", .object([]))
            switch try await talk.answer(to: id, "an unknown method") {
            case .failure(let error) where error.code == CallError.unknownMethod: break
            case .failure(let error):
                throw ProtocolViolation(wanted: "the error -32601", came: "the error \(error.code)")
            case .success(let result):
                throw ProtocolViolation(wanted: "the error -32601", came: talk.shown(result))
            }
        }
        guard let method = offer.lookups.isEmpty ? offer.source.map({ _ in SourceCalls.next }) : LookupCall.method
        else { return [unknown] }
        let senseless = Rule("params that make no sense are answered with an error, and it goes on") {
            talk throws(ProtocolViolation) in
            for params in [JSON.object([]), .members(["lookup": "no_such_lookup", "keys": 1]), .null] {
                let id = talk.probe.send(method, params)
                guard case .failure = try await talk.answer(to: id, "\(method) \(params.text)") else {
                    throw ProtocolViolation("\(method) with params \(params.text) was answered with a result")
                }
            }
            guard !talk.probe.isGone else { throw ProtocolViolation("it \(talk.probe.departure ?? "ended")") }
        }
        return [unknown, senseless]
    }

    private var deliveryRule: Rule {
        Rule(
            "deliver takes a file and says where it is, or nothing",
            unless: delivered == nil ? "it has effects: --deliver tries it" : nil
        ) { talk throws(ProtocolViolation) in
            let path = talk.check.delivered ?? ""
            let file = DeliveredFile(
                path: path, name: String(path.split(separator: "/").last ?? "file"), mediaType: "text/csv",
                report: "check", run: "check")
            let result = try await talk.result(
                DeliverCall.method, DeliverCall.params(file, with: talk.check.program.with))
            _ = try DeliverCall.location(result, talk.check.program.redactor)
        }
    }

    private func cancellingRule(_ offer: PluginOffer) -> Rule {
        Rule("$/cancel of a request under way, and of one that there is not, does no harm") {
            talk throws(ProtocolViolation) in
            let probe = talk.probe
            let (method, params) = Self.harmlessRequest(of: offer, talk)
            let id = probe.send(method, params)
            probe.cancel(id)
            probe.cancel(1_000_000)
            _ = try await talk.answer(to: probe.send("quire.no_such_method", .object([])), "a request after $/cancel")
            // A request that was cancelled may be answered, in any way, or not at all.
            _ = await probe.answer(to: id, within: .milliseconds(100))
            _ = try await talk.answer(to: probe.send(method, params), "\(method) after $/cancel")
        }
    }

    private static func harmlessRequest(of offer: PluginOffer, _ talk: Conversation) -> (String, JSON) {
        if let (name, shape) = offer.lookups.min(by: { $0.key < $1.key }) {
            return (LookupCall.method, talk.lookup(name, shape).params(SampleKeys.of(shape, count: 1)))
        }
        return (SourceCalls.open, .members(["parameters": talk.check.parameters]))
    }
}
