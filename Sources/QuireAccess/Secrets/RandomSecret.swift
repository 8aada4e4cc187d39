import Crypto
package import FoundationEssentials
import QuireModel

/// A secret that is sent as it is and kept as its SHA-256: a token, a session's cookie.
package struct RandomSecret: Sendable, Hashable {
    /// Letters, digits, `-` and `_`.
    package let text: String

    package init(_ text: String) { self.text = text }

    /// A new one of 256 random bits.
    package static func make(prefix: String = "") -> RandomSecret {
        var generator = SystemRandomNumberGenerator()
        return make(prefix: prefix, using: &generator)
    }

    /// - Parameter generator: cryptographically secure, in use.
    static func make(prefix: String = "", using generator: inout some RandomNumberGenerator) -> RandomSecret {
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return RandomSecret(prefix + URLSafeBase64.encode(bytes))
    }

    package var digest: Data { Data(SHA256.hash(data: Data(text.utf8))) }

    /// Takes the same time wherever they differ.
    package static func areEqual(_ left: String, _ right: String) -> Bool {
        // Digests compare in constant time.
        SHA256.hash(data: Data(left.utf8)) == SHA256.hash(data: Data(right.utf8))
    }
}

/// RFC 4648's base64 for URLs, without padding.
enum URLSafeBase64 {
    static func encode(_ bytes: [UInt8]) -> String {
        String(decoding: Base64.encode(bytes), as: UTF8.self)
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let padded = text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: padded.replacing("-", with: "+").replacing("_", with: "/")).map(Array.init)
    }
}
