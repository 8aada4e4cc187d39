import QuireModel
import QuirePlugin

extension ReportSurroundings {
    /// What of a service a report may name.
    enum Part: String {
        case lookup, list
    }

    /// Finds a lookup or a list.
    ///
    /// - Parameters:
    ///   - name: nil for the only one that the service has.
    ///   - shapes: those of a service.
    /// - Returns: nil after it was reported that there is none, or where its service could not be read, which has been.
    func find<Shape>(
        _ part: Part, _ name: String?, of serviceName: String, at position: FilePosition, _ reading: inout Reading,
        among shapes: (any ServiceBlueprint) -> [String: Shape]
    ) -> (name: String, shape: Shape)? {
        let noun = part.rawValue
        guard serviceNames.contains(serviceName) else {
            reading.error(
                "unknown-service", "there is no service '\(serviceName)'", at: position,
                hint: NearestName.hint(serviceName, among: serviceNames) ?? "a service is a file in services/")
            return nil
        }
        guard let service = services[serviceName] else { return nil }
        let shapes = shapes(service.blueprint)
        let names = shapes.keys.sorted()
        // It may be one that could not be read.
        if service.hasErrors, name.map({ shapes[$0] == nil }) ?? (names.count != 1) { return nil }
        guard let wanted = name ?? (names.count == 1 ? names[0] : nil) else {
            if names.isEmpty {
                reading.error("unknown-\(noun)", "the service '\(serviceName)' has no \(noun)s", at: position)
            } else {
                reading.error(
                    "unknown-\(noun)", "the service '\(serviceName)' has several \(noun)s", at: position,
                    hint: "write one of " + names.map { "\(serviceName).\($0)" }.joined(separator: ", "))
            }
            return nil
        }
        guard let shape = shapes[wanted] else {
            reading.error(
                "unknown-\(noun)", "the service '\(serviceName)' has no \(noun) '\(wanted)'", at: position,
                hint: NearestName.hint(wanted, among: names)
                    ?? (names.isEmpty ? nil : "it has " + names.joined(separator: ", ")))
            return nil
        }
        return (wanted, shape)
    }
}

/// Holds the inputs that a report gives against those that a lookup or a list takes.
struct InputCheck {
    /// As messages name it: `tether.discount`.
    let name: String
    let takes: [LookupShape.Field]

    /// - Parameters:
    ///   - isRead: the inputs could be read.
    ///   - place: where one that is missing is missed.
    /// - Returns: whether all that is given is known.
    func check(
        _ given: Named<ExpressionText>, isRead: Bool, at place: FilePosition, _ reading: inout Reading
    ) -> Bool {
        let known = takes.map(\.name)
        let unknown = given.entries.filter { !known.contains($0.name) }
        for input in unknown {
            reading.error(
                "unknown-input", "'\(name)' has no input '\(input.name)'", at: input.position,
                hint: NearestName.hint(input.name, among: known)
                    ?? (known.isEmpty ? "it takes none" : "it takes " + known.joined(separator: ", ")))
        }
        let misspelt = unknown.compactMap { NearestName.find($0.name, among: known) }
        for input in known
        where isRead && given[input] == nil && !given.unreadable.contains(input) && !misspelt.contains(input) {
            reading.error(
                "missing-input", "'\(name)' needs the input '\(input)'", at: place,
                hint: "add it under 'input', as an expression")
        }
        return isRead && unknown.isEmpty
    }
}
