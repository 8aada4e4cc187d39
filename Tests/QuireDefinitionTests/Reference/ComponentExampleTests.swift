import QuireComponents
import QuireDefinition
import QuireModel
import QuirePlugin
import QuireTesting
import QuireYAML
import Testing

/// What the reference shows of each kind is a definition that can be used.
@Suite struct ComponentExampleTests {
    private static let registry = Builtins.registry

    private func errors(in file: String, _ text: String, check name: String?) throws -> [String] {
        let project = SampleProject()
        if file != "quire.yaml" { project.write(text, to: file) }
        let connections = "connections:\n  crm: { kind: sqlite, file: crm.db }\n"
        project.write(file == "quire.yaml" ? text : connections, to: "quire.yaml")
        let found = project.check([name].compactMap(\.self)).filter { $0.severity == .error }
        let kind: DefinitionKind = file == "quire.yaml" ? .project : name == "a" ? .report : .service
        let disagreement = try SchemaJudgement.disagreement(on: project.path + "/" + file, kind, [])
        return found.map(\.description) + [disagreement].compactMap(\.self)
    }

    private func indented(_ text: String, by count: Int) -> String {
        let margin = String(repeating: " ", count: count)
        return text.split(separator: "\n").map { margin + $0 }.joined(separator: "\n")
    }

    @Test("of a connection", arguments: registry.connections.map(\.name))
    func connection(_ name: String) throws {
        let component = try #require(Self.registry.connections.first { $0.name == name })
        let text = "connections:\n  example:\n" + indented(component.example, by: 4)
        #expect(try errors(in: "quire.yaml", text, check: nil) == [])
    }

    @Test("of a service", arguments: registry.services.map(\.name))
    func service(_ name: String) throws {
        let component = try #require(Self.registry.services.first { $0.name == name })
        #expect(try errors(in: "services/example.yaml", component.example, check: "services/example") == [])
    }

    @Test(
        "of a source",
        arguments: registry.files.map(\.example) + registry.sources.map(\.example))
    func source(_ example: String) throws {
        let text = "source:\n" + indented(example, by: 2) + "\ncolumns: [sn]\n"
        #expect(try errors(in: "a.yaml", text, check: "a") == [])
    }

    @Test("and each is on the page of the reference with its summary")
    func reference() {
        let page = ReferencePage.markdown(Self.registry)
        let registry = Self.registry
        let shown =
            registry.connections.map { ($0.summary, $0.example) } + registry.files.map { ($0.summary, $0.example) }
            + registry.sources.map { ($0.summary, $0.example) } + registry.services.map { ($0.summary, $0.example) }
            + registry.destinations.map { ($0.summary, $0.example) }
        for (summary, example) in shown {
            #expect(page.contains("\n\(summary)\n"), "\(summary)")
            #expect(page.contains("```yaml\n\(example)\n```"), "\(example)")
        }
    }
}
