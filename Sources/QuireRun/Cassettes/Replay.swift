import QuireDefinition
import QuireEngine
package import QuireModel
import QuirePlugin

/// Knows what cassettes say before anyone is asked.
private struct ReplayedAnswers: AnswerStore {
    let recorded: [LookupReference: [LookupKey: LookupAnswer]]
    let store: any AnswerStore

    func answers(for keys: [LookupKey], of lookup: LookupReference) async throws -> [KnownAnswer?] {
        var known = try await store.answers(for: keys, of: lookup)
        guard let recorded = recorded[lookup] else { return known }
        for index in known.indices where known[index] == nil {
            known[index] = recorded[keys[index]].map { KnownAnswer(answer: $0, isFromBefore: true) }
        }
        return known
    }

    func keep(_ answers: [KeptAnswer], of lookup: LookupReference) async throws {
        try await store.keep(answers, of: lookup)
    }
}

extension RunRequest {
    /// Has the run take its answers, and the rows of its list, from cassettes and nowhere else: a key that they do not
    /// hold fails.
    ///
    /// - Throws: every broken line of a cassette that the run uses.
    package mutating func replay(from folder: CassetteFolder) throws(DiagnosticError) {
        if let list = report.list { source = ReplayedList(cassette: ListCassette(list, of: self, in: folder)) }
        var recorded: [LookupReference: [LookupKey: LookupAnswer]] = [:]
        var problems: [Diagnostic] = []
        let used = Set(usedEnrichments.flatMap(\.lookups))
        for (name, service) in report.services {
            var shapes = service.blueprint.lookups
            let file = folder.file(of: name)
            var isThere = false
            do throws(DiagnosticError) {
                let cassette = try folder.read(name)
                isThere = cassette != nil
                for (lookup, defined) in shapes {
                    let reference = LookupReference(service: name, lookup: lookup)
                    guard used.contains(reference) else { continue }
                    var shape = defined
                    shape.fields = defined.fields ?? cassette?.fields(of: lookup) ?? []
                    shapes[lookup] = shape
                    recorded[reference] = try cassette?.answers(of: lookup, shape)
                }
            } catch {
                problems += error.diagnostics
            }
            let message = isThere ? "'\(file)' holds no answer for it" : "there is no cassette '\(file)'"
            services[name] = GivenAnswers(shapes) { _ in .failed(message: message, mayRetry: false) }
        }
        guard problems.isEmpty else { throw DiagnosticError(problems.sortedByPlace()) }
        beforeAnswers = { [recorded] store, _ in ReplayedAnswers(recorded: recorded, store: store) }
    }
}
