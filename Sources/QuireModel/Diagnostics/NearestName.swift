/// Finds the known name that a misspelt one most likely stands for.
package enum NearestName {
    /// - Returns: the candidate of the least edit distance, if that is at most a third of the name's length (at least 1,
    ///   at most 3); the first in order where several are as near.
    package static func find(_ name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().unicodeScalars)
        guard wanted.count <= 100 else { return nil }
        var best: (name: String, distance: Int)?
        let limit = min(3, max(1, wanted.count / 3))
        for candidate in candidates where candidate != name {
            let distance = editDistance(wanted, Array(candidate.lowercased().unicodeScalars))
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// `did you mean 'title'?`, where there is a near name.
    package static func hint(_ name: String, among candidates: some Sequence<String>) -> String? {
        find(name, among: candidates).map { "did you mean '\($0)'?" }
    }

    /// Insertions, deletions, replacements and swaps of neighbours (Damerau's optimal string alignment).
    private static func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var beforePrevious = [Int](repeating: 0, count: b.count + 1)
        var previous = Array(0...b.count)
        for i in 1...a.count {
            var current = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                let replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                current[j] = min(replaced, previous[j] + 1, current[j - 1] + 1)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    current[j] = min(current[j], beforePrevious[j - 2] + 1)
                }
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous[b.count]
    }
}
