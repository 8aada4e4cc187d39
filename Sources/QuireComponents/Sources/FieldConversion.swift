import QuireModel

/// A value that does not fit its field.
struct MisfitValue: Error {
    /// Where it stands, up to the field: `data/a.csv, line 3`.
    var place: String
    var field: FieldShape
    var text: String

    var failure: RunFailure {
        let shown = text.count > 60 ? text.prefix(60) + "…" : text[...]
        return RunFailure(
            "\(place), field '\(field.name)': '\(shown)' is not \((field.type ?? .text).phrase)",
            hint: "correct the value, give the field another type under 'fields', or set 'invalid: blank'")
    }
}

/// The names under `fields` that a source does not have.
func unknownFields(
    _ types: [String: FieldType], in names: [String], of source: String, at position: FilePosition?
) -> [Diagnostic] {
    let known = Set(names)
    return types.keys.filter { !known.contains($0) }.sorted().map { name in
        Diagnostic(
            .error, "unknown-field", "'fields' names '\(name)', which \(source) does not have", at: position,
            hint: NearestName.hint(name, among: names))
    }
}
