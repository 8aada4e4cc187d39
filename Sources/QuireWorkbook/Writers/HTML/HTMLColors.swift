import QuireModel

/// Colours that were chosen for a white sheet, in light and in dark.
struct HTMLColors {
    /// Text and ground of cells where nobody says otherwise.
    private static let darkInk = Color(rgb: 0xE6EAF0)
    private static let darkGround = Color(rgb: 0x171C23)
    private static let lightInk = Color(rgb: 0x1B2430)
    private static let leastContrast = 5.0

    var light: String
    var dark: String

    init(ink: Color?, ground: Color?) {
        light = Self.declarations(
            // Who darkens the ground of a cell does not mean to hide what stands in it.
            ink: ink ?? ground.flatMap { $0.contrast(to: Self.lightInk) < 3 ? Color(rgb: 0xFFFFFF) : nil }, ground)
        let darkGround = ground.map { $0.mixed(with: Self.darkGround, share: 0.72) }
        dark = Self.declarations(
            ink: ink.map { $0.readable(on: darkGround ?? Self.darkGround, atLeast: Self.leastContrast) }
                ?? darkGround.map { Self.darkInk.readable(on: $0, atLeast: Self.leastContrast) }, darkGround)
    }

    private static func declarations(ink: Color?, _ ground: Color?) -> String {
        (ink.map { "color:\($0.css);" } ?? "") + (ground.map { "background-color:\($0.css);" } ?? "")
    }
}

extension Color {
    fileprivate var channels: [Double] { [16, 8, 0].map { Double(rgb >> $0 & 0xFF) / 255 } }

    fileprivate init(channels: [Double]) {
        self.init(rgb: channels.reduce(0) { $0 << 8 | UInt32(($1 * 255).rounded()) })
    }

    var css: String {
        let digits = String(rgb, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// - Parameter share: of the other colour.
    fileprivate func mixed(with other: Color, share: Double) -> Color {
        Color(channels: zip(channels, other.channels).map { $0 * (1 - share) + $1 * share })
    }

    /// - Note: WCAG 2.2, "relative luminance"; gamma simplified to 2.2.
    private var luminance: Double {
        let linear = channels.map { channel in
            // The curve is close enough to 2.2 with a square and a cube, mixed.
            0.8 * channel * channel + 0.2 * channel * channel * channel
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    fileprivate func contrast(to other: Color) -> Double {
        let (bright, dim) = (max(luminance, other.luminance), min(luminance, other.luminance))
        return (bright + 0.05) / (dim + 0.05)
    }

    /// The colour, lightened as far as it must be.
    fileprivate func readable(on ground: Color, atLeast contrast: Double) -> Color {
        let white = Color(rgb: 0xFFFFFF)
        for share in stride(from: 0, to: 1, by: 0.1) {
            let lightened = mixed(with: white, share: share)
            if lightened.contrast(to: ground) >= contrast { return lightened }
        }
        return white
    }
}
