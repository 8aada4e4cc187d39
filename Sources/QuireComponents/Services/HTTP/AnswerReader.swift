import QuireModel
import QuirePlugin

/// What an answer says, by the lookup's rules. Knows no connection.
struct AnswerReader: Sendable {
    enum Verdict {
        case found(JSON)
        case missing
        /// The message where a rule has one.
        case retry(String?)
        case fail(String?)
        /// Should have been found, but the body is no JSON.
        case unreadable(JSONError)
    }

    private let rules: [ResponseRule]
    private let fields: [LookupConfiguration.Field]
    private let item: JSONPath
    private let zone: LocalZone
    private let secrets: KnownSecrets
    private let needsBody: Bool
    private let standardAction: @Sendable (Int) -> ResponseRule.Action

    init(_ lookup: LookupConfiguration, zone: @escaping LocalZone, secrets: KnownSecrets) {
        self.init(
            rules: lookup.responses, fields: lookup.fields, item: lookup.item, zone: zone, secrets: secrets,
            standardAction: ResponseRule.standardAction)
    }

    /// - Parameter standardAction: what an answer of that status says which no rule matches.
    init(
        rules: [ResponseRule], fields: [LookupConfiguration.Field], item: JSONPath = .root, zone: @escaping LocalZone,
        secrets: KnownSecrets, standardAction: @escaping @Sendable (Int) -> ResponseRule.Action
    ) {
        self.rules = rules
        self.fields = fields
        self.item = item
        self.standardAction = standardAction
        self.zone = zone
        self.secrets = secrets
        needsBody = rules.contains { rule in
            if case .path? = rule.message { return true }
            return rule.when != nil
        }
    }

    func verdict(status: Int, body: UnsafeRawBufferPointer) -> Verdict {
        let standard = standardAction(status)
        let isParsed = needsBody || standard == .found || rules.contains { $0.action == .found }
        let document: Result<JSON, JSONError> =
            isParsed
            ? Result { () throws(JSONError) in try JSON.parse(body) }
            : .failure(JSONError(offset: 0, problem: "not read"))
        let rule = rules.first { rule in
            // A gateway's 503 has a body of its own: only a rule that names the status speaks for it.
            let isMeant = rule.httpCodes.isEmpty ? standard != .retry : rule.httpCodes.contains(status)
            guard isMeant else { return false }
            guard let condition = rule.when else { return true }
            guard case .success(let document) = document else { return false }
            return condition.holds(in: document)
        }
        switch rule?.action ?? standard {
        case .missing: return .missing
        case .retry: return .retry(message(rule, document))
        case .fail: return .fail(message(rule, document))
        case .found:
            switch document {
            case .success(let document): return .found(document)
            case .failure(let error): return .unreadable(error)
            }
        }
    }

    private func message(_ rule: ResponseRule?, _ document: Result<JSON, JSONError>) -> String? {
        switch rule?.message {
        case nil: return nil
        case .text(let text)?: return text
        case .path(let path)?:
            guard case .success(let document) = document, let value = path.value(in: document), value != .null else {
                return nil
            }
            return if case .string(let text) = value { text } else { value.text }
        }
    }

    /// The reply for one key, from the answer to its own request.
    func reply(_ document: JSON) -> LookupReply.KeyReply {
        guard let item = item.value(in: document) else { return .missing }
        return reply(item: item)
    }

    /// The reply for the key of an item; `null` is no item.
    func reply(item: JSON) -> LookupReply.KeyReply {
        if item == .null { return .missing }
        var values: [Value] = []
        values.reserveCapacity(fields.count)
        if let problem = append(item, to: &values) { return .failed(message: problem, mayRetry: false) }
        return .found(values)
    }

    /// Appends one value for each field.
    ///
    /// - Returns: what does not fit.
    func append(_ item: JSON, to values: inout [Value], invalidValues: InvalidValues = .fail) -> String? {
        for field in fields {
            let found = field.path.value(in: item) ?? .null
            guard let value = field.type.convert(found, zone: zone) else {
                if invalidValues == .blank {
                    values.append(.null)
                    continue
                }
                return "field '\(field.name)' (\(field.path)) should be \(field.type.phrase) and is "
                    + secrets.redactor.line(found, limit: 100)
            }
            if field.isRequired, value.isNull {
                return "field '\(field.name)' (\(field.path)) is required and is not there"
            }
            values.append(value)
        }
        return nil
    }
}
