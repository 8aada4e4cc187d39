package import FoundationEssentials
import GRDB
import QuireDefinition
import QuireEngine
import QuireModel
import QuirePlugin

/// What becomes of a run's answers beyond the run.
package struct AnswerKeeping: Sendable {
    let state: StateDatabase
    let journal: RunJournal?
    let asksAnew: Bool
    /// Milliseconds since 1970.
    let now: @Sendable () -> Int64

    /// - Parameters:
    ///   - run: whose journal they go to; nil where the run is not to be resumed.
    ///   - asksAnew: what the cache knows is asked for all the same.
    package init(
        _ state: StateDatabase, run: String?, asksAnew: Bool,
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
    ) {
        self.state = state
        journal = run.map { RunJournal(path: state.folder.journal(of: $0)) }
        self.asksAnew = asksAnew
        self.now = now
    }
}

extension RunRequest {
    /// Where the run's answers go, with what is known of an earlier attempt at it.
    ///
    /// - Parameter shape: what an opened service says of a lookup.
    func answers(
        _ keeping: AnswerKeeping?, shape: (LookupReference) -> LookupShape?
    ) async throws -> RunAnswers {
        let own = AnswersOnDisk(folder: workFolder)
        guard let keeping else {
            return RunAnswers(own: own, journal: nil, cache: nil, lasting: [:], asksAnew: false)
        }
        var cache: AnswerCache? = AnswerCache(keeping.state, now: keeping.now)
        var warnings: [String] = []
        var lasting: [LookupReference: RunAnswers.Lasting] = [:]
        for lookup in Set(usedEnrichments.flatMap(\.lookups)) {
            guard let service = report.services[lookup.service] else { continue }
            // Answers are kept without the names of their fields, which are in order: that order must be the same.
            let order = (shape(lookup) ?? service.blueprint.lookups[lookup.lookup])?.orderText ?? ""
            func scope(_ text: String) -> AnswerScope {
                AnswerScope(lookup: lookup, definition: keeping.state.fingerprint(text + order))
            }
            var shelf: AnswerCache.Shelf?
            if let policy = service.cache {
                let whole = scope(service.definitionText(of: lookup.lookup, in: project))
                do { shelf = try await cache?.shelf(of: whole, policy: policy) } catch let error as DatabaseError {
                    cache = nil
                    warnings.append(RunAnswers.cacheWarning(StateDatabase.reason(error)))
                }
            }
            // A run that goes on keeps what it was told, also where the service has moved or knows us by another token.
            lasting[lookup] = RunAnswers.Lasting(
                scope: scope(service.lookupText(lookup.lookup, in: project)), shelf: shelf,
                redactor: service.blueprint.redactor(hiding: secrets))
        }
        let answers = RunAnswers(
            own: own, journal: keeping.journal, cache: cache, lasting: lasting, asksAnew: keeping.asksAnew,
            warnings: warnings)
        try await answers.takeUp()
        return answers
    }

    /// Tells whether a report and the lookups it names are defined as before.
    package func definition(_ state: StateDatabase) -> Data {
        let lookups = Set(report.enrichments.flatMap(\.lookups)).sorted { $0.description < $1.description }
        let texts = lookups.map { report.services[$0.service]?.lookupText($0.lookup, in: project) ?? "" }
        let list = report.list.map { list in
            report.services[list.reference.service]?.listText(list.reference.list, in: project) ?? ""
        }
        return state.fingerprint(([report.definitionText] + texts + [list].compactMap(\.self)).joined(separator: "\n"))
    }
}

extension LookupShape {
    /// Its inputs and its fields one after the other. To be hashed, never shown.
    fileprivate var orderText: String {
        let inputs = inputs.map { "\($0.name.debugDescription):\($0.type.rawValue)" }
        let fields = fields?.map { "\($0.name.debugDescription):\($0.type?.rawValue ?? "")" } ?? []
        return "(\(inputs.joined(separator: ",")))(\(fields.joined(separator: ",")))"
    }
}
