/// The folder that a path of a definition names whatever the parameters in it hold.
enum FixedFolder {
    /// Whether what comes after it never climbs out of it.
    ///
    /// - Parameters:
    ///   - path: the path with its parameters filled in.
    ///   - template: the path as written, `{…}` in the place of parameters.
    static func holds(_ path: String, of template: String) -> Bool {
        guard let first = template.firstIndex(of: "{") else { return true }
        let fixed = template[..<first].lastIndex(of: "/").map { template[...$0].count } ?? 0
        var depth = 0
        for component in path.dropFirst(fixed).split(separator: "/") where component != "." {
            depth += component == ".." ? -1 : 1
            if depth < 0 { return false }
        }
        return true
    }
}
