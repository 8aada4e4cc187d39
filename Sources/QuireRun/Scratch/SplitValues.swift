import QuireModel

/// The different values that rows are split by, in order of appearance.
struct SplitValues {
    /// Sheets of one workbook, and more than anybody looks at.
    static let most = 1000

    private(set) var parts: [(value: Value, rowCount: Int)] = []
    private var places: [Value: Int] = [:]
    private var last: (value: Value, place: Int)?
    private let position: FilePosition?

    /// - Parameter position: of what the values come from, for messages.
    init(at position: FilePosition?) { self.position = position }

    /// Counts a row.
    ///
    /// - Returns: the place of its value in `parts`.
    mutating func add(_ value: Value) throws(RunFailure) -> Int {
        let value = value.asShown
        if let last, last.value == value {
            parts[last.place].rowCount += 1
            return last.place
        }
        let place = try place(of: value)
        parts[place].rowCount += 1
        last = (value, place)
        return place
    }

    private mutating func place(of value: Value) throws(RunFailure) -> Int {
        if let known = places[value] { return known }
        guard parts.count < Self.most else {
            throw RunFailure(
                "\(position.map { "\($0): " } ?? "")'split_by' gives more than 1,000 different values, which would be as many sheets",
                hint: "split by something of fewer values, or sort by it on one sheet")
        }
        places[value] = parts.count
        parts.append((value, 0))
        return parts.count - 1
    }
}

extension Value {
    /// Numbers that are shown alike are one value, whatever their kind; what is no number is shown as null.
    fileprivate var asShown: Value {
        switch self {
        case .number(let number):
            number.isFinite ? Int64(exactly: number).map(Value.integer) ?? self : .null
        default: self
        }
    }
}
