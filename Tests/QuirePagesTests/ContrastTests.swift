import Testing

@testable import QuirePages

/// Contrast of the colours that stand on each other, by WCAG 2.2.
@Suite struct ContrastTests {
    /// Colour, what it stands on, and the least ratio: 4.5 for text, 3 for borders of controls and drawings.
    static let pairs: [(String, String, Double)] =
        ["page", "surface", "sunken"].flatMap { ground in
            ["text", "muted", "accent", "accent-strong", "bad"].map { ($0, ground, 4.5) }
                + ["line-strong", "focus"].map { ($0, ground, 3) }
        }
        + ["good", "warn", "bad", "live", "quiet"].map { ($0, $0 + "-soft", 4.5) }
        + ["good-soft", "warn-soft", "bad-soft", "quiet-soft"].map { ("text", $0, 4.5) }
        + [
            ("on-accent", "accent", 4.5), ("on-accent", "accent-strong", 4.5), ("accent", "warn-soft", 4.5),
            ("accent", "quiet-soft", 3),
        ]

    @Test("colours can be told apart, by day and by night", arguments: pairs, [false, true])
    func contrast(pair: (String, String, Double), isDark: Bool) throws {
        let colours = Self.colours(isDark: isDark)
        let front = try #require(colours[pair.0])
        let ground = try #require(colours[pair.1])
        let (light, dark) = (max(front, ground), min(front, ground))
        #expect((light + 0.05) / (dark + 0.05) >= pair.2)
    }

    /// The luminance of each colour by its name.
    private static func colours(isDark: Bool) -> [String: Double] {
        let blocks = StyleSheet.base.split(separator: "prefers-color-scheme: dark")
        var colours: [String: Double] = [:]
        for block in isDark ? blocks : [blocks[0]] {
            for match in block.matches(of: /--([a-z-]+): #([0-9a-f]{6});/) {
                colours[String(match.output.1)] = luminance(Int(match.output.2, radix: 16) ?? 0)
            }
        }
        return colours
    }

    private static func luminance(_ rgb: Int) -> Double {
        let parts = [rgb >> 16, rgb >> 8 & 255, rgb & 255].map { part in
            let value = Double(part) / 255
            // sRGB's exponent is 2.4; it is taken here as a chain that needs no library.
            return value <= 0.04045 ? value / 12.92 : power(((value + 0.055) / 1.055))
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    /// `x` to the power of 2.4: the fifth root of its twelfth power, by Newton's method.
    private static func power(_ x: Double) -> Double {
        let twelfth = (1...12).reduce(1.0) { product, _ in product * x }
        return (1...200).reduce(1.0) { root, _ in root - (root - twelfth / (root * root * root * root)) / 5 }
    }
}
