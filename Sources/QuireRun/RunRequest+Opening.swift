import FoundationEssentials
import QuireDefinition
import QuireEngine
import QuireModel
import QuirePlugin

extension RunRequest {
    /// Parameters as they may be shown, without the built-in ones.
    var shownParameters: [JSON.Member] {
        report.definition.parameters.entries.map { entry in
            guard !entry.value.isSecret else { return JSON.Member(entry.name, .string("***")) }
            switch parameters[entry.name] {
            case .single(let value)?: return JSON.Member(entry.name, JSON(value))
            case .list(let values)?: return JSON.Member(entry.name, .array(values.map { JSON($0) }))
            case nil: return JSON.Member(entry.name, .null)
            }
        }
    }

    /// Where work files go.
    var workFolder: String { project.temporaryFolder ?? FileManager.default.temporaryDirectory.path }

    /// What a sort or a filter must see is read whole.
    var rowLimits: RowLimits {
        RowLimits(allowed: project.rowLimit, taken: sort.isEmpty && filter == nil ? limit : nil)
    }

    func openSource() throws -> any RowSource {
        let definition = report.definition.source
        let context = SourceContext(
            fieldTypes: definition.fieldTypes, invalidValues: definition.invalidValues,
            parameterTypes: Dictionary(
                report.definition.parameters.entries.map { ($0.name, $0.value.type.element) },
                uniquingKeysWith: { first, _ in first }),
            zone: project.zone.local, folder: folder)
        switch definition.origin {
        case .query(let name, let place, let query):
            guard let connection = project.connections[name], let blueprint = connection.blueprint else {
                throw DiagnosticError(project.connections[name]?.problems ?? [])
            }
            try Self.require(connection.missing)
            _ = place
            return try blueprint.source(query, in: context)
        case .file(let path, let place, _, let reader):
            let name = try fill(path, at: place)
            return try reader.source(name == "-" ? name : context.resolve(name), in: context)
        }
    }

    /// Makes the services that the run uses known to the desk.
    func openServices(at desk: ServiceDesk) throws {
        let used = Set(report.enrichments(usedBy: expressions).flatMap(\.lookups).map(\.service))
        for name in used.sorted() {
            guard let service = report.services[name] else { continue }
            try Self.require(service.missing)
            let context = ServiceContext(
                name: name, limits: service.limits, zone: project.zone.local, redactor: redactor, folder: folder)
            try desk.add(name, limits: service.limits) { try service.blueprint.open(context) }
        }
    }

    /// A missing variable is an error once the thing that needs it is used.
    private static func require(_ missing: [Diagnostic]) throws(DiagnosticError) {
        guard !missing.isEmpty else { return }
        throw DiagnosticError(
            missing.map { problem in
                var error = problem
                error.severity = .error
                return error
            })
    }

    /// A source's path with its `{parameters}`, which never lead out of the folder of its fixed part.
    private func fill(_ path: String, at place: FilePosition) throws(DiagnosticError) -> String {
        guard path.contains("{") else { return path }
        var filled = ""
        var rest = path[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            guard case .single(let value)? = parameters[name] else {
                throw DiagnosticError(
                    Diagnostic(
                        .error, "unknown-parameter", "there is no parameter '\(name)' to put into a path", at: place,
                        hint: NearestName.hint(name, among: parameters.keys.sorted())))
            }
            let text = value.text ?? ""
            guard !text.isEmpty, !text.contains("/"), !text.contains("\0"), text != ".", text != "..",
                !text.contains(where: { "*?[".contains($0) })
            else {
                throw DiagnosticError(
                    Diagnostic(
                        .error, "invalid-parameter", "'\(text)' cannot be part of a file's name", at: nil,
                        hint: "the parameter '\(name)' is put into the path '\(path)'"))
            }
            filled += rest[..<open] + text
            rest = rest[rest.index(after: close)...]
        }
        filled += rest
        guard !filled.split(separator: "/").contains("..") || path.split(separator: "/").contains("..") else {
            throw DiagnosticError(
                Diagnostic(.error, "invalid-parameter", "'\(filled)' leads out of its folder", at: place))
        }
        return filled
    }
}
