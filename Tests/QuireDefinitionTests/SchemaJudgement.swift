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
    private static let beyondSchemas: [(words: String, why: String)] = [
        ("there is no input", "inputs are named in another key"),
        ("has one input, not", "the lookup is another file's"),
        ("has 2 inputs, not", "the lookup is another file's"),
        ("'property' is for lookups with one input", "it counts the inputs"),
        ("with 'property' the items", "it is about two keys at once"),
        ("the request says nothing of input", "inputs are named in another key"),
        ("'{sn*}' can only be", "placeholders are found by reading the text"),
        ("'{keys}' is for bulk requests", "placeholders are found by reading the text"),
        ("needs 'lookups' or 'lists'", "either will do"),
        ("'{keys}' is for the 'json'", "placeholders are found by reading the text"),
        ("a GET request has no body", "the method is another key's"),
        ("which 'json' is not", "the body is another key's"),
        ("page and size cannot both", "it is about two keys at once"),
        ("the request says 'page' already", "the request is another key's"),
        ("the request says 'k' already", "the request is another key's"),
        ("'{SN}' is no placeholder", "placeholders are found by reading the text"),
        ("$.a..b", "a message is any text, or a path"),
        ("there is no time zone", "zones are many, and the system's"),
        ("the sheets that 'region' gives", "it is about a template and a split"),
        ("is secret, and", "it is declared in another key"),
        ("a condition compares with one value", "the parameter is declared in another key"),
        ("two values of one kind", "it is about both together"),
        ("is no day of the calendar", "calendars are no regular expressions"),
        ("is no regular expression", "so are regular expressions"),
        ("'today' takes a date", "a test's parameters are typed by their names"),
        ("'sn' takes a plain value, not a list", "the report says what is plain"),
        ("'ours' takes a number, not 'half'", "the type is another file's"),
        ("'amount' takes a number, not 'much'", "the type is another file's"),
        ("'day' takes a date, not 'soon'", "the type is another file's"),
        ("'currency' takes text, not nothing", "the type is another file's"),
        ("'signed_on' takes a date, not a list", "the type is another file's"),
        ("'none' is no number", "the type is another file's"),
        ("is no scope", "a list of scopes is a text as well"),
        ("a username cannot hold ':'", "a user may be a number"),
        ("the query of the url has characters", "only its reader takes a URL apart"),
        ("a delivery of kind", "a destination's name, which may be that of a kind, says which keys it takes"),
        ("unknown key 'direktory'", "so it does of others"),
        ("a destination of kind", "names and kinds stand in one place"),
    ]

    private static func isVisible(_ error: Diagnostic) -> Bool {
        codes.contains(error.code) && !beyondSchemas.contains { error.message.contains($0.words) }
    }
}
