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
    /// Those that fit together, in the order in which they were read.
    package private(set) var checkedReports: [CheckedReport] = []
    /// Variables that services need and the environment does not have.
    private var missing: [Diagnostic] = []
    /// What services said of their lookups that had to be started for it.
    private var discovered: [String: any ServiceBlueprint] = [:]
    /// Why others could not be asked.
    private var undiscovered: [String: [Diagnostic]] = [:]

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
        for entry in self.project.plugins.entries { reading.plugins[entry.name] = entry.value }
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
        try requireDiscovery()
        return report
    }

    /// - Throws: why services of what was read so far could not be asked which lookups they have.
    private func requireDiscovery() throws(DiagnosticError) {
        let unknown = undiscovered.keys.sorted().filter { services[$0] != nil }.flatMap { undiscovered[$0] ?? [] }
        guard unknown.isEmpty else { throw DiagnosticError(unknown.asErrors) }
    }

    /// Reads a report that is about to be tested, with the services it names, and its tests.
    ///
    /// Variables that the environment lacks are not missed: a test asks no service and opens no source.
    ///
    /// - Returns: nil where too little fits to say what the tests would be, which is in `diagnostics`.
    /// - Throws: where there is no such report, or it has no tests.
    package mutating func tests(of name: String) throws(DiagnosticError) -> TestedReport? {
        guard folder.testedReports.contains(name) else {
            _ = try readReport(name)
            throw DiagnosticError(
                Diagnostic(
                    .error, "no-tests", "the report '\(name)' has no tests", at: nil,
                    hint: "they stand in \(folder.shown)/\(name).test.yaml"))
        }
        guard folder.reports.contains(name) else { throw DiagnosticError(unknownTests(name)) }
        let report = try readReport(name)
        if report == nil { try requireDiscovery() }
        return readTests(of: name, report)
    }

    /// - Parameter report: nil where it cannot be read: its tests are then checked by themselves.
    private mutating func readTests(of name: String, _ report: CheckedReport?) -> TestedReport? {
        guard let node = Self.node(name + ".test.yaml", in: folder, allowsListKeys: true, &reading),
            let file = reading.read(TestFileDefinition.self, from: node, named: name), let report
        else { return nil }
        return TestedReport(
            report: report, tests: TestCheck(report: report, zone: project.zone).check(file.tests, &reading))
    }

    private func unknownTests(_ name: String) -> Diagnostic {
        Diagnostic(
            .error, "unknown-report", "there is no report '\(name)' beside its tests",
            at: FilePosition(file: folder.place(of: name + ".test.yaml").shown, line: 1, column: 1),
            hint: NearestName.hint(name, among: folder.reports) ?? "tests are called as their report, and '.test'")
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
        if case .list(let list) = definition.source.origin { _ = service(list.service) }
        for lookup in definition.enrichments.entries.flatMap(\.value.lookups) { _ = service(lookup.service) }
        let known = services.compactMapValues(\.self)
        let report = CheckedReport.check(
            definition, name: name,
            in: ReportSurroundings(
                project: project, services: known, serviceNames: folder.services, node: node), &reading)
        if let report { checkedReports.append(report) }
        return report
    }

    /// What a report says of itself, whether or not its services can say what they have.
    ///
    /// - Returns: nil where the report has errors.
    /// - Throws: where there is no such report.
    package mutating func heading(of name: String) throws(DiagnosticError) -> ReportHeading? {
        let errors = reading.errorCount
        if let report = try report(name) {
            return ReportHeading(
                title: report.title, description: report.definition.description, schedules: report.schedules)
        }
        guard reading.errorCount == errors, let node = Self.node(name + ".yaml", in: folder, &reading),
            let definition = reading.read(ReportDefinition.self, from: node, named: name)
        else { return nil }
        let schedules = ScheduleCheck(name: name, report: definition, zone: project.zone).check(&reading)
        return ReportHeading(
            title: definition.title ?? readableName(name), description: definition.description, schedules: schedules)
    }

    /// The services read so far, by name.
    package var readServices: [ServiceDefinition] {
        services.values.compactMap(\.self).sorted { $0.name < $1.name }
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
        if service?.blueprint.mustBeDiscovered == true {
            if let known = discovered[name] { service?.blueprint = known } else { service?.hasErrors = true }
        }
        services[name] = .some(service)
        return service
    }

    /// Starts those services of reports that must be started to know which lookups they have. To be done before they are
    /// read; what could not be started is an error of whatever needs it, and a warning of `check`.
    ///
    /// - Parameters:
    ///   - names: of reports and services; all of them where there is none.
    ///   - makeContext: what a service is told.
    package mutating func discover(
        _ names: [String], _ makeContext: (ServiceDefinition, _ secrets: Set<String>) -> ServiceContext
    ) async throws {
        // What is wrong with them is reported when they are read for good.
        var scout = self
        for name in names.isEmpty ? folder.services.map({ "services/" + $0 }) : names { _ = try? scout.check([name]) }
        for (name, service) in scout.services.sorted(by: { $0.key < $1.key }) {
            guard let service, service.blueprint.mustBeDiscovered, discovered[name] == nil else { continue }
            guard service.missing.isEmpty else {
                undiscovered[name] = service.missing
                continue
            }
            do {
                discovered[name] = try await service.blueprint.discovered(makeContext(service, scout.secrets))
            } catch let error as DiagnosticError {
                undiscovered[name] = error.diagnostics
            } catch let failure as RunFailure {
                undiscovered[name] = [
                    Diagnostic(
                        .error, "unknown-lookups", failure.message, at: service.position, hint: failure.hint)
                ]
            }
        }
    }

    /// Reads everything there is, or the reports, with their tests, and services named.
    ///
    /// - Throws: where one of the names is unknown.
    package mutating func check(_ names: [String]) throws(DiagnosticError) -> [Diagnostic] {
        let reports = folder.reports
        let serviceNames = folder.services
        let tested = folder.testedReports
        for name in names.isEmpty ? reports + serviceNames.map({ "services/" + $0 }) : names {
            if name.hasPrefix("services/"), serviceNames.contains(String(name.dropFirst("services/".count))) {
                _ = service(String(name.dropFirst("services/".count)))
            } else if !reports.contains(name), serviceNames.contains(name) {
                _ = service(name)
            } else {
                let report = try readReport(name)
                if tested.contains(name) { _ = readTests(of: name, report) }
            }
        }
        if names.isEmpty { reading.report(tested.filter { !reports.contains($0) }.map(unknownTests)) }
        return findings
    }

    /// Every problem found so far, and every variable and service that is not there.
    package var findings: [Diagnostic] {
        let connections = project.connections.entries.flatMap { $0.value.problems + $0.value.missing }
        let unknown = undiscovered.keys.sorted().filter { services[$0] != nil }.flatMap { undiscovered[$0] ?? [] }
        let warnings = (connections + unknown.asWarnings)
        let plugins = project.plugins.entries.flatMap { $0.value.problems + $0.value.missing }
        return (diagnostics + missing + project.missing + warnings + plugins).sortedByPlace()
    }

    private static func node(
        _ file: String, in folder: ProjectFolder, allowsListKeys: Bool = false, _ reading: inout Reading
    ) -> Node? {
        let place = folder.place(of: file)
        do {
            let (node, problems) = try YAMLReader.readAllOfFile(
                at: place.path, as: place.shown, allowsListKeys: allowsListKeys)
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

/// What a report says of itself.
package struct ReportHeading: Sendable {
    package var title: String
    package var description: String?
    package var schedules: [CheckedSchedule]
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
