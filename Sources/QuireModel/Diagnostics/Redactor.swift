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

    /// Longest first, so that a secret within a longer one does not leave the rest of it behind.
    private let patterns: [[UInt8]]
    /// For each byte whether a secret begins with it.
    private let beginnings: [Bool]

    /// Empty secrets hide nothing.
    public init(_ secrets: some Sequence<String>, credentials: some Sequence<Credentials> = []) {
        var forms: Set<[UInt8]> = []
        for secret in secrets { forms.formUnion(Self.forms(of: Array(secret.utf8))) }
        for pair in credentials {
            forms.formUnion(Self.forms(of: Array(pair.password.utf8)))
            forms.formUnion(Self.forms(of: Array("\(pair.username):\(pair.password)".utf8)))
        }
        forms.remove([])
        self.init(patterns: forms)
    }

    private init(patterns: Set<[UInt8]>) {
        self.patterns = patterns.sorted { ($1.count, $0.description) < ($0.count, $1.description) }
        let firsts = Set(patterns.compactMap(\.first))
        beginnings = (0...255).map { firsts.contains($0) }
    }

    /// The same, and these as well.
    public func hiding(_ secrets: some Sequence<String>) -> Redactor {
        Redactor(patterns: Set(patterns).union(secrets.flatMap { Self.forms(of: Array($0.utf8)) }))
    }

    public func redact(_ text: String) -> String {
        guard !patterns.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if beginnings[Int(bytes[index])],
                let found = patterns.first(where: { Self.has($0, in: bytes, at: index) })
            {
                result.append(contentsOf: Self.mask.utf8)
                index += found.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Whether there is a secret in a text.
    public func finds(in text: String) -> Bool {
        guard !patterns.isEmpty else { return false }
        var text = text
        return text.withUTF8 { bytes in
            bytes.indices.contains { index in
                beginnings[Int(bytes[index])] && patterns.contains { Self.has($0, in: bytes, at: index) }
            }
        }
    }

    private static func has<Bytes: RandomAccessCollection<UInt8>>(
        _ pattern: [UInt8], in bytes: Bytes, at index: Int
    ) -> Bool where Bytes.Index == Int {
        guard bytes[index...].starts(with: pattern) else { return false }
        if pattern.count >= shortestInWords { return true }
        let end = index + pattern.count
        return !(index > 0 && isWord(bytes[index - 1])) && !(end < bytes.count && isWord(bytes[end]))
    }

    /// Whether it is a letter, a digit or `_`, or part of a character beyond ASCII.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }

    /// As it is; as base64, also for URLs; percent-encoded with capital and small digits, and in forms; escaped in JSON.
    private static func forms(of secret: [UInt8]) -> Set<[UInt8]> {
        guard !secret.isEmpty else { return [] }
        let base64 = Base64.encode(secret)
        let unpadded = Array(base64.prefix { $0 != UInt8(ascii: "=") })
        let forURLs = unpadded.map {
            $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
        }
        var forms: Set<[UInt8]> = [secret, base64, unpadded, forURLs]
        for plain in [secret, base64] {
            for digits in ["0123456789ABCDEF", "0123456789abcdef"] {
                let encoded = percentEncoded(plain, Array(digits.utf8))
                forms.insert(encoded)
                forms.insert(spacesAsPlus(encoded))
            }
        }
        var escaped: [UInt8] = []
        JSON.write(String(decoding: secret, as: UTF8.self), into: &escaped)
        let unquoted = Array(escaped.dropFirst().dropLast())
        forms.insert(unquoted)
        forms.insert(unquoted.flatMap { $0 == UInt8(ascii: "/") ? [UInt8(ascii: "\\"), $0] : [$0] })
        return forms
    }

    private static func percentEncoded(_ bytes: [UInt8], _ digits: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                [byte]
            default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }

    private static func spacesAsPlus(_ encoded: [UInt8]) -> [UInt8] {
        Array(
            String(decoding: encoded, as: UTF8.self).split(separator: "%20", omittingEmptySubsequences: false)
                .joined(separator: "+").utf8)
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
    public func redact(_ json: JSON) -> JSON {
        switch json {
        case .string(let text): .string(redact(text))
        case .array(let elements): .array(elements.map(redact))
        case .object(let members): .object(members.map { JSON.Member($0.name, redact($0.value)) })
        case .null, .boolean, .integer, .number, .decimal: json
        }
    }
}
