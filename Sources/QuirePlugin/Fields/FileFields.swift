public import QuireModel

/// Keys of whatever reads files.
public enum FileFields {
    public static let format = Field<String?>.optional(
        "format", "csv or ndjson; from the file's ending otherwise.")
    public static let types = Field.defaulted(
        "fields", Named<FieldType>(), shown: "none", "Types of fields, by name.")
    public static let invalid = Field.defaulted(
        "invalid", InvalidValues.fail, shown: "fail", "A value that does not fit its type: fail, or blank for null.")

    /// The mappings that name a file, one for each format that there is.
    ///
    /// - Parameters:
    ///   - file: the key that names it.
    ///   - common: keys that go with any format.
    public static func variants(
        _ registry: Registry, of file: AnyField, common: FieldTable
    ) -> [Variants.Variant] {
        let names = registry.files.map(\.name)
        let formats = registry.files.map { component in
            let table = FieldTable([file, AnyField(format).shaped(.choice(names))]) + component.fields + common
            return Variants.Variant(
                .all([.has(file.name), isFormat(component.name, of: file.name)]), table,
                distinction: ", with `format: \(component.name)`", summary: component.summary,
                example: component.example)
        }
        // What the ending does not say has to be said.
        let other = FieldTable([file, AnyField(format).shaped(.choice(names))], isOpen: true).following(
            .has(format.name))
        return formats + [Variants.Variant(.has(file.name), other, distinction: "")]
    }

    /// A mapping says of its file that it is in a format, or the file's ending does.
    public static func isFormat(_ name: String, of file: String) -> Condition {
        let ending = Condition.text(file, matches: "\\.\(anyCase(name))(\\.gz)?$")
        return .any([.value(format.name, [name]), .all([.not(.has(format.name)), ending])])
    }

    private static func anyCase(_ text: String) -> String {
        text.map { "[\($0.lowercased())\($0.uppercased())]" }.joined()
    }
}

extension Reading {
    /// The component that reads a file.
    ///
    /// - Parameter format: what the author says it is; the ending of its path otherwise.
    /// - Returns: nil after `reading` has been told why.
    public mutating func fileComponent(
        for path: String, at place: FilePosition, format: Node?
    ) -> Component<any FileBlueprint>? {
        let format = format?.isNull == true ? nil : format
        if let format, format.scalar == nil {
            reportMismatch(format, named: FileFields.format.name, wanted: "csv or ndjson")
            return nil
        }
        let known = registry.files.map(\.name)
        guard let name = format?.scalar?.text ?? Self.ending(of: path) else {
            error(
                "missing-key", "the ending of '\(path)' does not say its format", at: place,
                hint: "add 'format', one of " + known.joined(separator: ", "))
            return nil
        }
        if let component = registry.files.first(where: { $0.name == name }) { return component }
        error(
            "invalid-value", "there is no file format '\(name)'", at: format?.position ?? place,
            hint: NearestName.hint(name, among: known) ?? "it is one of " + known.joined(separator: ", "))
        return nil
    }

    private static func ending(of path: String) -> String? {
        let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
        return name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]).lowercased() }
    }
}
