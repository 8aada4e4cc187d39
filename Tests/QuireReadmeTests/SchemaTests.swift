import Foundation
import QuireComponents
import QuireDefinition
import QuireModel
import QuireTesting
import QuireYAML
import Testing

/// What is shown to authors fits the schemas that their editors are given.
@Suite struct SchemaTests {
    private func complaints(_ path: String, _ bytes: Data) throws -> [String] {
        let kind: DefinitionKind =
            path.hasSuffix("quire.yaml")
            ? .project : path.contains("services/") ? .service : path.hasSuffix(".test.yaml") ? .test : .report
        let folder = TemporaryFolder()
        let read = try YAMLReader.readAllOfFile(
            at: folder.write(bytes, to: "a.yaml"), as: path, allowsListKeys: kind == .test)
        return try SchemaValidator.shared.complaints(
            read.node.json, by: JSONSchema.document(kind, Builtins.registry), named: kind.rawValue)
    }

    @Test("the samples do")
    func samples() throws {
        let folder = Readme.root.appending(path: "reports")
        let names = try #require(FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String])
        let definitions = names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }
        #expect(definitions.count > 7)
        for name in definitions {
            #expect(try complaints(name, Data(contentsOf: folder.appending(path: name))) == [], "\(name)")
        }
    }

    @Test("the blocks of the README do")
    func blocks() throws {
        let blocks = try Readme().blocks.filter { $0.language == "yaml" && $0.name?.hasPrefix("reports/") == true }
        #expect(blocks.count > 5)
        for block in blocks {
            #expect(try complaints(block.name ?? "", Data(block.text.utf8)) == [], "\(block.name ?? "")")
        }
    }
}
