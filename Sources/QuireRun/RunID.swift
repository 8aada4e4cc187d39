package import QuireModel

/// Names of runs: `20260131T083000Z-4f9a1c`, in UTC, so that they sort by time.
package enum RunID {
    /// - Parameter random: draws below a bound.
    package static func make(at moment: LocalDateTime, random: (Int) -> Int = { .random(in: 0..<$0) }) -> String {
        let date = moment.date.description.filter { $0 != "-" }
        let time = moment.time.description.prefix(8).filter { $0 != ":" }
        let tail = String(random(1 << 24), radix: 16)
        return "\(date)T\(time)Z-" + String(repeating: "0", count: 6 - tail.count) + tail
    }
}
