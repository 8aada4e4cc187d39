package import QuireModel
package import QuirePlugin
import QuireYAML

/// Reads a project's files, only those that are asked for, each once.
package struct ProjectLoader: Sendable {
    package let folder: ProjectFolder
    package let project: ProjectDefinition
    private let environment: Environment
    private let openFileLimit: Int
    private var reading: Reading
    private var services: [String: ServiceDefinition?] = [:]
    /// Variables that services need and the environment does not have.
    private var missing: [Diagnostic] = []

    /// Reads `quire.yaml`; what is wrong in it is in `diagnostics`.
    ///
    /// - Parameter openFileLimit: how many files and connections the process may hold open.
    package init(
        folder: ProjectFolder, environment: Environment, registry: Registry,
        openFileLimit: Int = OpenFileLimit.hard
    ) {
        self.folder = folder
        self.environment = environment
        self.openFileLimit = openFileLimit
        var reading = Reading(registry: registry)
        var project: ProjectDefinition?
        if folder.has("quire.yaml"), let node = Self.node("quire.yaml", in: folder, &reading), !node.isNull {
            project = reading.read(ProjectDefinition.self, from: environment.resolve(node, &reading), named: "project")
        }
        self.project = project ?? ProjectDefinition()
        for entry in self.project.connections.entries { reading.connections[entry.name] = entry.value }
        self.reading = reading
    }

    /// Every problem found so far.
    package var diagnostics: [Diagnostic] { reading.diagnostics }
    package var secrets: Set<String> { reading.secrets }

    /// Reads a report that is about to be used, with the services it names.
    ///
    /// - Returns: nil where too little fits to say what the report would be, which is in `diagnostics`.
    /// - Throws: where there is no such report, or the project lacks a variable that every run needs.
    package mutating func report(_ name: String) throws(DiagnosticError) -> CheckedReport? {
        let report = try readReport(name)
        guard project.missing.isEmpty else { throw DiagnosticError(project.missing.asErrors) }
        return report
    }

    private mutating func readReport(_ name: String) throws(DiagnosticError) -> CheckedReport? {
        guard folder.reports.contains(name) else {
            throw DiagnosticError(
                Diagnostic(
                    .error, "unknown-report", "there is no report '\(name)' in \(folder.shown)", at: nil,
                    hint: NearestName.hint(name, among: folder.reports) ?? "`quire list` shows those there are"))
        }
        guard let node = Self.node(name + ".yaml", in: folder, &reading) else { return nil }
        warnOfVariables(in: node)
        guard let definition = reading.read(ReportDefinition.self, from: node, named: name) else { return nil }
        for lookup in definition.enrichments.entries.flatMap(\.value.lookups) { _ = service(lookup.service) }
        let known = services.compactMapValues(\.self)
        return CheckedReport.check(
            definition, name: name,
            in: ReportSurroundings(
                project: project, services: known, serviceNames: folder.services, place: node.position), &reading)
    }

    /// - Returns: nil where there is no such service, or it cannot be read, which is then reported.
    package mutating func service(_ name: String) -> ServiceDefinition? {
        if let known = services[name] { return known }
        var service: ServiceDefinition?
        if folder.services.contains(name), let node = Self.node("services/\(name).yaml", in: folder, &reading) {
            let resolved = environment.resolve(node, &reading)
            missing += resolved.missingVariables
            service = ServiceDefinition.read(resolved, name: name, openFileLimit: openFileLimit, &reading)
        }
        services[name] = .some(service)
        return service
    }

    /// Reads everything there is, or the reports and services named.
    ///
    /// - Throws: where one of the names is unknown.
    package mutating func check(_ names: [String]) throws(DiagnosticError) -> [Diagnostic] {
        let reports = folder.reports
        let serviceNames = folder.services
        for name in names.isEmpty ? reports + serviceNames.map({ "services/" + $0 }) : names {
            if name.hasPrefix("services/"), serviceNames.contains(String(name.dropFirst("services/".count))) {
                _ = service(String(name.dropFirst("services/".count)))
            } else if !reports.contains(name), serviceNames.contains(name) {
                _ = service(name)
            } else {
                _ = try readReport(name)
            }
        }
        let connections = project.connections.entries.flatMap { $0.value.problems + $0.value.missing }
        return (diagnostics + missing + project.missing + connections).sortedByPlace()
    }

    private static func node(_ file: String, in folder: ProjectFolder, _ reading: inout Reading) -> Node? {
        let place = folder.place(of: file)
        do {
            let (node, problems) = try YAMLReader.readAllOfFile(at: place.path, as: place.shown)
            reading.report(problems)
            return node
        } catch {
            reading.report(error.diagnostics)
            return nil
        }
    }

    private mutating func warnOfVariables(in node: Node) {
        switch node.content {
        case .scalar(let scalar):
            if scalar.text.contains("${") {
                reading.warning(
                    "plain-variable", "'${' is plain text in a report", at: node.position,
                    hint: "variables work in quire.yaml and in services")
            }
        case .sequence(let items): for item in items { warnOfVariables(in: item) }
        case .mapping(let entries): for entry in entries { warnOfVariables(in: entry.value) }
        }
    }
}

extension [Diagnostic] {
    /// By file, line and column; those without a place first; each once.
    package func sortedByPlace() -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        let distinct = filter { seen.insert($0).inserted }
        return distinct.sorted { left, right in
            switch (left.position, right.position) {
            case (let a?, let b?): a < b
            case (nil, .some): true
            default: false
            }
        }
    }
}
