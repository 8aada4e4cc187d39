extension [Int] {
    /// Numbers in order as ranges of three and more, and the others by themselves.
    var runs: [ClosedRange<Int>] {
        var runs: [ClosedRange<Int>] = []
        for number in self {
            if let last = runs.last, last.upperBound == number - 1 {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs.flatMap { $0.count == 2 ? [$0.lowerBound...$0.lowerBound, $0.upperBound...$0.upperBound] : [$0] }
    }

    /// How far apart they all are; nil where that differs, or there are none to compare.
    var commonStep: Int? {
        guard count > 1 else { return nil }
        let step = self[1] - self[0]
        return zip(self, dropFirst()).allSatisfy { $1 - $0 == step } ? step : nil
    }
}

/// A time of day as a clock shows it: `07:05`.
struct ClockTime: Hashable, CustomStringConvertible {
    var hour: Int
    var minute: Int

    var description: String { twoDigits(hour) + ":" + twoDigits(minute) }
}

func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
