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
        page.section("The tests of a report: `NAME.test.yaml`", TestFileDefinition.fields)
        page.section("A service of any kind: `services/NAME.yaml`", ServiceDefinition.common)
        for service in registry.services {
            page.section(
                "A service of kind `\(service.name)`", service.fields, summary: service.summary,
                example: service.example)
        }
        page.section("The project: `quire.yaml`", ProjectDefinition.fields)
        for destination in registry.destinations {
            page.section(
                "A destination of kind `\(destination.name)`", destination.fields, summary: destination.summary,
                example: destination.example)
        }
        return page.lines.joined(separator: "\n")
    }

    private init(registry: Registry) { self.registry = registry }

    /// A table of keys, then the mappings that stand under them.
    ///
    /// - Parameters:
    ///   - summary: one line below the title.
    ///   - example: YAML below that.
    private mutating func section(
        _ title: String, _ table: FieldTable, summary: String? = nil, example: String? = nil
    ) {
        let fields = table.fields
        guard !fields.isEmpty || summary != nil else { return }
        var rows = ["### \(title)", ""]
        if let summary { rows += [summary, ""] }
        if let example { rows += ["```yaml", example, "```", ""] }
        if !fields.isEmpty { rows += ["| key | takes | otherwise | what it is |", "| --- | --- | --- | --- |"] }
        for field in fields {
            let fallback = field.isRequired ? "**needed**" : field.defaultText ?? ""
            rows.append(
                "| `\(field.name)` | \(cell(field.shape.wanted)) | \(cell(fallback)) | \(cell(field.summary)) |")
        }
        guard shown.insert(rows).inserted else { return }
        lines += rows + [""]
        for field in fields { sections(field.shape, of: field.name) }
    }

    /// The mappings in what a key takes.
    private mutating func sections(_ shape: Shape, of title: String) {
        switch shape {
        case .object(let table): section(title, table)
        case .list(let element, _): sections(element, of: title)
        case .named(let element, _, _): sections(element, of: title + ": NAME")
        case .anyOf(let shapes): for shape in shapes { sections(shape, of: title) }
        case .registered(let shape): sections(shape(registry), of: title)
        case .variants(let variants): sections(variants, of: title)
        case .text, .integer, .number, .boolean, .value, .any, .expression, .formatted, .choice: break
        }
    }

    private mutating func sections(_ variants: Variants, of title: String) {
        let common = variants.otherwise.isOpen ? FieldTable([]) : variants.otherwise
        section(title, common)
        for variant in variants.variants where !variant.distinction.isEmpty {
            let own = FieldTable(variant.table.fields.filter { common[$0.name] == nil })
            section(
                title + variant.distinction, own, summary: variant.summary, example: variant.example)
        }
    }

    private func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
