package import QuireModel

/// A singular query of RFC 9535: `$.a.b[0]['c d']`.
package struct JSONPath: Sendable, Hashable, CustomStringConvertible {
    package enum Step: Sendable, Hashable {
        case name(String)
        /// Negative from the end.
        case index(Int)
    }

    package let steps: [Step]
    /// As written.
    package let description: String

    /// The document itself, `$`.
    package static let root = JSONPath(steps: [], description: "$")

    /// `$['name']`
    package static func member(_ name: String) -> JSONPath {
        JSONPath(steps: [.name(name)], description: "$.\(name)")
    }

    private init(steps: [Step], description: String) {
        self.steps = steps
        self.description = description
    }

    package init(_ text: String) throws(DefinitionProblem) {
        var reader = JSONPathReader(text)
        steps = try reader.steps()
        description = text
    }

    /// - Returns: nil where the path leads nowhere; a `null` that is there is `.null`.
    package func value(in document: JSON) -> JSON? {
        var current = document
        for step in steps {
            let next: JSON? =
                switch step {
                case .name(let name): current[name]
                case .index(let index): current[index]
                }
            guard let next else { return nil }
            current = next
        }
        return current
    }
}

/// Where a bulk answer's items are: a path that may end in `[*]`.
package struct ItemsPath: Sendable, Hashable, CustomStringConvertible {
    package let path: JSONPath
    /// As written.
    package let description: String

    package init(_ text: String) throws(DefinitionProblem) {
        description = text
        path = try JSONPath(text.hasSuffix("[*]") ? String(text.dropLast(3)) : text)
    }
}

struct JSONPathReader {
    private let text: String
    private let scalars: [Unicode.Scalar]
    private var index = 0

    init(_ text: String) {
        self.text = text
        scalars = Array(text.unicodeScalars)
    }

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private func fail(_ problem: String, hint: String? = nil) -> DefinitionProblem {
        DefinitionProblem("'\(text)' is no path: \(problem)", hint: hint)
    }

    mutating func steps() throws(DefinitionProblem) -> [JSONPath.Step] {
        guard next == "$" else { throw fail("it does not begin with '$'", hint: "write '$.name'") }
        index += 1
        var steps: [JSONPath.Step] = []
        while index < scalars.count {
            skipSpace()
            switch next {
            case ".": steps.append(.name(try shorthand()))
            case "[": steps.append(try bracketed())
            case nil: throw fail("it ends with white space")
            case let other?: throw fail("'\(other)' where '.' or '[' should be")
            }
        }
        return steps
    }

    private mutating func skipSpace() {
        while let scalar = next, scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" { index += 1 }
    }

    private mutating func shorthand() throws(DefinitionProblem) -> String {
        index += 1
        guard let first = next else { throw fail("a name is missing after '.'") }
        if first == "." { throw fail("'..' selects several values", hint: "a path names one value, step by step") }
        if first == "*" { throw several() }
        guard isNameStart(first) else {
            throw fail("'\(first)' cannot begin a name", hint: "other names go in brackets: $['a name']")
        }
        var name = String.UnicodeScalarView()
        while let scalar = next, isNameStart(scalar) || ("0"..."9").contains(scalar) {
            name.append(scalar)
            index += 1
        }
        if let scalar = next, scalar != ".", scalar != "[", scalar != " " {
            throw fail("'\(scalar)' cannot be in a name", hint: "other names go in brackets: $['a-name']")
        }
        return String(name)
    }

    private func several() -> DefinitionProblem {
        fail("'*' selects several values", hint: "only the end of 'items' may be '[*]'")
    }

    private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar.value >= 0x80
    }

    private mutating func bracketed() throws(DefinitionProblem) -> JSONPath.Step {
        index += 1
        skipSpace()
        let step: JSONPath.Step
        switch next {
        case "'", "\"": step = .name(try quoted())
        case "*": throw several()
        case "-", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9": step = .index(try number())
        default: throw fail("an index or a name in quotes is missing after '['")
        }
        skipSpace()
        guard next == "]" else { throw fail("']' is missing") }
        index += 1
        return step
    }

    private mutating func number() throws(DefinitionProblem) -> Int {
        let start = index
        if next == "-" { index += 1 }
        while let scalar = next, ("0"..."9").contains(scalar) { index += 1 }
        var digits = String.UnicodeScalarView()
        digits.append(contentsOf: scalars[start..<index])
        let written = String(digits)
        guard let number = Int(written), abs(number) < 1 << 53, String(number) == written else {
            throw fail("'\(written)' is no index")
        }
        return number
    }

    private mutating func quoted() throws(DefinitionProblem) -> String {
        let quote = next
        index += 1
        var name = String.UnicodeScalarView()
        while let scalar = next {
            index += 1
            if scalar == quote { return String(name) }
            guard scalar == "\\" else {
                guard scalar.value >= 0x20 else { throw fail("a control character in a name") }
                name.append(scalar)
                continue
            }
            name.append(try escaped(quote))
        }
        throw fail("a quote is not closed")
    }

    private mutating func escaped(_ quote: Unicode.Scalar?) throws(DefinitionProblem) -> Unicode.Scalar {
        let scalar = next
        index += 1
        switch scalar {
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "/", "\\": return scalar ?? "\\"
        case "'" where quote == "'": return "'"
        case "\"" where quote == "\"": return "\""
        case "u":
            guard let first = hexadecimal() else { throw fail("'\\u' without four hexadecimal digits") }
            if let scalar = Unicode.Scalar(first) { return scalar }
            guard first < 0xDC00, index + 1 < scalars.count, scalars[index] == "\\", scalars[index + 1] == "u" else {
                throw fail("half of a surrogate pair")
            }
            index += 2
            guard let second = hexadecimal(), (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
            else { throw fail("half of a surrogate pair") }
            return scalar
        default: throw fail("an escape that paths do not have")
        }
    }

    private mutating func hexadecimal() -> UInt32? {
        guard index + 4 <= scalars.count else { return nil }
        var digits = String.UnicodeScalarView()
        digits.append(contentsOf: scalars[index..<index + 4])
        guard digits.allSatisfy(\.properties.isASCIIHexDigit) else { return nil }
        index += 4
        return UInt32(String(digits), radix: 16)
    }
}
