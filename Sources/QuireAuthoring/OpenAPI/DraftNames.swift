import QuireModel

/// Names of inputs and fields, made from those that others gave; each once.
struct DraftNames {
    private var taken: Set<String> = []

    init(besides taken: Set<String> = []) { self.taken = taken }

    /// - Parameter fallback: of what no name can be made of.
    mutating func name(_ written: String, fallback: String) -> String {
        let words = written.words.map { word in word.unicodeScalars.filter { $0.isASCII } }.filter { !$0.isEmpty }
        var name = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: "_")
        if name.first.map({ !$0.isLetter }) ?? true { name = name.isEmpty ? fallback : "\(fallback)_\(name)" }
        let free = ([name] + (2...999).lazy.map { "\(name)_\($0)" }).first { !taken.contains($0) } ?? name
        taken.insert(free)
        return free
    }
}

extension String {
    private static func inPath(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\\": "\\\\"
        case "'": "\\'"
        case "\0"..<" ": "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        default: String(scalar)
        }
    }

    /// A member of an object as a JSON path names it: `.name`, or `['a name']`.
    var pathStep: String {
        let isShort =
            unicodeScalars.first.map { $0 == "_" || $0.isASCII && $0.properties.isAlphabetic } == true
            && unicodeScalars.allSatisfy {
                $0 == "_" || $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
            }
        return isShort ? "." + self : "['" + unicodeScalars.map(Self.inPath).joined() + "']"
    }
}
