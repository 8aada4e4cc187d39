import QuireModel
import QuirePlugin

extension ConformanceCheck {
    /// Requests sent without waiting for answers.
    private static let atOnce = 8

    func lookupRules(_ name: String, _ shape: LookupShape) -> [Rule] {
        let size = shape.keysPerCall
        var rules = [
            Rule("lookup '\(name)' gives one result for each key, with the fields and types it names") {
                talk throws(ProtocolViolation) in
                try await talk.ask(name, shape, SampleKeys.of(shape, count: min(3, size)))
            }
        ]
        if size > 1 {
            rules.append(
                Rule("lookup '\(name)' takes as many keys as its bulk size says: \(size)") {
                    talk throws(ProtocolViolation) in
                    try await talk.ask(name, shape, SampleKeys.of(shape, count: size))
                })
        }
        if shape.inputs.contains(where: { $0.type == .text }) {
            rules.append(
                Rule(
                    "lookup '\(name)' takes any text: Chinese, emoji, quotes, line breaks, none at all, a long one"
                ) { talk throws(ProtocolViolation) in
                    for key in SampleKeys.odd(shape) { try await talk.ask(name, shape, [key]) }
                })
        }
        rules.append(
            Rule("several requests of lookup '\(name)' at once are all answered") { talk throws(ProtocolViolation) in
                let call = talk.lookup(name, shape)
                let keys = SampleKeys.of(shape, count: Self.atOnce)
                let ids = keys.map { talk.probe.send(LookupCall.method, call.params([$0])) }
                for id in ids { _ = try call.replies(try await talk.result(of: id, LookupCall.method), to: 1) }
            })
        return rules
    }
}

extension Conversation {
    fileprivate func ask(
        _ name: String, _ shape: LookupShape, _ keys: [LookupKey]
    ) async throws(ProtocolViolation) {
        let call = lookup(name, shape)
        _ = try call.replies(try await result(LookupCall.method, call.params(keys)), to: keys.count)
    }
}

/// Keys made from nothing but the types of a lookup's inputs; a plugin need not know them.
enum SampleKeys {
    static func of(_ shape: LookupShape, count: Int) -> [LookupKey] {
        (1...max(1, count)).map { number in LookupKey(shape.inputs.map { value($0.type, number) }) }
    }

    static func odd(_ shape: LookupShape) -> [LookupKey] {
        ["金额 ÄÖÜ", "🙂", "\"quoted\" \\ 'text'", "two\nlines\tand\u{1}more", "", String(repeating: "x", count: 100_000)]
            .map { text in
                LookupKey(shape.inputs.map { $0.type == .text ? .text(text) : value($0.type, 1) })
            }
    }

    private static func value(_ type: FieldType, _ number: Int) -> Value {
        let moment = LocalDateTime(microseconds: 1_767_225_600_000_000 + Int64(number) * 3_600_000_000)
        return switch type {
        case .text: .text("A\(number)")
        case .integer: .integer(Int64(number))
        case .number: .number(Double(number) + 0.5)
        case .boolean: .boolean(number % 2 == 1)
        case .date: .date(CalendarDate(daysSinceEpoch: 20_454 + number))
        case .datetime: .datetime(moment)
        case .time: .time(moment.time)
        case .interval: .interval(Double(number) / 4)
        case .json: .text("{\"number\":\(number)}")
        }
    }
}
