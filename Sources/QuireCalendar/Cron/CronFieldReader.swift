/// Reads one field.
struct CronFieldReader {
    private let field: CronField
    private(set) var numbers = NumberSet()
    /// The month's last day.
    private(set) var hasLast = false
    /// Days of the week of which the month's last is meant.
    private(set) var lastNumbers = NumberSet()
    private(set) var doubts: [CronProblem] = []
    /// Its text begins with `*`.
    let beginsWithStar: Bool

    init(_ part: CronText.Part, _ field: CronField) throws(CronProblem) {
        self.field = field
        beginsWithStar = part.text.hasPrefix("*")
        for item in part.split(at: ",") { try read(item) }
    }

    private mutating func read(_ item: CronText.Part) throws(CronProblem) {
        guard !item.text.isEmpty else { throw .missingValue(item, of: field) }
        if try readLast(item) { return }
        let (values, step) = item.parted(at: "/")
        let range = try range(values, hasStep: step != nil)
        guard let step else {
            insert(range, by: 1)
            return
        }
        guard let width = Int(step.text), width > 0, step.text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw .step(step, of: field)
        }
        if width > range.upperBound - range.lowerBound, range.count > 1 {
            doubts.append(.tooLong(step: step, of: field, first: range.lowerBound))
        }
        insert(range, by: width)
    }

    private mutating func insert(_ range: ClosedRange<Int>, by width: Int) {
        for number in stride(from: range.lowerBound, through: range.upperBound, by: width) {
            numbers.insert(field.whole.contains(number) ? number : 0)
        }
    }

    /// - Returns: false where the item has nothing to do with `L`.
    private mutating func readLast(_ item: CronText.Part) throws(CronProblem) -> Bool {
        let text = item.text.lowercased()
        if field.range == CronField.day.range, text.hasPrefix("l") {
            if text == "l" {
                hasLast = true
                return true
            }
            if text.contains("/") { throw .lastInRange(item) }
            throw .unknownValue(item, of: field)
        }
        guard field.range == CronField.weekday.range, text.hasSuffix("l") else { return false }
        if text == "l" { throw .lastOfWeek(item) }
        if text.contains("-") || text.contains("/") { throw .lastInRange(item) }
        guard let number = field.number(item.text.dropLast()) else { throw .unknownValue(item, of: field) }
        lastNumbers.insert(number % 7)
        return true
    }

    private func range(_ part: CronText.Part, hasStep: Bool) throws(CronProblem) -> ClosedRange<Int> {
        if part.text == "*" { return field.whole }
        let (from, to) = part.parted(at: "-")
        guard let to else {
            let first = try number(from)
            // 7 is Sunday, and so the week's first day.
            return hasStep ? (field.whole.contains(first) ? first : 0)...field.whole.upperBound : first...first
        }
        let first = try number(from)
        var last = try number(to)
        // A week that begins on Monday ends on Sunday.
        if field.whole != field.range, last == 0, first > 0, field.names.contains(to.text.lowercased()) { last = 7 }
        guard first <= last else { throw .backwards(part, remedy: remedy(from, first, to, last)) }
        return first...last
    }

    private func number(_ part: CronText.Part) throws(CronProblem) -> Int {
        guard let number = field.number(part.text) else { throw .unknownValue(part, of: field) }
        return number
    }

    /// The two ranges that one that wraps stands for.
    private func remedy(_ from: CronText.Part, _ first: Int, _ to: CronText.Part, _ last: Int) -> String {
        let isNamed = field.names.contains(from.text.lowercased()) && field.names.contains(to.text.lowercased())
        func shown(_ low: Int, _ high: Int) -> String {
            let low = field.written(low, asName: isNamed)
            let high = field.written(high, asName: isNamed)
            return low == high ? low : "\(low)-\(high)"
        }
        if first == 7 { return shown(0, last) }
        return shown(first, field.whole.upperBound) + "," + shown(field.whole.lowerBound, last)
    }
}
