import QuireModel

/// What a node is told to be.
enum Tag: Equatable {
    /// One of YAML's own: `str`, `int`, ….
    case standard(String)
    /// `!` alone: no guessing, which makes a scalar text.
    case notPlain
    case other

    enum Failure: Error {
        case unknown, unfit
    }

    static let prefix = "tag:yaml.org,2002:"

    init(_ tag: String) {
        if tag == "!" {
            self = .notPlain
        } else if tag.hasPrefix(Tag.prefix) {
            self = .standard(String(tag.dropFirst(Tag.prefix.count)))
        } else {
            self = .other
        }
    }

    /// As an author writes it: `!!str`, `!mine`.
    static func written(_ tag: String) -> String {
        tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
    }

    func meaning(of text: String) throws(Failure) -> Scalar.Meaning {
        let plain = CoreSchema.meaning(of: text)
        switch (self, plain) {
        case (.notPlain, _), (.standard("str"), _): return .text
        case (.standard("null"), .null), (.standard("bool"), .boolean), (.standard("int"), .integer),
            (.standard("float"), .number):
            return plain
        case (.standard("float"), .integer(let value)): return .number(Double(value))
        case (.standard("int"), .number) where !text.contains(where: { ".eE".contains($0) }): return plain
        case (.standard("null"), _), (.standard("bool"), _), (.standard("int"), _), (.standard("float"), _):
            throw .unfit
        default: throw .unknown
        }
    }
}
