package import QuirePlugin

/// The reference of all keys, as Markdown, drawn from the tables that read them.
package struct ReferencePage {
    private let registry: Registry
    private var lines: [String] = []
    /// What stands there already: mappings that several keys take are shown under the first.
    private var shown: Set<[String]> = []

    package static func markdown(_ registry: Registry) -> String {
        var page = ReferencePage(registry: registry)
        page.section("A report: `NAME.yaml`", ReportDefinition.fields)
        for file in registry.files where !file.fields.fields.isEmpty {
            page.section("source, with `format: \(file.name)`", file.fields)
        }
        page.section("The tests of a report: `NAME.test.yaml`", TestFileDefinition.fields)
        page.section("A service of any kind: `services/NAME.yaml`", ServiceDefinition.common)
        for service in registry.services {
            page.section("A service of kind `\(service.name)`", service.fields)
        }
        page.section("The project: `quire.yaml`", ProjectDefinition.fields)
        for connection in registry.connections {
            page.section(
                "connections, with `kind: \(connection.name)`",
                FieldTable([AnyField(ConnectionDefinition.kindField)]) + connection.fields)
        }
        return page.lines.joined(separator: "\n")
    }

    private init(registry: Registry) { self.registry = registry }

    /// A table of keys, then the mappings that stand under them.
    private mutating func section(_ title: String, _ table: FieldTable) {
        let fields = table.fields.filter { !$0.isPlanned }
        guard !fields.isEmpty else { return }
        var rows = ["### \(title)", "", "| key | takes | otherwise | what it is |", "| --- | --- | --- | --- |"]
        for field in fields {
            let fallback = field.isRequired ? "**needed**" : field.defaultText ?? ""
            rows.append(
                "| `\(field.name)` | \(cell(field.shape.wanted)) | \(cell(fallback)) | \(cell(field.summary)) |")
        }
        guard shown.insert(rows).inserted else { return }
        lines += rows + [""]
        for field in fields {
            for inner in field.shape.tables {
                section(field.name + (inner.isNamed ? ": NAME" : "") + inner.table.distinction, inner.table)
            }
        }
    }

    private func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}

extension FieldTable {
    /// What tells it from others that may stand in its place.
    fileprivate var distinction: String {
        for field in fields {
            if case .choice(let names) = field.shape, names.count == 1 { return ", with `\(field.name): \(names[0])`" }
        }
        return ""
    }
}

extension Shape {
    /// The mappings in it, and whether each stands under a name of the author's.
    fileprivate var tables: [(table: FieldTable, isNamed: Bool)] {
        switch self {
        case .object(let table): [(table, false)]
        case .list(let element): element.tables
        case .named(let element): element.tables.map { ($0.table, true) }
        case .anyOf(let shapes): shapes.flatMap(\.tables)
        case .text, .integer, .number, .boolean, .value, .tree, .expression, .formatted, .choice: []
        }
    }
}
