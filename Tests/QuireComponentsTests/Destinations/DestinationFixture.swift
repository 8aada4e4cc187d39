import QuireModel
import QuirePlugin
import QuireTesting

/// A destination made of plain keys, as a definition would.
enum DestinationFixture {
    static func node(_ keys: KeyValuePairs<String, String>) -> Node {
        func scalar(_ text: String) -> Node {
            Node(
                .scalar(Scalar(text: text, style: .doubleQuoted, meaning: .text)),
                at: FilePosition(file: "quire.yaml", line: 1, column: 1))
        }
        var entries: [Node.Entry] = []
        for (key, value) in keys {
            guard let dot = key.firstIndex(of: ".") else {
                entries.append(Node.Entry(key: scalar(key), value: scalar(value)))
                continue
            }
            let inner = Node.Entry(key: scalar(String(key[key.index(after: dot)...])), value: scalar(value))
            let mapping = Node(.mapping([inner]), at: FilePosition(file: "quire.yaml", line: 1, column: 1))
            entries.append(Node.Entry(key: scalar(String(key[..<dot])), value: mapping))
        }
        return Node(.mapping(entries), at: FilePosition(file: "quire.yaml", line: 1, column: 1))
    }

    /// - Parameter keys: one with a dot is the only key of a mapping: `headers.X-Team`.
    /// - Returns: the destination, nil where it cannot be; what is wrong with it, and its secrets.
    static func make(
        _ component: Component<any DestinationBlueprint>, _ keys: KeyValuePairs<String, String>
    ) -> (destination: (any DestinationBlueprint)?, problems: [String], secrets: Set<String>) {
        var reading = Reading(registry: Registry())
        let values = component.fields.read(node(keys), subject: "a destination", &reading)
        let made = values.flatMap { component.make($0, &reading) }
        return (made, reading.diagnostics.map(\.message), reading.secrets)
    }

    static func context(_ folder: String, secrets: some Sequence<String> = []) -> DestinationContext {
        DestinationContext(folder: folder, secrets: Array(secrets), environment: [:]) { _ in }
    }

    static func file(_ path: String, placeholders: [String: String] = [:], status: String = "succeeded")
        -> DeliveredFile
    {
        DeliveredFile(
            path: path, name: String(path.split(separator: "/").last ?? ""), mediaType: "text/csv", report: "share",
            run: "20260131T083000250Z-4f9a1c", size: 7, sha256: "ab12",
            url: "https://reports.example.com/api/v1/runs/20260131T083000250Z-4f9a1c/files/share.csv",
            summary: .members(["run": "20260131T083000250Z-4f9a1c", "status": .string(status), "rows": .integer(2)]),
            placeholders: placeholders)
    }
}
