import QuireComponents
import QuireDefinition
import QuireModel
import QuirePlugin
import QuireTesting
import QuireYAML

/// What the JSON Schema of a file says beside what its reader says.
enum SchemaJudgement {
    private static let schemas = Dictionary(
        uniqueKeysWithValues: DefinitionKind.allCases.map { ($0, JSONSchema.document($0, Builtins.registry)) })

    /// - Parameter diagnostics: what the reader says of the file.
    /// - Returns: how the two disagree; nil where they do not, or the file is no YAML.
    static func disagreement(on path: String, _ kind: DefinitionKind, _ diagnostics: [Diagnostic]) throws -> String? {
        guard let read = try? YAMLReader.readAllOfFile(at: path, as: path, allowsListKeys: kind == .test) else {
            return nil
        }
        let complaints = try SchemaValidator.shared.complaints(
            read.node.json, by: schemas[kind] ?? .null, named: kind.rawValue)
        let errors = diagnostics.filter { $0.severity == .error }
        let visible = errors.filter(isVisible)
        if complaints.isEmpty, let error = visible.first { return "the schema lets pass: \(error)" }
        if errors.isEmpty, let complaint = complaints.first { return "the schema refuses: \(complaint)" }
        return nil
    }

    /// Codes of problems that lie within one mapping.
    private static let codes: Set<String> = [
        "unknown-key", "missing-key", "wrong-type", "missing-value", "invalid-value", "unexpected-key",
        "invalid-source", "not-supported", "wrong-key",
    ]

    /// What needs more than one look at one place.
    private static let beyondSchemas: [(words: String, why: String)] = []

    private static func isVisible(_ error: Diagnostic) -> Bool {
        codes.contains(error.code) && !beyondSchemas.contains { error.message.contains($0.words) }
    }
}
