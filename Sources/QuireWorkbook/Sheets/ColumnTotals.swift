package import QuireModel

/// Adds up what one column's total needs.
package struct ColumnTotals: Sendable {
    /// What stands in the totals row.
    package enum Outcome: Sendable, Hashable {
        case blank
        /// A function over the column's cells, such as `SUM`, and what it gives.
        case formula(String, value: Double)
        /// Where a formula would not see what the column holds.
        case value(Value)
    }

    private let total: Total
    /// Of the first number.
    package private(set) var kind: FormatKind?
    private var numberCount = 0
    private var shownCount = 0
    private var valueCount = 0
    private var keptAsTextCount = 0
    private var sum = 0.0
    private var lost = 0.0
    private var wholeSum: Int128 = 0
    private var isWhole = true
    private var least: (number: Double, value: Value)?
    private var most: (number: Double, value: Value)?

    package init(_ total: Total) { self.total = total }

    package mutating func add(_ value: Value, as cell: Cell, _ kind: FormatKind) {
        let isNull = value.isNull
        if !isNull { valueCount += 1 }
        switch cell {
        case .blank: break
        case .text(let text):
            if !text.isEmpty { shownCount += 1 }
            guard !isNull else { break }
            if let number = value.number, number.isFinite {
                keptAsTextCount += 1
                add(number, value)
            } else if case .date(let date) = value {
                keptAsTextCount += 1
                add(Double(date.daysSinceEpoch) + 25_569, value)
            } else if case .datetime(let moment) = value {
                keptAsTextCount += 1
                add(Double(moment.microseconds) / Double(TimeOfDay.perDay) + 25_569, value)
            }
        case .boolean: shownCount += 1
        case .number(let number):
            shownCount += 1
            numberCount += 1
            if self.kind == nil { self.kind = kind }
            add(number, value)
        }
    }

    private mutating func add(_ number: Double, _ value: Value) {
        switch total {
        case .count: break
        case .sum, .average:
            if case .integer(let integer) = value { wholeSum += Int128(integer) } else { isWhole = false }
            // Neumaier's sum: what each addition loses is added in the end.
            let next = sum + number
            lost += abs(sum) >= abs(number) ? (sum - next) + number : (number - next) + sum
            sum = next
        case .min: if least.map({ number < $0.number }) ?? true { least = (number, value) }
        case .max: if most.map({ number > $0.number }) ?? true { most = (number, value) }
        }
    }

    /// There are values, and none of them is a number: whoever wants a sum of them has forgotten to give them a type.
    package var findsNoNumber: Bool { total != .count && valueCount > 0 && numberCount + keptAsTextCount == 0 }

    package var outcome: Outcome {
        let hasNumbers = numberCount + keptAsTextCount > 0
        switch total {
        case .count:
            if numberCount == valueCount { return .formula("COUNT", value: Double(valueCount)) }
            if shownCount == valueCount { return .formula("COUNTA", value: Double(valueCount)) }
            return .value(.integer(Int64(valueCount)))
        case .sum:
            if keptAsTextCount == 0 { return .formula("SUM", value: sum + lost) }
            guard isWhole else { return .value(.number(sum + lost)) }
            return .value(Int64(exactly: wholeSum).map(Value.integer) ?? .decimal(String(wholeSum)))
        case .average:
            guard hasNumbers else { return .blank }
            let average = (sum + lost) / Double(numberCount + keptAsTextCount)
            return keptAsTextCount == 0 ? .formula("AVERAGE", value: average) : .value(.number(average))
        case .min: return extreme("MIN", least)
        case .max: return extreme("MAX", most)
        }
    }

    private func extreme(_ function: String, _ found: (number: Double, value: Value)?) -> Outcome {
        guard let found else { return .blank }
        return keptAsTextCount == 0 ? .formula(function, value: found.number) : .value(found.value)
    }
}
