import QuireModel
package import QuirePlugin

/// A lookup's `request`.
struct RequestDefinition: DefinitionObject {
    var template: RequestTemplate

    static let method = Field.defaulted(
        "method", "GET", shown: "GET", "The method."
    ).shaped(.formatted(name: "a method", pattern: "^[A-Z]+$", examples: ["GET", "POST"]))
    static let path = Field<TextTemplate>.required(
        "path", "Follows the service's url; {input} is percent-encoded."
    ).shaped(.formatted(name: "a path", pattern: "^/[^?#{]*([{]|$)", examples: ["/contract/{sn}"]))
    static let query = Field.defaulted("query", Named<TextTemplate>(), shown: "none", "The query's parameters.")
    static let headers = Field.defaulted(
        "headers", Named<TextTemplate>(), shown: "none", "Sent with this request."
    ).shaped(.named(.text, names: .fitting(HeaderText.namePattern)))
    static let json = Field<JSONTemplate?>.optional("json", "The body; \"{input}\" keeps the input's type.")

    static let subject = "a request"
    static let fields = FieldTable([
        AnyField(method), AnyField(path), AnyField(query), AnyField(headers), AnyField(json),
    ])

    init?(_ values: FieldValues, _ reading: inout Reading) {
        template = RequestTemplate(
            method: values[Self.method], path: values[Self.path],
            query: values[Self.query].entries.map { RequestTemplate.Item($0.name, $0.value) },
            headers: values[Self.headers].entries.map { RequestTemplate.Item($0.name, $0.value) },
            json: values[Self.json])
    }
}

/// One of a lookup's `responses`.
extension ResponseRule: DefinitionObject {
    static let httpCodesField = Field.defaulted(
        "http_codes", [Int](), shown: "every status that is not retried", "Statuses it matches."
    ).shaped(.list(.integer(in: 100...599)))
    static let whenField = Field<Condition?>.optional("when", "What the body holds.")
    static let actionField = Field<Action>.required("action", "found, missing, retry or fail.")
    static let messageField = Field<Message?>.optional("message", "Shown with a failure: a text, or a path of one.")

    package static let subject = "a response"
    package static let fields = FieldTable([
        AnyField(httpCodesField), AnyField(whenField), AnyField(actionField), AnyField(messageField),
    ]).following(.any([.has("http_codes"), .has("when")]))

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        self.init(
            httpCodes: values[Self.httpCodesField], when: values[Self.whenField], action: values[Self.actionField],
            message: values[Self.messageField])
        let isUnreadable = values.isUnreadable(Self.httpCodesField) || values.isUnreadable(Self.whenField)
        if httpCodes.isEmpty, when == nil, !isUnreadable {
            reading.error(
                "missing-key", "a response needs 'http_codes' or 'when'", at: values.position,
                hint: "it says which answers the action is for")
        }
    }
}

extension ResponseRule.Action: DefinitionChoice {}

extension ResponseRule.Condition: DefinitionObject {
    static let pathField = Field<JSONPath>.required("path", "Of a value in the body; an absent one is null.")
    static let equals = Field<JSONValue?>.optional("equals", "It is this.")
    static let notEquals = Field<JSONValue?>.optional("not_equals", "It is anything else.")
    static let isIn = Field<[JSONValue]?>.optional("in", "It is one of these.")
    static let notIn = Field<[JSONValue]?>.optional("not_in", "It is none of these.")
    static let exists = Field<Bool?>.optional("exists", "It is there, or not.")

    package static let subject = "'when'"
    package static let fields = FieldTable([
        AnyField(pathField), AnyField(equals), AnyField(notEquals), AnyField(isIn), AnyField(notIn),
        AnyField(exists),
    ]).following(
        .exactlyOne([.names("equals"), .names("not_equals"), .has("in"), .has("not_in"), .has("exists")]))

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        let tests: [Test?] = [
            values[Self.equals].map { .equals($0.json) }, values[Self.notEquals].map { .notEquals($0.json) },
            values[Self.isIn].map { .isIn($0.map(\.json)) }, values[Self.notIn].map { .notIn($0.map(\.json)) },
            values[Self.exists].map { .exists($0) },
        ]
        let isUnreadable =
            values.isUnreadable(Self.equals) || values.isUnreadable(Self.notEquals)
            || values.isUnreadable(Self.isIn) || values.isUnreadable(Self.notIn) || values.isUnreadable(Self.exists)
        if isUnreadable { return nil }
        let given = tests.compactMap(\.self)
        guard given.count == 1 else {
            reading.error(
                "invalid-value", "'when' has one of equals, not_equals, in, not_in, exists, not \(given.count)",
                at: values.position)
            return nil
        }
        self.init(values[Self.pathField], given[0])
    }
}
