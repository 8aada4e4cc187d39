/// Takes secrets out of what is about to be shown, in the encodings in which they are sent.
public struct Redactor: Sendable {
    /// A user and a password as they go together in basic authentication.
    public struct Credentials: Sendable, Hashable {
        public var username: String
        public var password: String

        public init(username: String, password: String) {
            self.username = username
            self.password = password
        }
    }

    public static let mask = "***"
    /// Shorter ones are hidden only where they stand alone: texts without every 'a' or '1' could not be read.
    private static let shortestInWords = 4
    /// A line of a secret of several lines is a secret of its own from this many characters on.
    private static let shortestLine = 8

    /// Longest first, so that a secret within a longer one does not leave the rest of it behind.
    private let patterns: [SecretPattern]
    /// For each byte whether a secret may begin with it, plain or encoded.
    private let beginnings: [Bool]

    /// Empty secrets hide nothing.
    ///
    /// - Parameter words: hidden only where they stand alone, as secrets of one to three characters are.
    public init(
        _ secrets: some Sequence<String>, credentials: some Sequence<Credentials> = [],
        words: some Sequence<String> = []
    ) {
        var patterns: Set<SecretPattern> = []
        for secret in secrets { patterns.formUnion(Self.patterns(of: secret)) }
        for pair in credentials {
            patterns.formUnion(Self.patterns(of: pair.password))
            patterns.formUnion(Self.patterns(of: "\(pair.username):\(pair.password)"))
        }
        for word in words where !word.isEmpty { patterns.insert(SecretPattern(word, standsAlone: true)) }
        self.init(patterns: patterns)
    }

    private init(patterns: Set<SecretPattern>) {
        self.patterns = patterns.sorted { ($1.bytes.count, $0.text) < ($0.bytes.count, $1.text) }
        let firsts = Set(patterns.compactMap(\.bytes.first))
        let marks = patterns.isEmpty ? [] : SecretPattern.marks
        beginnings = (0...255).map { firsts.contains($0) || marks.contains($0) }
    }

    /// The same, and these as well.
    public func hiding(_ secrets: some Sequence<String>) -> Redactor {
        Redactor(patterns: Set(patterns).union(secrets.flatMap { Self.patterns(of: $0) }))
    }

    public func redact(_ text: String) -> String {
        guard !patterns.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                if let end = end(of: bytes, from: index) {
                    result.append(contentsOf: Self.mask.utf8)
                    index = end
                } else {
                    result.append(bytes[index])
                    index += 1
                }
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Whether there is a secret in a text.
    public func finds(in text: String) -> Bool {
        guard !patterns.isEmpty else { return false }
        var text = text
        return text.withUTF8 { bytes in bytes.indices.contains { end(of: bytes, from: $0) != nil } }
    }

    /// - Returns: where the secret ends that begins at `index`; nil where none does.
    private func end(of bytes: UnsafeBufferPointer<UInt8>, from index: Int) -> Int? {
        guard beginnings[Int(bytes[index])] else { return nil }
        for pattern in patterns {
            if let end = pattern.end(in: bytes, from: index) { return end }
        }
        return nil
    }

    /// The secret as it is and as base64, also for URLs; of several lines, each longer one as well.
    private static func patterns(of secret: String) -> Set<SecretPattern> {
        var texts = [secret]
        if secret.utf8.contains(where: { $0 == 10 || $0 == 13 }) {
            texts += secret.split(whereSeparator: \.isNewline).map { $0.trimmingWhitespace }
                .filter { $0.count >= shortestLine }
        }
        var patterns: Set<SecretPattern> = []
        for text in texts where !text.isEmpty {
            let base64 = String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self)
            let unpadded = String(base64.prefix { $0 != "=" })
            let forURLs = String(unpadded.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
            for form in [text, base64, unpadded, forURLs] {
                patterns.insert(SecretPattern(form, standsAlone: form.utf8.count < shortestInWords))
            }
        }
        return patterns
    }
}

extension Substring {
    fileprivate var trimmingWhitespace: String {
        let beginning = drop(while: \.isWhitespace)
        return String(beginning.reversed().drop(while: \.isWhitespace).reversed())
    }
}

/// RFC 4648's base64.
public enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    public static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = group.reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
            bits <<= UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                let digit = alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)]
                result.append(place <= group.count ? digit : UInt8(ascii: "="))
            }
        }
        return result
    }
}

extension Redactor {
    /// The same document with every text in it redacted; names of members stay.
    ///
    /// - Parameter names: members whose texts say what the document is about, and stay; but not among `parameters`.
    public func redact(_ json: JSON, keeping names: Set<String> = []) -> JSON {
        switch json {
        case .string(let text): return .string(redact(text))
        case .array(let elements): return .array(elements.map { redact($0, keeping: names) })
        case .object(let members):
            return .object(
                members.map { member in
                    if names.contains(member.name), member.value.isText { return member }
                    let kept = member.name == "parameters" ? [] : names
                    return JSON.Member(member.name, redact(member.value, keeping: kept))
                })
        case .null, .boolean, .integer, .number, .decimal: return json
        }
    }

    /// Members of what is said about a run or a plan that are names of its parts, and words of Quire's own.
    package static let structure: Set<String> = [
        "run", "report", "schedule", "status", "file", "started_at", "finished_at", "name", "lookup", "enrichment",
        "sheet", "kind", "to", "format", "files",
    ]
}

extension JSON {
    /// A text, or several.
    fileprivate var isText: Bool {
        switch self {
        case .string: true
        case .array(let items): items.allSatisfy(\.isText)
        default: false
        }
    }
}
