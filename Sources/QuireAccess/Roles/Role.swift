/// What someone may do: what their role may, and what those below it may.
package enum Role: String, Sendable, CaseIterable, Comparable {
    case viewer, analyst, editor, admin

    package static func < (left: Role, right: Role) -> Bool {
        guard let lower = allCases.firstIndex(of: left), let upper = allCases.firstIndex(of: right) else {
            return false
        }
        return lower < upper
    }
}
