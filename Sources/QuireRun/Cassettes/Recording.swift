import QuireDefinition
import QuireEngine
package import QuireModel
import QuirePlugin

/// Puts the answers of a run on cassettes.
package actor Recording {
    private struct Lookup {
        var shape: LookupShape
        /// Only the opened service knows its fields.
        var isOpen: Bool
        var redactor: Redactor
        var answers: [LookupKey: LookupAnswer] = [:]
    }

    private let folder: CassetteFolder
    private var lookups: [LookupReference: Lookup] = [:]
    /// Of the list that the run reads, on its cassette.
    package private(set) var rowCount = 0

    /// - Throws: every broken line of a cassette that is there already.
    fileprivate init(in folder: CassetteFolder, _ request: RunRequest) throws(DiagnosticError) {
        self.folder = folder
        for (name, service) in request.report.services {
            _ = try folder.read(name)
            let redactor = service.blueprint.redactor(hiding: request.secrets)
            for (lookup, shape) in service.blueprint.lookups {
                lookups[LookupReference(service: name, lookup: lookup)] = Lookup(
                    shape: shape, isOpen: shape.fields == nil, redactor: redactor)
            }
        }
        if let list = request.report.list, var lines = try CassetteLines(folder.file(of: list.reference)) {
            while try lines.next() != nil {}
        }
    }

    fileprivate func note(
        _ answers: [(key: LookupKey, answer: LookupAnswer)], of lookup: LookupReference, _ shape: LookupShape?
    ) {
        guard let shape = shape ?? lookups[lookup]?.shape else { return }
        lookups[lookup]?.shape = shape
        for (key, answer) in answers {
            // A key that is none of the lookup's was not asked for, and fails in every run by itself.
            let isKey = zip(shape.inputs, key.values).allSatisfy { $0.type.convert($1) == $1 }
            if isKey { lookups[lookup]?.answers[key] = answer }
        }
    }

    fileprivate func note(rows: Int) { rowCount += rows }

    /// Writes what is known by now, in place of what cassettes say of the same keys.
    ///
    /// - Returns: how many answers that are.
    package func finish() throws -> Int {
        var count = 0
        for (service, lookups) in Dictionary(grouping: lookups, by: \.key.service) {
            // Another run may have recorded meanwhile.
            var cassette = try folder.read(service) ?? Cassette()
            for (reference, lookup) in lookups {
                count += lookup.answers.count
                if lookup.isOpen, let fields = lookup.shape.fields {
                    cassette.keep(fields: fields, of: reference.lookup)
                }
                for (key, answer) in lookup.answers {
                    cassette.keep(
                        CassetteLine(
                            answer, to: key, of: reference.lookup, lookup.shape, redact: lookup.redactor.redact))
                }
            }
            if lookups.contains(where: { !$0.value.answers.isEmpty }) { try folder.write(cassette, of: service) }
        }
        return count
    }
}

/// Tells a recording of every answer on its way.
private struct RecordedAnswers: AnswerStore {
    let recording: Recording
    let store: any AnswerStore
    let shapes: RunRequest.Shapes

    func answers(for keys: [LookupKey], of lookup: LookupReference) async throws -> [KnownAnswer?] {
        let known = try await store.answers(for: keys, of: lookup)
        await recording.note(
            zip(keys, known).compactMap { key, known in known.map { (key, $0.answer) } }, of: lookup, shapes(lookup))
        return known
    }

    func keep(_ answers: [KeptAnswer], of lookup: LookupReference) async throws {
        await recording.note(answers.map { ($0.key, $0.known.answer) }, of: lookup, shapes(lookup))
        try await store.keep(answers, of: lookup)
    }
}

extension RunRequest {
    /// Has the run's answers kept on cassettes, once the recording is finished, and the rows of its list as they come.
    ///
    /// - Throws: every broken line of a cassette that is there already.
    package mutating func record(in folder: CassetteFolder) throws(DiagnosticError) -> Recording {
        let recording = try Recording(in: folder, self)
        beforeAnswers = { RecordedAnswers(recording: recording, store: $0, shapes: $1) }
        if let list = report.list {
            let cassette = ListCassette(list, of: self, in: folder)
            aroundList = { RecordedList(source: $0, cassette: cassette) { await recording.note(rows: $0) } }
        }
        return recording
    }
}
