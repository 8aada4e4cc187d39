package import QuireModel

/// The roles that a user or a token has: at least one of `Role`, and groups that reports name under `access`.
package struct Roles: Sendable, Hashable, CustomStringConvertible {
    /// The highest role first, then the groups, in order of their names.
    package let names: [String]

    /// Reads `analyst,finance`.
    ///
    /// - Throws: where none of them is a `Role`, or one is no name.
    package init(_ text: String) throws(DiagnosticError) {
        let written = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimming(" ") }
        for name in written where !Roles.isName(name) { throw DiagnosticError(.invalidRole(name)) }
        self.init(written)
        guard role != nil else { throw DiagnosticError(.noRole(text, among: written)) }
    }

    /// As they are stored.
    init(stored text: String) { self.init(text.split(separator: ",").map(String.init)) }

    package init(_ role: Role) { names = [role.rawValue] }

    private init(_ names: [String]) {
        let known = Role.allCases.reversed().map(\.rawValue).filter(names.contains)
        self.names = known + Set(names).subtracting(known).sorted()
    }

    /// The highest of them.
    package var role: Role? { names.compactMap(Role.init).max() }

    /// Whether they hold one of these names; a role holds those below it, groups stand for themselves.
    package func holdsOne(of wanted: [String]) -> Bool {
        wanted.contains { name in
            guard let least = Role(rawValue: name) else { return names.contains(name) }
            return role.map { $0 >= least } ?? false
        }
    }

    package var description: String { names.joined(separator: ",") }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.count <= 64 && text.unicodeScalars.allSatisfy { $0.isNameScalar }
    }
}

extension Unicode.Scalar {
    /// Letters and digits of any script, and `-._@+`.
    var isNameScalar: Bool {
        properties.isAlphabetic || properties.numericType != nil || properties.generalCategory == .nonspacingMark
            || "-._@+".unicodeScalars.contains(self)
    }
}

extension StringProtocol {
    /// Without these characters at both ends.
    func trimming(_ character: Character) -> String {
        var rest = self[...]
        while rest.first == character { rest.removeFirst() }
        while rest.last == character { rest.removeLast() }
        return String(rest)
    }
}
