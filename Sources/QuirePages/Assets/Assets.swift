/// A file that pages load.
package struct Asset: Sendable {
    /// Where it is served.
    package let path: String
    package let text: String
    package let mediaType: String
    /// Sixteen hex digits that change with the text.
    package let hash: String

    /// As pages name it. Whoever has it under this address may keep it for ever.
    package var url: String { "\(path)?v=\(hash)" }

    init(path: String, mediaType: String, text: String) {
        self.path = path
        self.mediaType = mediaType
        self.text = text
        hash = Self.fingerprint(text)
    }

    /// FNV-1a of 64 bits: for telling versions apart, not against forgery.
    private static func fingerprint(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// All that pages load. They work without any of it.
package enum Assets {
    package static let css = Asset(
        path: "/assets/quire.css", mediaType: "text/css; charset=utf-8",
        text: StyleSheet.base + StyleSheet.layout + StyleSheet.components + StyleSheet.forms + StyleSheet.print)

    package static let script = Asset(
        path: "/assets/quire.js", mediaType: "text/javascript; charset=utf-8", text: Script.text)

    package static let all = [css, script]

    /// What every page is served with as `Content-Security-Policy`.
    package static let contentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    static let favicon =
        "data:image/svg+xml,"
        + PathText.encoded(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><rect width='16' height='16' rx='3.5' fill='#1d5fae'/>"
                + "<g fill='none' stroke='#fff' stroke-width='1.3' stroke-linejoin='round' stroke-linecap='round'>"
                + "<path d='M3.5 5.5 8 3.5l4.5 2L8 7.5z'/><path d='m3.5 8.2 4.5 2 4.5-2M3.5 10.8l4.5 2 4.5-2'/></g></svg>"
        )
}

/// The parts of the style sheet, each in a file of its own.
enum StyleSheet {}
