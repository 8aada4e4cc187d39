public import QuirePlugin

/// Everything that is built in.
public enum Builtins {
    private static let files = [CSVBlueprint.component, NDJSONBlueprint.component]

    public static let registry = Registry(
        connections: [
            SQLiteConnectionBlueprint.component, PostgresConnectionBlueprint.component,
            ODBCConnectionBlueprint.component,
        ],
        files: files,
        sources: [PluginSourceBlueprint.component],
        services: [
            HTTPServiceBlueprint.component, SQLServiceBlueprint.component, FileServiceBlueprint.component(files),
            PluginServiceBlueprint.component,
        ],
        destinations: [
            FileDestination.component, WebhookDestination.component, PluginDestinationBlueprint.component,
        ])
}
