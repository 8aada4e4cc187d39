import QuireModel
package import QuirePlugin

/// Lookups in a table that a file holds.
package struct FileServiceBlueprint: ServiceBlueprint {
    /// - Parameter files: the formats that there are; the keys of all of them are the service's too.
    package static func component(_ files: [Component<any FileBlueprint>]) -> Component<any ServiceBlueprint> {
        Component(
            "file", summary: "A table from a file, held in memory.",
            fields: [
                AnyField(file), AnyField(FileFields.format).shaped(.choice(files.map(\.name))),
                AnyField(FileFields.types),
            ] + files.flatMap(\.fields.fields) + [AnyField(FileFields.invalid), AnyField(lookups)],
            rules: rules(files),
            example: """
                kind: file
                file: data/airlines.csv
                lookups:
                  airline: { input: { code: text }, match: { code: "IATA Code" } }
                """
        ) { values, reading in FileServiceBlueprint(values, &reading) }
    }

    /// A file's format is known, and no key is for another.
    private static func rules(_ files: [Component<any FileBlueprint>]) -> [Condition] {
        let known = files.map { FileFields.isFormat($0.name, of: file.name) }
        let strangers = files.flatMap { format in
            files.flatMap(\.fields.fields).filter { format.fields[$0.name] == nil }.map { key in
                Condition.not(.all([FileFields.isFormat(format.name, of: file.name), .has(key.name)]))
            }
        }
        return [.any(known + [.has(FileFields.format.name), .text(file.name, matches: #"\$\{"#)])] + strangers
    }

    static let file = Field<String>.required(
        "file", "A file, relative to the project; may be a pattern."
    ).shaped(.formatted(name: "a path", pattern: "^(?!-$)", examples: ["data/airlines.csv"]))
    static let lookups = Field<Named<FileLookupDefinition>>.required(
        "lookups", "What can be looked up, by name."
    ).shaped(.named(FileLookupDefinition.shape, names: .identifiers, count: 1 ... .max))

    private let path: String
    private let place: FilePosition
    private let fieldTypes: [String: FieldType]
    private let invalidValues: InvalidValues
    private let reader: any FileBlueprint
    private let keys: [String: [FileLookup.Input]]

    init?(_ values: FieldValues, _ reading: inout Reading) {
        let named = values[Self.lookups]
        named.checkLookups(at: values.valuePlace(of: Self.lookups), &reading)
        path = values[Self.file]
        place = values.valuePlace(of: Self.file)
        guard let reader = Self.reader(values, &reading) else { return nil }
        self.reader = reader
        if path == "-" {
            reading.error(
                "invalid-value", "a service cannot read standard input", at: place,
                hint: "name a file, relative to the project")
        } else if values.node[Self.file.name]?.isUnresolved == false {
            reading.report(reader.check(path, at: place, parameters: [:]))
        }
        let types = values[FileFields.types].entries.map { ($0.name, $0.value) }
        fieldTypes = Dictionary(types, uniquingKeysWith: { first, _ in first })
        invalidValues = values[FileFields.invalid]
        keys = Dictionary(
            named.entries.compactMap { entry in entry.value.inputs.map { (entry.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    private static func reader(_ values: FieldValues, _ reading: inout Reading) -> (any FileBlueprint)? {
        if values.isUnreadable(FileFields.format) { return nil }
        let format = values.node[FileFields.format.name]
        let formats = reading.registry.files
        // What waits for a variable may be in any format.
        let isOpen = (format ?? values.node[file.name])?.isUnresolved == true
        guard
            let component = isOpen
                ? formats.first
                : reading.fileComponent(for: values[file], at: values.valuePlace(of: file), format: format)
        else { return nil }
        guard case .mapping(let entries) = values.node.content else { return nil }
        for entry in entries {
            let name = entry.key.scalar?.text ?? ""
            guard let owner = formats.first(where: { $0.fields[name] != nil }), component.fields[name] == nil else {
                continue
            }
            reading.error(
                "unknown-key", "'\(name)' is for files in \(owner.name), not in \(component.name)",
                at: entry.key.position, hint: "remove it")
        }
        return component.make(values, &reading)
    }

    package var lookups: [String: LookupShape] {
        keys.mapValues { FileLookup.shape($0, fields: nil) }
    }

    /// Memory answers at once: more would not be faster.
    package var mostCallsAtOnce: Int { 4 }

    package func open(_ context: ServiceContext) async throws -> any LookupService {
        let source = try reader.source(
            path, at: place,
            in: SourceContext(
                fieldTypes: fieldTypes, invalidValues: invalidValues, zone: context.zone, folder: context.folder))
        return try await FileService(source, named: path, keys: keys, invalid: invalidValues, zone: context.zone)
    }
}

/// One of a service's `lookups`.
struct FileLookupDefinition: DefinitionObject {
    /// Nil where they could not be read.
    var inputs: [FileLookup.Input]?

    static let input = Field<Named<FieldType>?>.needed(
        "input", "Names and types of what it is asked with; each is the column of its name."
    ).shaped(.named(FieldType.shape, names: .identifiers, count: 1 ... .max))
    static let match = Field.defaulted(
        "match", Named<String>(), shown: "the inputs' names", "For an input the column that it is.")

    static let subject = "a lookup"
    static let fields = FieldTable([AnyField(input), AnyField(match)])

    init?(_ values: FieldValues, _ reading: inout Reading) {
        guard let named = values[Self.input],
            let inputs = named.inputs(at: values.valuePlace(of: Self.input), &reading)
        else { return }
        let match = values[Self.match]
        let names = named.names
        for entry in match.entries where !names.contains(entry.name) {
            reading.error(
                "unknown-input", "there is no input '\(entry.name)'", at: entry.position,
                hint: NearestName.hint(entry.name, among: names) ?? "it takes " + names.joined(separator: ", "))
        }
        self.inputs = inputs.map { input in
            let written = match.entries.first { $0.name == input.name }
            let place = written?.valuePosition ?? named.entries.first { $0.name == input.name }?.position
            return FileLookup.Input(input, column: written?.value ?? input.name, place: place)
        }
    }
}
