import FoundationEssentials
package import QuireDefinition
package import QuireModel
package import QuirePlugin

/// A file of rows, from which a report is to be made.
package struct FileDraft: Sendable {
    /// As the definition writes it.
    private let path: String
    private let component: Component<any FileBlueprint>
    private let registry: Registry

    /// - Parameter written: relative to the project, or to where the program is run.
    /// - Throws: where its ending does not say what is in it.
    package init(_ written: String, in folder: ProjectFolder, _ registry: Registry) throws(DiagnosticError) {
        path = Self.path(written, in: folder)
        self.registry = registry
        let formats = registry.files.map(\.name)
        let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
        let ending = name.split(separator: "/").last?.split(separator: ".").dropFirst().last?.lowercased()
        guard let component = registry.files.first(where: { $0.name == ending }) else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "invalid-option", "the ending of '\(written)' does not say what is in it", at: nil,
                    hint: "--file takes " + formats.map { ".\($0)" }.joined(separator: ", ")
                        + ", also with .gz; other files are read with 'format' under 'source'"))
        }
        self.component = component
    }

    private static func path(_ written: String, in folder: ProjectFolder) -> String {
        let files = FileManager.default
        guard !written.hasPrefix("/") else { return relative(written, to: folder.path) ?? written }
        let here = files.currentDirectoryPath + "/" + written
        if files.fileExists(atPath: folder.path + "/" + written) || !files.fileExists(atPath: here) { return written }
        return relative(here, to: folder.path) ?? URL(filePath: here).standardized.path
    }

    private static func relative(_ path: String, to folder: String) -> String? {
        let path = URL(filePath: path).standardized.path
        let folder = URL(filePath: folder).standardized.path + "/"
        return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : nil
    }

    /// The report, its columns the fields of the file.
    ///
    /// - Throws: as `RowSource.fields` does.
    package func report(named name: StartingName, _ context: SourceContext) async throws -> ReportDraft {
        var delimiter: String?
        // A header that is one field with such a character in it has been cut at the wrong one.
        if component.fields["delimiter"] != nil {
            let names = try await source(delimiter: nil, context).fields(parameters: [:]).map(\.name)
            if names.count == 1 { delimiter = [";", "\t", "|"].first { names[0].contains($0) } }
        }
        let fields = try await source(delimiter: delimiter, context)
            .learnedFields(parameters: [:], hasRows: true, asText: true)
        let types = fields.compactMap { field in field.type.map { (field: field.name, type: $0) } }
        return ReportDraft(
            name: name, source: .file(path, delimiter: delimiter, types: types), columns: fields.map(DraftColumn.init))
    }

    private func source(delimiter: String?, _ context: SourceContext) throws -> any RowSource {
        let place = FilePosition(file: "--file", line: 1, column: 1)
        func node(_ text: String) -> Node {
            Node(.scalar(Scalar(text: text, style: .doubleQuoted, meaning: .text)), at: place)
        }
        let entries = delimiter.map { [Node.Entry(key: node("delimiter"), value: node($0))] } ?? []
        var reading = Reading(registry: registry)
        guard
            let values = component.fields.read(Node(.mapping(entries), at: place), subject: "a source", &reading),
            let blueprint = component.make(values, &reading)
        else { throw DiagnosticError(reading.diagnostics) }
        return try blueprint.source(path, at: place, in: context)
    }
}
