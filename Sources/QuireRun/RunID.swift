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
}
