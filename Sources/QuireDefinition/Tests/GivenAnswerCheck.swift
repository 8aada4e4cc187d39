import QuireExpression
import QuireModel
import QuirePlugin

/// Turns the answers that a test gives into what its report's lookups would reply.
struct GivenAnswerCheck {
    let report: CheckedReport
    let lookups: Named<GivenLookup>
    let zone: Zone
    /// By enrichment, what its answers are made of.
    let shapes: [String: LookupShape]

    init(report: CheckedReport, lookups: Named<GivenLookup>, zone: Zone) {
        self.report = report
        self.lookups = lookups
        self.zone = zone
        shapes = report.enrichments.reduce(into: [:]) { shapes, enrichment in
            var shape = enrichment.shape
            if shape.fields == nil {
                // Only the opened service knows them: they are those that the report and the test name.
                let names = report.fieldNames(of: enrichment.name) + (lookups[enrichment.name]?.fieldNames ?? [])
                shape.fields = names.distinct.map { FieldShape($0) }
            }
            shapes[enrichment.name] = shape
        }
    }

    private static let forms = "it is its fields, such as { ours: 0.25 }, or missing, or { error: text }"

    /// - Returns: replies by enrichment and key.
    func check(_ reading: inout Reading) -> [String: [LookupKey: LookupReply.KeyReply]] {
        var answers: [String: [LookupKey: LookupReply.KeyReply]] = [:]
        for entry in lookups.entries {
            guard let enrichment = report.enrichments.first(where: { $0.name == entry.name }) else {
                let names = report.enrichments.map(\.name)
                reading.error(
                    "unknown-enrichment", "there is no enrichment '\(entry.name)'", at: entry.position,
                    hint: NearestName.hint(entry.name, among: names)
                        ?? (names.isEmpty ? "the report has none" : "it has " + names.joined(separator: ", ")))
                continue
            }
            answers[entry.name] = replies(of: enrichment, entry.value.entries, &reading)
        }
        return answers
    }

    private func replies(
        of enrichment: CheckedEnrichment, _ entries: [Node.Entry], _ reading: inout Reading
    ) -> [LookupKey: LookupReply.KeyReply] {
        var replies: [LookupKey: LookupReply.KeyReply] = [:]
        for entry in entries {
            guard let key = key(of: enrichment, entry.key, &reading),
                let reply = reply(of: enrichment, entry.value, &reading)
            else { continue }
            if replies.updateValue(reply, forKey: key) != nil {
                reading.error("duplicate-key", "the key \(key) is here a second time", at: entry.key.position)
            }
        }
        return replies
    }

    private func key(of enrichment: CheckedEnrichment, _ node: Node, _ reading: inout Reading) -> LookupKey? {
        let inputs = enrichment.shape.inputs
        let parts = if case .sequence(let items) = node.content { items } else { [node] }
        guard parts.count == inputs.count else {
            let names = inputs.map(\.name).joined(separator: ", ")
            reading.error(
                "wrong-key",
                "'\(enrichment.lookups[0])' has \(inputs.count == 1 ? "one input" : "\(inputs.count) inputs"), not \(parts.count)",
                at: node.position,
                hint: "the key is " + (inputs.count == 1 ? "the value of \(names)" : "a list: [\(names)]"))
            return nil
        }
        let values = zip(inputs, parts).map { input, part -> Value? in
            let value = part.isNull ? nil : GivenValue(node: part).value(as: input.type, zone: zone.local)
            if value == nil { reading.reportMismatch(part, named: input.name, wanted: input.type.phrase) }
            return value
        }
        let fitting = values.compactMap(\.self)
        return fitting.count == values.count ? LookupKey(fitting) : nil
    }

    private func reply(
        of enrichment: CheckedEnrichment, _ node: Node, _ reading: inout Reading
    ) -> LookupReply.KeyReply? {
        switch node.content {
        case .mapping(let entries):
            let hasErrorField = fields(of: enrichment).contains { $0.name == "error" }
            if entries.count == 1, !hasErrorField, let text = node["error"]?.scalar?.text {
                return .failed(message: text, mayRetry: false)
            }
            return found(by: enrichment, entries, &reading)
        case .scalar(let scalar):
            if scalar.text == "missing" { return .missing }
            if scalar.text.hasPrefix("error:") {
                let text = scalar.text.dropFirst("error:".count).drop { $0.isWhitespace }
                return .failed(message: String(text), mayRetry: false)
            }
        case .sequence: break
        }
        let found = node.isNull ? "nothing" : node.scalar.map { "'\($0.text)'" } ?? node.kindName
        reading.error(
            "wrong-type", "an answer of '\(enrichment.name)' cannot be \(found)", at: node.position, hint: Self.forms)
        return nil
    }

    private func found(
        by enrichment: CheckedEnrichment, _ entries: [Node.Entry], _ reading: inout Reading
    ) -> LookupReply.KeyReply? {
        let fields = fields(of: enrichment)
        var values = [Value](repeating: .null, count: fields.count)
        for entry in entries {
            guard let name = reading.keyText(entry.key) else { continue }
            guard let index = fields.firstIndex(where: { $0.name == name }) else {
                let names = fields.map(\.name)
                reading.error(
                    "unknown-field", "'\(enrichment.lookups[0])' has no field '\(name)'", at: entry.key.position,
                    hint: name == "error"
                        ? "a failed answer is { error: text } and nothing else; text that holds a comma stands in quotes"
                        : NearestName.hint(name, among: names) ?? "it has " + names.joined(separator: ", "))
                continue
            }
            guard let value = GivenValue(node: entry.value).value(as: fields[index].type, zone: zone.local) else {
                reading.reportMismatch(
                    entry.value, named: name, wanted: fields[index].type?.phrase ?? "a plain value")
                continue
            }
            values[index] = value
        }
        return .found(values)
    }

    private func fields(of enrichment: CheckedEnrichment) -> [FieldShape] { shapes[enrichment.name]?.fields ?? [] }
}

extension CheckedReport {
    /// The fields of an enrichment that expressions name.
    fileprivate func fieldNames(of enrichment: String) -> [String] {
        let expressions =
            columns.flatMap(\.expressions) + enrichments.flatMap { $0.inputs + [$0.when].compactMap(\.self) }
        return expressions.flatMap(\.references).filter { $0.qualifier?.lowercased() == enrichment }.map(\.name)
    }
}

extension GivenLookup {
    /// The fields that its answers name.
    fileprivate var fieldNames: [String] {
        entries.flatMap { entry -> [String] in
            guard case .mapping(let fields) = entry.value.content, fields.count != 1 || entry.value["error"] == nil
            else { return [] }
            return fields.compactMap(\.key.scalar?.text)
        }
    }
}

extension [String] {
    fileprivate var distinct: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
