import QuireModel

/// The one sheet that is wanted of those that splits give; which there are is known once all rows are.
package struct WantedSplit: Sendable {
    /// Compared without regard to case.
    package var name: String
    /// Of the report's sheets that no split gives.
    package var otherNames: [String]

    /// Names that a hint lists at most.
    private static let shownNameCount = 20

    package init(name: String, otherNames: [String]) {
        self.name = name
        self.otherNames = otherNames
    }

    func isMet(by name: String) -> Bool { name.lowercased() == self.name.lowercased() }

    /// - Parameter splitNames: of the sheets that the splits gave.
    func failure(_ splitNames: [String]) -> RunFailure {
        let names = otherNames + splitNames
        let rest = names.count > Self.shownNameCount ? " and \(names.count - Self.shownNameCount) more" : ""
        let list = "the sheets are \(names.prefix(Self.shownNameCount).joined(separator: ", "))\(rest)"
        return RunFailure(
            "there is no sheet '\(name)'",
            hint: names.isEmpty ? "no row is left to have one" : NearestName.hint(name, among: names) ?? list)
    }
}
