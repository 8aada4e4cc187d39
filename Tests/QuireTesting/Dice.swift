/// SplitMix64 (Steele, Lea, Flood 2014), so that a run that fails can be run again.
package struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// - Parameter seed: numbers that tell this one from others; near ones give nothing alike.
    package init(_ seed: Int...) {
        state = 0
        for number in seed { state = next() ^ UInt64(bitPattern: Int64(number)) }
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    package mutating func roll(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }
}
