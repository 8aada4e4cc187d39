import QuireComponents
import QuireDefinition
import QuireModel
import QuireTesting
import Testing

/// A definition with marks, and what `check` says of it.
struct LintCase: Sendable, CustomTestStringConvertible {
    enum File: String, Sendable {
        case report = "a.yaml"
        case service = "services/a.yaml"
        case project = "quire.yaml"
        case tests = "a.test.yaml"
    }

    var name: String
    var marked: String
    var expected: [String]
    /// Nothing is put behind the text to make a whole definition of it.
    var isWhole: Bool

    init(_ name: String, _ marked: String, _ expected: [String], isWhole: Bool = false) {
        self.name = name
        self.marked = marked
        self.expected = expected
        self.isWhole = isWhole
    }

    var testDescription: String { name }

    /// What `check` says of the text in a project with the services `tether`, `fx` and `pair`, a report's also with
    /// `share` and `names`.
    func problems(in file: File) -> [String] {
        let marks = MarkedText(marked)
        let project = SampleProject()
        if file == .tests { project.write(Self.tested, to: "a.yaml") }
        if file == .report {
            project.writeTables()
            project.writeLists()
        }
        project.write(isWhole ? marks.text : Self.completed(marks.text, as: file), to: file.rawValue)
        let names: [String] =
            switch file {
            case .report, .service, .tests: ["a"]
            case .project: []
            }
        let diagnostics = project.check(names)
        compareWithSchema(diagnostics, at: project.path, file)
        return diagnostics.map { diagnostic in
            let place = diagnostic.position?.file ?? ""
            guard place.isEmpty || place.hasSuffix("/" + file.rawValue) else { return "elsewhere: \(diagnostic)" }
            let told = marks.describe(diagnostic)
            guard diagnostic.severity == .warning, let space = told.firstIndex(of: " ") else { return told }
            return told[..<space] + " warning" + told[space...]
        }
    }

    /// What the reader refuses the schema refuses, as far as a schema can see it, and what it takes the schema takes.
    private func compareWithSchema(_ diagnostics: [Diagnostic], at folder: String, _ file: File) {
        let kind: DefinitionKind =
            switch file {
            case .report: .report
            case .service: .service
            case .project: .project
            case .tests: .test
            }
        let here = diagnostics.filter { $0.position?.file.hasSuffix("/" + file.rawValue) != false }
        do {
            let path = folder + "/" + file.rawValue
            if let problem = try SchemaJudgement.disagreement(on: path, kind, here) {
                Issue.record("\(name): \(problem)")
            }
        } catch {
            Issue.record("\(name): \(error)")
        }
    }

    /// The report whose tests are checked.
    private static let tested = """
        parameters:
          signed_from: { type: date, default: 2026-01-01 }
          region: { type: text, choices: [east, west], required: false }
          least: { type: integer, default: 0, min: 0 }
        source:
          file: rows.csv
          fields: { amount: number, signed_on: date }
          where: amount >= :least
        enrich:
          tether: { lookup: tether, input: { sn: sn } }
          fx: { lookup: fx, input: { currency: currency, day: signed_on } }
        columns:
          - { title: Contract, value: sn }
          - { title: Our share, value: tether.ours }
          - { title: In CNY, value: amount * fx.rate }
        """

    /// With the keys that a definition must have behind it.
    private static func completed(_ text: String, as file: File) -> String {
        let keys: [(name: String, value: String)] =
            switch file {
            case .report: [("source", "{ connection: crm, query: SELECT 1 }"), ("columns", "[sn]")]
            case .service:
                [
                    ("url", "http://localhost"),
                    ("lookups", "{ d: { input: { sn: text }, request: { path: '/{sn}' }, fields: { ours: {} } } }"),
                ]
            case .project, .tests: []
            }
        let lines = text.split(separator: "\n")
        return keys.reduce(text) { result, key in
            lines.contains { $0.hasPrefix(key.name + ":") } ? result : result + "\n\(key.name): \(key.value)"
        }
    }
}
