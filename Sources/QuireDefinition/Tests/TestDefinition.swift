import QuireModel
import QuirePlugin

/// The tests of one report, as their file says.
struct TestFileDefinition: DefinitionObject {
    var tests: [TestDefinition]

    static let testsField = Field<TestList>.required("tests", "The tests of the report beside this file.")

    static let subject = "a test file"
    static let fields = FieldTable([AnyField(testsField)])

    init?(_ values: FieldValues, _ reading: inout Reading) {
        tests = values[Self.testsField].tests
    }
}

/// The tests that could be read.
struct TestList: DefinitionValue {
    var tests: [TestDefinition]

    static var shape: Shape { .list(TestDefinition.shape, count: 1 ... .max) }

    static func read(_ node: Node, named name: String, _ reading: inout Reading) -> TestList? {
        guard case .sequence(let items) = node.content else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        if items.isEmpty { reading.error("missing-value", "a test file needs at least one test", at: node.position) }
        return TestList(tests: items.compactMap { reading.read(TestDefinition.self, from: $0, named: name) })
    }
}

/// One test: rows and answers that are given, and what the report makes of them.
struct TestDefinition: DefinitionObject {
    var name: String
    var namePosition: FilePosition
    var parameters: Named<GivenParameter>
    var rows: [GivenRow]
    var rowsPosition: FilePosition
    var lookups: Named<GivenLookup>
    var expect: [GivenRow]
    var position: FilePosition

    static let nameField = Field<String>.required("name", "What is tested, in words of your own.")
    static let parametersField = Field.defaulted(
        "parameters", Named<GivenParameter>(), shown: "the report's defaults",
        "Values of parameters, by name; `today`, `now` and `scheduled_at` may be among them.")
    static let rowsField = Field<[GivenRow]>.required(
        "rows", "The source's rows, before `where` and `distinct_by`; a field that a row leaves out is null.")
    static let lookupsField = Field.defaulted(
        "lookups", Named<GivenLookup>(), shown: "none",
        "Answers by enrichment and key, a key of several inputs being a list of them: the fields found, `missing`, or `{ error: text }`; fields left out are null."
    )
    static let expectField = Field<[GivenRow]>.required(
        "expect", "All rows of the report in order, each with the columns to look at, by id.")

    static let subject = "a test"
    static let fields = FieldTable([
        AnyField(nameField), AnyField(parametersField), AnyField(rowsField), AnyField(lookupsField),
        AnyField(expectField),
    ])

    init?(_ values: FieldValues, _ reading: inout Reading) {
        name = values[Self.nameField]
        namePosition = values.valuePlace(of: Self.nameField)
        parameters = values[Self.parametersField]
        rows = values[Self.rowsField]
        rowsPosition = values.place(of: Self.rowsField)
        lookups = values[Self.lookupsField]
        expect = values[Self.expectField]
        position = values.position
    }
}
