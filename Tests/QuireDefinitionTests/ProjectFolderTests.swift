import FoundationEssentials
import QuireDefinition
import QuireExpression
import QuireModel
import QuirePlugin
import QuireTesting
import Testing

private let report = "source: { connection: crm, query: SELECT 1 }\ncolumns: [sn]"

@Suite("A project's folder")
struct ProjectFolderTests {
    @Test("has reports and services by the paths of their files")
    func names() throws {
        let project = SampleProject()
        for name in [
            "contracts.yaml", "finance/aging.yaml", "finance/deep/er.yaml", "contracts.test.yaml", "notes.txt",
            ".hidden.yaml", ".quire/state.yaml", "finance/.hidden.yaml", "finance/quire.yaml",
            "services/eu/tether.yaml",
            "folder.yaml/inside.yaml", "other.yml",
        ] {
            project.write(report, to: name)
        }
        let folder = try ProjectFolder(project.path)
        #expect(
            folder.reports == [
                "contracts", "finance/aging", "finance/deep/er", "finance/quire", "folder.yaml/inside",
            ])
        #expect(folder.services == ["eu/tether", "fx", "pair", "tether"])
    }

    @Test("must be there")
    func missing() {
        #expect {
            _ = try ProjectFolder("/nowhere/at/all")
        } throws: { error in
            (error as? DiagnosticError)?.diagnostics.map(\.code) == ["unknown-project"]
        }
    }

    @Test(
        "holds no report outside it", arguments: ["../x", "a/../a", "./a", "/a", "services/tether", "quire", "a.test"])
    func outside(name: String) {
        let project = SampleProject()
        project.write(report, to: "a.yaml")
        project.write("tests: []", to: "a.test.yaml")
        var loader = project.loader()
        #expect {
            _ = try loader.report(name)
        } throws: { error in
            (error as? DiagnosticError)?.diagnostics.map(\.code) == ["unknown-report"]
        }
    }

    @Test("names the nearest report")
    func nearest() {
        let project = SampleProject()
        project.write(report, to: "contracts.yaml")
        #expect(project.check(["contarcts"]).map(\.hint) == ["did you mean 'contracts'?"])
    }

    @Test("may hold a service below a folder")
    func nestedService() throws {
        let project = SampleProject()
        project.write(
            "url: http://localhost\nlookups: { d: { input: { sn: text }, request: { path: '/{sn}' }, fields: { ours: {} } } }",
            to: "services/eu/tether.yaml")
        let checked = try project.report(
            report.replacing("[sn]", with: "[a.ours]") + "\nenrich: { a: { lookup: eu/tether.d, input: { sn: sn } } }")
        #expect(checked.enrichments.map(\.lookups) == [[LookupReference(service: "eu/tether", lookup: "d")]])
    }
}

@Suite("Only what is used must be free of errors")
struct UsedPartsTests {
    @Test("so a report runs beside broken ones, broken services and broken connections")
    func broken() throws {
        let project = SampleProject()
        project.write(
            "connections:\n  crm: { kind: sqlite, file: a.db }\n  bad: { kind: sqlit }", to: "quire.yaml")
        project.write("titel: x", to: "b.yaml")
        project.write("kind: nothing", to: "services/bad.yaml")
        let checked = try project.report(report)
        #expect(checked.name == "a")
        #expect(project.check().count { $0.severity == .error } == 5)
    }

    @Test("and a service is read once, whoever uses it")
    func once() {
        let project = SampleProject()
        project.write("kind: nothing", to: "services/bad.yaml")
        for name in ["a", "b"] {
            project.write(
                report.replacing("[sn]", with: "[e.ours]") + "\nenrich: { e: { lookup: bad, input: { sn: sn } } }",
                to: name + ".yaml")
        }
        #expect(project.check().map(\.code) == ["invalid-value"])
    }
}

@Suite("A file that cannot be read")
struct UnreadableFileTests {
    @Test("as a link that leads nowhere says so")
    func danglingLink() throws {
        let project = SampleProject()
        try FileManager.default.createSymbolicLink(
            atPath: project.path + "/a.yaml", withDestinationPath: "/nowhere/at/all.yaml")
        #expect(project.check(["a"]).map(\.message) == ["there is no file '\(project.path)/a.yaml'"])
    }

    @Test("as a link to itself says so")
    func circularLink() throws {
        let project = SampleProject()
        try FileManager.default.createSymbolicLink(
            atPath: project.path + "/a.yaml", withDestinationPath: project.path + "/a.yaml")
        #expect(
            project.check(["a"]).map(\.message) == ["'\(project.path)/a.yaml' is a link that leads back to itself"])
    }

    @Test("as the project's own file says so")
    func project() throws {
        let project = SampleProject()
        try FileManager.default.removeItem(atPath: project.path + "/quire.yaml")
        try FileManager.default.createSymbolicLink(
            atPath: project.path + "/quire.yaml", withDestinationPath: "/nowhere/at/all.yaml")
        #expect(project.check([]).map(\.code) == ["unreadable-file"])
    }

    @Test("and one behind a link can be read")
    func link() throws {
        let project = SampleProject()
        let target = TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            atPath: project.path + "/a.yaml", withDestinationPath: target.write(report, to: "b.yaml"))
        #expect(project.check(["a"]) == [])
    }
}
