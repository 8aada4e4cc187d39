package import QuireModel

/// Names of runs: `20260131T083000250Z-4f9a1c`, in UTC and to the millisecond, so that they sort by time.
package enum RunID {
    /// - Parameter random: draws below a bound.
    package static func make(at moment: LocalDateTime, random: (Int) -> Int = { .random(in: 0..<$0) }) -> String {
        let date = moment.date.description.filter { $0 != "-" }
        let clock = moment.time.description.prefix(8).filter { $0 != ":" }
        let time = clock + padded(Int(moment.time.microseconds / 1000 % 1000), 3)
        let tail = String(random(1 << 24), radix: 16)
        return "\(date)T\(time)Z-" + String(repeating: "0", count: 6 - tail.count) + tail
    }

    /// When the run of that name was made, in UTC.
    ///
    /// - Returns: nil where the name is not one that `make` gives.
    package static func moment(of run: String) -> LocalDateTime? {
        let digits = run.prefix(18).utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard run.utf8.count == 26, digits.count == 17 else { return nil }
        func text(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
        let day = "\(text(0..<4))-\(text(4..<6))-\(text(6..<8))"
        let clock = "\(text(8..<10)):\(text(10..<12)):\(text(12..<14)).\(text(14..<17))"
        return LocalDateTime.parse("\(day) \(clock)")?.moment
    }
}
