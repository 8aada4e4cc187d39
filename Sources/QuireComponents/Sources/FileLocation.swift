import Glibc
package import QuireModel

/// Where a file source finds its files: a path with `{parameter}`, or a pattern with `*` and `?` that stands for all
/// files it fits, in name order; `-` is standard input.
package struct FileLocation: Sendable {
    private enum Part: Sendable {
        case literal(String)
        case parameter(String)
    }

    package let file: String
    let folder: String
    let position: FilePosition?
    private let parts: [Part]

    /// - Parameters:
    ///   - file: as the author writes it, relative to the folder or absolute.
    ///   - folder: the project's.
    package init(_ file: String, in folder: String, at position: FilePosition? = nil) {
        self.file = file
        self.folder = folder
        self.position = position
        parts = FileLocation.parts(file)
    }

    /// The parameters the path uses.
    package var parameterNames: [String] {
        parts.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }

    private static func parts(_ file: String) -> [Part] {
        var parts: [Part] = []
        var rest = file[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if open > rest.startIndex { parts.append(.literal(String(rest[..<open]))) }
            parts.append(.parameter(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        return rest.isEmpty ? parts : parts + [.literal(String(rest))]
    }

    func files(_ parameters: [String: ParameterValue]) throws -> [DataFile] {
        if file == "-" { return [.standardInput] }
        var name = ""
        var pattern = ""
        var isPattern = false
        for part in parts {
            switch part {
            case .literal(let text):
                name += text
                for character in text {
                    let isWild = character == "*" || character == "?"
                    isPattern = isPattern || isWild
                    pattern += isWild ? String(character) : FileLocation.escaped(character)
                }
            case .parameter(let parameter):
                let text = try self.text(of: parameter, parameters)
                name += text
                pattern += text.map(FileLocation.escaped).joined()
            }
        }
        guard FixedFolder.holds(name, of: file) else {
            throw RunFailure(
                "the file '\(name)' is outside the folder that '\(file)' names",
                hint: "a parameter cannot lead out of it")
        }
        let prefix = file.hasPrefix("/") ? "" : folder + "/"
        guard isPattern else { return try inside([DataFile(path: prefix + name, name: name)], prefix) }
        let found = FileLocation.glob(prefix.map(FileLocation.escaped).joined() + pattern)
        guard !found.isEmpty else {
            throw RunFailure("no file fits '\(name)'", hint: "it was looked for in \(folder)")
        }
        return try inside(found.map { DataFile(path: $0, name: String($0.dropFirst(prefix.count))) }, prefix)
    }

    /// - Throws: where a parameter leads to a link out of the folder that the path names.
    private func inside(_ files: [DataFile], _ prefix: String) throws(RunFailure) -> [DataFile] {
        for found in files where !FixedFolder.holdsTarget(of: found.path ?? "", of: file, below: prefix) {
            throw RunFailure(
                "the file '\(found.name)' is a link to outside the folder that '\(file)' names",
                hint: "a parameter cannot lead out of it")
        }
        return files
    }

    /// What is wrong with the path whatever the parameters hold.
    func check(_ parameters: [String: ParameterValue]) -> [Diagnostic] {
        parameterNames.compactMap { problem(with: $0, parameters) }
    }

    private func problem(with parameter: String, _ parameters: [String: ParameterValue]) -> Diagnostic? {
        switch parameters[parameter] {
        case .single: nil
        case .list:
            Diagnostic(.error, "file", "'{\(parameter)}' is a list, which cannot be part of a path", at: position)
        case nil:
            Diagnostic(
                .error, "unknown-parameter", "'\(file)' uses '{\(parameter)}', which is no parameter", at: position,
                hint: NearestName.hint(parameter, among: parameters.keys.sorted()))
        }
    }

    private func text(of parameter: String, _ parameters: [String: ParameterValue]) throws -> String {
        if let problem = problem(with: parameter, parameters) { throw DiagnosticError(problem) }
        guard case .single(let value)? = parameters[parameter], let text = value.text else { return "" }
        guard !text.utf8.contains(0) else { throw RunFailure("the parameter '\(parameter)' holds a NUL character") }
        return text
    }

    private static func escaped(_ character: Character) -> String {
        "*?[\\".contains(character) ? "\\\(character)" : String(character)
    }

    private static func glob(_ pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard Glibc.glob(pattern, GLOB_NOSORT, nil, &found) == 0 else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

/// A file to read, and its name in messages.
struct DataFile: Sendable, Hashable {
    var path: String?
    var name: String

    static let standardInput = DataFile(path: nil, name: "standard input")
}
