package import QuirePlugin

/// Everything that is built in.
package enum Builtins {
    package static let registry = Registry(
        connections: [SQLiteConnectionBlueprint.component],
        files: [CSVBlueprint.component, NDJSONBlueprint.component],
        services: [HTTPServiceBlueprint.component])
}
