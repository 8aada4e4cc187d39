/// Names of files where each sheet has one of its own.
package struct SheetFileNames: Sendable {
    private static let longest = 100
    private var taken: Set<String> = []

    package init() {}

    /// `out.csv` and the sheet 'By region' give `out-by-region.csv`, with a number where that is taken.
    package mutating func path(of sheet: String, beside path: String) -> String {
        let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        let dot = name.lastIndex(of: ".").flatMap { $0 > name.startIndex ? $0 : nil } ?? path.endIndex
        let slug = Self.slug(sheet)
        var unique = slug
        var number = 2
        while !taken.insert(unique).inserted {
            unique = "\(slug)-\(number)"
            number += 1
        }
        return "\(path[..<dot])-\(unique)\(path[dot...])"
    }

    /// Letters and digits in lower case, with hyphens between them.
    private static func slug(_ sheet: String) -> String {
        var slug = ""
        for character in sheet.lowercased() {
            if character.isLetter || character.isNumber {
                slug.append(character)
            } else if !slug.isEmpty, !slug.hasSuffix("-") {
                slug.append("-")
            }
        }
        while slug.hasSuffix("-") || slug.utf8.count > longest { slug.removeLast() }
        return slug.isEmpty ? "sheet" : slug
    }
}
