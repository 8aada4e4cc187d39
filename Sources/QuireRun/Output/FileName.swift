import QuireDefinition

/// Names of files that reports make.
enum FileName {
    private static let longest = 200

    /// A name without anything that would lead out of its folder or hide the file, with the format's ending.
    static func safe(_ name: String, as format: OutputFormat) -> String {
        let scalars = name.unicodeScalars.map { scalar -> Character in
            scalar == "/" || scalar == "\\" || scalar.value < 32 || scalar.value == 127 ? "-" : Character(scalar)
        }
        var stem = String(scalars).replacing("..", with: "-")
        if let ending = ending(of: stem), OutputFormat(ending: ending) != nil {
            stem = String(stem.dropLast(ending.count + 1))
        }
        while stem.hasPrefix(".") { stem.removeFirst() }
        while stem.utf8.count > longest { stem.removeLast() }
        return (stem.isEmpty ? "report" : stem) + "." + format.rawValue
    }

    /// The ending without its dot, in lower case.
    static func ending(of path: String) -> String? {
        let name = path.split(separator: "/").last ?? ""
        return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() }
    }

    /// The folder of an absolute path.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}
