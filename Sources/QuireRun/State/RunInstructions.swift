package import QuireModel

/// What the user asks of a run, in the user's words, so that it can be asked again.
package struct RunInstructions: Sendable, Hashable, Codable {
    package struct Assignment: Sendable, Hashable, Codable {
        package var name: String
        package var text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    package var report: String
    package var parameters: [Assignment]
    /// Parameters that were given and are not kept, since they are secret.
    package var secretParameters: [String] = []
    /// Where paths begin, and where the file goes unless `output` says otherwise; absolute.
    package var folder: String
    /// A file, a folder, or `-`.
    package var output: String?
    package var format: String?
    package var limit: Int?
    /// Ids, joined by commas.
    package var columns: String?
    package var filter: String?
    package var sort: String?
    package var sheet: String?
    /// What the cache knows is asked for all the same.
    package var asksAnew = false
    /// The files go where the report's `deliver` says; nil in records of runs before there was such a thing.
    package var delivers: Bool?

    package init(report: String, parameters: [Assignment], in folder: String) {
        self.report = report
        self.parameters = parameters
        self.folder = folder
    }

    /// It holds a secret where none can be left out: it can be shown and not followed.
    package private(set) var isIncomplete = false

    /// The same without secrets.
    ///
    /// - Parameter names: parameters that are secret.
    package func hiding(_ names: Set<String>, _ redactor: Redactor) -> RunInstructions {
        func isSecret(_ parameter: Assignment) -> Bool {
            names.contains(parameter.name) || redactor.finds(in: parameter.text)
        }
        var kept = self
        kept.secretParameters = parameters.filter(isSecret).map(\.name)
        kept.parameters.removeAll(where: isSecret)
        for text in [\RunInstructions.output, \.filter, \.columns, \.sort] {
            guard let written = kept[keyPath: text], redactor.finds(in: written) else { continue }
            kept[keyPath: text] = nil
            kept.isIncomplete = true
        }
        return kept
    }
}
