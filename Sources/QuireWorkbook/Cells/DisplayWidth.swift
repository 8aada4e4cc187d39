/// How wide text stands in a cell, in characters of the default font; East Asian wide characters count two.
package enum DisplayWidth {
    /// The width of the longest line.
    package static func of(_ text: String) -> Int {
        var longest = 0
        var width = 0
        for scalar in text.unicodeScalars {
            if scalar.value < 0x300 {
                if scalar == "\n" {
                    longest = max(longest, width)
                    width = 0
                } else {
                    width += 1
                }
            } else {
                width += of(scalar)
            }
        }
        return max(longest, width)
    }

    /// - Note: The wide and full-width ranges of Unicode's `EastAsianWidth.txt`, neighbours joined.
    static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x0300...0x036F, 0x200B...0x200F, 0x2060, 0xFE00...0xFE0F, 0xFEFF: 0
        case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x2E80...0x303E, 0x3041...0x33FF,
            0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
            0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF,
            0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}
