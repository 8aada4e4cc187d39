import QuireComponents
import QuireDefinition
import QuireModel
import QuireTesting
import QuireYAML
import Testing

/// The schemas that editors are given.
@Suite struct JSONSchemaTests {
    private static func schema(_ kind: DefinitionKind) -> JSON { JSONSchema.document(kind, Builtins.registry) }

    private func complaints(_ kind: DefinitionKind, _ text: String) throws -> [String] {
        let node = try YAMLReader.read(Array(text.utf8), file: "a.yaml")
        return try SchemaValidator.shared.complaints(node.json, by: Self.schema(kind), named: kind.rawValue)
    }

    @Test("say of which version they are, what they are for, and what each key is", arguments: DefinitionKind.allCases)
    func heads(_ kind: DefinitionKind) {
        let schema = Self.schema(kind)
        #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(schema["$id"] == .string("urn:quire:schema:\(kind.rawValue)"))
        #expect(schema["title"] != nil)
    }

    @Test("have a key's summary, default and choices")
    func keys() throws {
        let output = try #require(Self.schema(.report)["properties"]?["output"]?["properties"])
        #expect(output["empty"]?["default"] == "file")
        #expect(output["empty"]?["anyOf"]?[0]?["enum"] == ["file", "skip"])
        #expect(output["csv"]?["description"] == "How csv is written.")
        #expect(output["csv"]?["properties"]?["bom"]?["default"] == false)
        let limits = try #require(Self.schema(.service)["$defs"]?["limits"]?["properties"])
        #expect(limits["max_concurrency"]?["default"] == 32)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var kind: DefinitionKind
        var text: String
        var complaint: String
        var testDescription: String { text }
    }

    @Test(
        "speak of the mapping that is meant, and of no other of its kind",
        arguments: [
            Refusal(
                kind: .project, text: "connections: { a: { kind: sqlite, fiel: x.db } }",
                complaint: "connections/a: Additional properties are not allowed ('fiel' was unexpected)"),
            Refusal(
                kind: .project, text: "connections: { a: { kind: sqlit, file: x.db } }",
                complaint: "connections/a/kind: 'sqlit' is not valid under any of the given schemas"),
            Refusal(
                kind: .report, text: "source: { file: a.csv, delimeter: ';' }\ncolumns: [a]",
                complaint: "source: Additional properties are not allowed ('delimeter' was unexpected)"),
            Refusal(
                kind: .report, text: "source: { file: a.dat }\ncolumns: [a]",
                complaint: "source: 'format' is a required property"),
            Refusal(
                kind: .report, text: "source: { connection: crm }\ncolumns: [a]",
                complaint: "source: 'query' is a required property"),
            Refusal(
                kind: .service,
                text: "kind: sql\nurl: http://a\nconnection: crm\nlookups: { a: { input: { a: text }, query: b } }",
                complaint: ": Additional properties are not allowed ('url' was unexpected)"),
            Refusal(
                kind: .service,
                text:
                    "url: http://a\nauthenticator: { type: basic, username: a }\nlookups: { a: { input: { a: text }, request: { path: /a }, fields: { b: {} } } }",
                complaint: "authenticator: 'password' is a required property"),
            Refusal(kind: .report, text: "source: { file: a.csv }\ncolumns: [{ value: a, group: 8 }]", complaint: ""),
        ])
    func variants(_ refusal: Refusal) throws {
        let found = try complaints(refusal.kind, refusal.text)
        if refusal.complaint.isEmpty {
            #expect(!found.isEmpty)
        } else {
            #expect(found.contains(refusal.complaint), "\(found)")
        }
    }

    @Test(
        "take what the reader takes",
        arguments: [
            (
                DefinitionKind.report,
                "title: 2026\nsource: { connection: crm, query: 1 }\ncolumns: [a, 1, { value: 1, title: true, width: auto }]"
            ),
            (.report, "title:\nsource: { file: a.csv, fields: { a: number } }\ncolumns: [a]\noutput:\n"),
            (.report, "source: { file: A.CSV.gz, header: false }\ncolumns: [a]"),
            (.report, "source: { file: a.dat, format: ndjson }\nsheets: [{ columns: [a] }, { query: SELECT 1 }]"),
            (.report, "parameters: { a: { type: [text], default: [x, 1] } }\nsource: { file: a.csv }\ncolumns: [a]"),
            (
                .service,
                "kind:\nurl: ${A_URL}\nlimits: { max_concurrency: '${N}' }\ntimeout: ${T}\nlookups: { a: { input: { a: text }, request: { path: '/{a}' }, fields: { b: {} } } }"
            ),
            (.project, ""),
            (.project, "connections: { a: { kind: '${KIND}', file: x.db } }"),
            (.test, "tests: [{ name: 1, rows: [], expect: [], parameters: { a: [1], b: null } }]"),
        ])
    func taken(kind: DefinitionKind, text: String) throws {
        #expect(try complaints(kind, text) == [])
    }
}
