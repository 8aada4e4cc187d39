import QuireComponents
import QuireDefinition
import QuireModel
import QuireTesting

/// A project on disk that reports can be added to.
struct SampleProject {
    private let folder = TemporaryFolder()
    var variables: [String: String] = [:]
    var files: [String: String] = [:]

    init() {
        write("connections:\n  crm: { kind: sqlite, file: crm.db }\n", to: "quire.yaml")
        write(
            """
            url: http://localhost
            lookups:
              discount:
                input: { sn: text }
                request: { path: "/{sn}" }
                fields: { ours: { type: number }, theirs: { type: number } }
            """, to: "services/tether.yaml")
        write(
            """
            url: http://localhost
            lookups:
              rate:
                input: { currency: text, day: date }
                request: { path: "/{currency}/{day}" }
                fields: { rate: { type: number } }
            """, to: "services/fx.yaml")
        write(
            """
            url: http://localhost
            lookups:
              one: { input: { sn: text }, request: { path: "/{sn}" }, fields: { a: {} } }
              two: { input: { sn: text }, request: { path: "/{sn}" }, fields: { b: {} } }
              three: { input: { a: text, b: text }, request: { path: "/{a}/{b}" }, fields: { c: {} } }
              four: { input: { b: text, a: text }, request: { path: "/{a}/{b}" }, fields: { c: {} } }
            """, to: "services/pair.yaml")
    }

    /// The services `share` and `names`, whose fields are known only once they are open.
    func writeTables() {
        write(
            """
            kind: sql
            connection: crm
            lookups:
              ours: { input: { sn: text }, query: "SELECT sn, ours, theirs FROM share WHERE sn IN (:sn)" }
              rate:
                input: { currency: text, day: date }
                query: SELECT * FROM rate WHERE (currency, day) IN (:keys)
                bulk: { size: 20 }
            """, to: "services/share.yaml")
        write(
            """
            kind: file
            file: data/names.csv
            lookups: { name: { input: { sn: text }, match: { sn: "Contract No" } } }
            """, to: "services/names.yaml")
    }

    /// The service `crm`, which has lists alone.
    func writeLists() {
        write(
            """
            url: http://localhost
            lists:
              contracts:
                input: { since: date }
                request: { path: /contracts, query: { since: "{since}" } }
                items: $.results
                fields: { sn: {}, amount: { type: number } }
              customers:
                request: { path: /customers }
                items: $.results
                fields: { sn: {}, customer: {}, amount: { type: number } }
            """, to: "services/crm.yaml")
    }

    var path: String { folder.path }

    @discardableResult
    func write(_ text: String, to name: String) -> String { folder.write(text, to: name) }

    /// A process here may hold 1,024 files open.
    func loader() -> ProjectLoader {
        let files = files
        do {
            return ProjectLoader(
                folder: try ProjectFolder(path), environment: Environment(variables: variables) { files[$0] },
                registry: Builtins.registry, openFileLimit: 1024)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    func check(_ names: [String] = []) -> [Diagnostic] {
        var loader = loader()
        do {
            return try loader.check(names)
        } catch {
            return error.diagnostics
        }
    }

    /// A report read without errors, or else what is wrong.
    func report(_ text: String) throws -> CheckedReport {
        write(text, to: "a.yaml")
        var loader = loader()
        let report = try loader.report("a")
        let errors = loader.diagnostics.filter { $0.severity == .error }
        guard let report, errors.isEmpty else { throw DiagnosticError(errors) }
        return report
    }
}
