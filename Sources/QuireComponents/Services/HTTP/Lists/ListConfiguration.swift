import QuireModel
package import QuirePlugin

/// A list of an HTTP service, as it is defined.
package struct ListConfiguration: Sendable {
    package var inputs: [LookupShape.Field]
    package var request: RequestTemplate
    package var responses: [ResponseRule]
    package var items: ItemsPath
    package var fields: [LookupConfiguration.Field]
    /// Without one, one answer holds all there is.
    package var paginator: Paginator?

    package init(
        inputs: [LookupShape.Field] = [], request: RequestTemplate, responses: [ResponseRule] = [], items: ItemsPath,
        fields: [LookupConfiguration.Field], paginator: Paginator? = nil
    ) {
        self.inputs = inputs
        self.request = request
        self.responses = responses
        self.items = items
        self.fields = fields
        self.paginator = paginator
    }

    package var shape: ListShape {
        ListShape(inputs: inputs, fields: fields.map { FieldShape($0.name, $0.type) })
    }
}

extension ListConfiguration {
    /// Everything that is wrong with it, by place.
    ///
    /// - Parameter taken: the name in a query under which the service is told who asks.
    package func validate(taken: String?) -> [DefinitionProblem] {
        var problems = LookupConfiguration.repeated(inputs.map(\.name), "input")
        problems += LookupConfiguration.repeated(fields.map(\.name), "fields")
        problems += responses.checkCodes()
        problems += RequestCheck(inputs: inputs).check(request, isBulk: false).map { $0.under("request") }
        if let paginator { problems += check(paginator, taken: taken).map { $0.under("paginator") } }
        return problems
    }

    private func check(_ paginator: Paginator, taken: String?) -> [DefinitionProblem] {
        var problems: [DefinitionProblem] = []
        if let size = paginator.size, size < 1 {
            problems.append(DefinitionProblem("a page has at least one item", at: "size"))
        }
        if paginator.maxPages < 1 { problems.append(DefinitionProblem("'max_pages' is at least 1", at: "max_pages")) }
        if case .page(_, let first) = paginator.kind, first < 0 {
            problems.append(DefinitionProblem("pages are counted from 0 or more", at: "first"))
        }
        if paginator.place == .json {
            if request.method == "GET" || request.method == "HEAD" {
                problems.append(
                    DefinitionProblem(
                        "a \(request.method) request has no body to say the page in", at: "inject_into",
                        hint: "write 'inject_into: query', or 'method: POST' under 'request'"))
            }
            if let json = request.json, !json.isObject {
                problems.append(
                    DefinitionProblem("the page is said in a JSON object, which 'json' is not", at: "inject_into"))
            }
        }
        return problems + checkNames(paginator, taken: taken)
    }

    private func checkNames(_ paginator: Paginator, taken: String?) -> [DefinitionProblem] {
        var problems: [DefinitionProblem] = []
        let written: [String] =
            switch (paginator.place, request.json) {
            case (.query, _): request.query.map(\.name) + [taken].compactMap(\.self)
            case (.json, .object(let members)?): members.map(\.name)
            case (.json, _): []
            }
        for name in paginator.names {
            if name.isEmpty { problems.append(DefinitionProblem("what a request says has a name")) }
            if written.contains(name) {
                problems.append(
                    DefinitionProblem(
                        "the request says '\(name)' already", hint: "leave it to the paginator, or give it another name"
                    ))
            }
        }
        if paginator.names.count == 2, paginator.names[0] == paginator.names[1] {
            problems.append(
                DefinitionProblem("page and size cannot both be called '\(paginator.names[0])'", at: "size_name"))
        }
        return problems
    }
}

extension JSONTemplate {
    fileprivate var isObject: Bool {
        if case .object = self { true } else { false }
    }
}
