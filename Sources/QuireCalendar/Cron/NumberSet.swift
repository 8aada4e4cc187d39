/// Small numbers, such as the minutes of an hour.
package struct NumberSet: Sendable, Hashable {
    private var bits: UInt64 = 0

    package init() {}

    package init(_ numbers: some Sequence<Int>) {
        for number in numbers { insert(number) }
    }

    /// - Parameter number: from 0 to 63.
    package mutating func insert(_ number: Int) { bits |= 1 << UInt64(number) }
    package mutating func formUnion(_ other: NumberSet) { bits |= other.bits }

    package func contains(_ number: Int) -> Bool { bits & 1 << UInt64(number) != 0 }
    package var isEmpty: Bool { bits == 0 }
    package var count: Int { bits.nonzeroBitCount }

    /// The least that is not below another.
    package func first(from number: Int) -> Int? {
        guard number < 64 else { return nil }
        let rest = bits & (.max << UInt64(number))
        return rest == 0 ? nil : rest.trailingZeroBitCount
    }

    /// In order.
    package var numbers: [Int] { (0..<64).filter(contains) }
}
