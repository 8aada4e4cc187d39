import QuireModel
import QuirePlugin

extension LookupConfiguration {
    /// Everything that is wrong with it, by place.
    package func validate() -> [DefinitionProblem] {
        var problems: [DefinitionProblem] = []
        if request == nil, bulk == nil {
            problems.append(DefinitionProblem("a lookup needs 'request' or 'bulk'"))
        }
        if inputs.isEmpty { problems.append(DefinitionProblem("a lookup needs an input", at: "input")) }
        if inputs.contains(where: { $0.name == "keys" }) {
            problems.append(
                DefinitionProblem(
                    "an input cannot be called 'keys'", at: "input.keys", hint: "'{keys}' is the list of keys"))
        }
        problems += Self.repeated(inputs.map(\.name), "input") + Self.repeated(fields.map(\.name), "fields")
        problems += responses.checkCodes()
        if let request {
            problems += RequestCheck(inputs: inputs).check(request, isBulk: false).map { $0.under("request") }
        }
        if let bulk { problems += check(bulk).map { $0.under("bulk") } }
        return problems
    }

    static func repeated(_ names: [String], _ key: String) -> [DefinitionProblem] {
        var seen: Set<String> = []
        return names.filter { !seen.insert($0).inserted }
            .map { DefinitionProblem("'\($0)' is there twice", at: "\(key).\($0)") }
    }

    private func check(_ bulk: Bulk) -> [DefinitionProblem] {
        var problems = RequestCheck(inputs: inputs).check(bulk.request, isBulk: true).map { $0.under("request") }
        if bulk.size < 1 { problems.append(DefinitionProblem("a call has at least one key", at: "size")) }
        switch bulk.match {
        case .position: break
        case .property:
            if inputs.count != 1 {
                problems.append(
                    DefinitionProblem(
                        "'property' is for lookups with one input; this one has \(inputs.count)", at: "match",
                        hint: "write { input: path } for each input"))
            }
            if bulk.items.description.hasSuffix("[*]") {
                problems.append(
                    DefinitionProblem(
                        "with 'property' the items are an object, which '[*]' loses the names of", at: "items",
                        hint: "write \(bulk.items.path)"))
            }
        case .paths(let paths):
            let names = inputs.map(\.name)
            let misspelt = paths.keys.filter { !names.contains($0) }.compactMap { NearestName.find($0, among: names) }
            for name in names where paths[name] == nil && !misspelt.contains(name) {
                problems.append(DefinitionProblem("input '\(name)' is missing", at: "match"))
            }
            for name in paths.keys.sorted() where !names.contains(name) {
                problems.append(
                    DefinitionProblem(
                        "there is no input '\(name)'", at: "match.\(name)", hint: NearestName.hint(name, among: names)))
            }
        }
        return problems
    }
}

extension [ResponseRule] {
    /// Statuses that there are not.
    func checkCodes() -> [DefinitionProblem] {
        enumerated().flatMap { index, rule in
            rule.httpCodes.filter { !(100...599).contains($0) }.map {
                DefinitionProblem("\($0) is no HTTP status", at: "responses.\(index).http_codes")
            }
        }
    }
}
