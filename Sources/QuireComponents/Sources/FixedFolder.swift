import Glibc

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

    /// Whether a file is in it once every link is followed. One that is not there is in no other folder.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - template: the path as written, `{…}` in the place of parameters.
    ///   - root: what stands before both; empty, or a folder that ends in `/`.
    static func holdsTarget(of path: String, of template: String, below root: String) -> Bool {
        guard let first = template.firstIndex(of: "{"), let target = resolved(path) else { return true }
        let fixed = template[..<first].lastIndex(of: "/").map { String(template[...$0]) } ?? ""
        guard let folder = resolved(root + fixed) else { return true }
        return target == folder || target.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
    }

    private static func resolved(_ path: String) -> String? {
        guard let found = realpath(path.isEmpty ? "." : path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }
}
