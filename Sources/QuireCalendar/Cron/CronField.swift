import QuireModel

/// One of the five fields: which numbers and names it takes.
struct CronField: Sendable {
    /// Singular, and plural, for messages.
    let name: String
    let plural: String
    let range: ClosedRange<Int>
    /// In the order of their numbers, from the range's first on.
    var names: [String] = []

    static let minute = CronField(name: "minute", plural: "minutes", range: 0...59)
    static let hour = CronField(name: "hour", plural: "hours", range: 0...23)
    static let day = CronField(name: "day of the month", plural: "days of the month", range: 1...31)
    static let month = CronField(
        name: "month", plural: "months", range: 1...12,
        names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
    /// Sunday is 0, and 7.
    static let weekday = CronField(
        name: "day of the week", plural: "days of the week", range: 0...7,
        names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])

    static let all = [minute, hour, day, month, weekday]

    /// What `*` stands for.
    var whole: ClosedRange<Int> { range.upperBound == 7 ? 0...6 : range }

    func number(_ text: Substring) -> Int? {
        if let place = names.firstIndex(of: text.lowercased()) { return range.lowerBound + place }
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text),
            range.contains(number)
        else { return nil }
        return number
    }

    /// A number as the author would write it.
    func written(_ number: Int, asName: Bool) -> String {
        asName ? names[(number - range.lowerBound) % names.count] : String(number)
    }

    /// `hours are from 0 to 23`, for hints.
    var extent: String {
        let numbers = "\(plural) are from \(range.lowerBound) to \(range.upperBound)"
        guard let first = names.first, let last = names.last else { return numbers }
        return numbers + ", or \(first) to \(last)"
    }
}
