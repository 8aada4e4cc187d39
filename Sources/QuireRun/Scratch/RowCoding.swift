import QuireModel

extension ByteBuffer {
    /// A tag, and what the value needs behind it: few bytes where it is near zero.
    mutating func append(_ value: Value) {
        switch value {
        case .null: append(0)
        case .boolean(let flag): append(flag ? 2 : 1)
        case .integer(let integer):
            append(3)
            append(signed: integer)
        case .number(let number):
            if let whole = Int64(exactly: number), whole != 0 || number.sign == .plus {
                append(4)
                append(signed: whole)
            } else {
                append(5)
                append(word: number.bitPattern)
            }
        case .decimal(let digits):
            append(6)
            append(digits)
        case .text(let text):
            append(7)
            append(text)
        case .date(let date):
            append(8)
            append(signed: Int64(date.daysSinceEpoch))
        case .datetime(let moment):
            append(9)
            append(word: moment.microseconds)
        case .time(let time):
            append(10)
            append(signed: time.microseconds)
        case .interval(let days):
            append(11)
            append(word: days.bitPattern)
        }
    }

    /// - Parameter indices: few and small.
    mutating func append(_ indices: [Int]) {
        append(count: indices.count)
        for index in indices { append(count: index) }
    }
}

extension ByteReader {
    mutating func value() -> Value {
        switch byte() {
        case 1: .boolean(false)
        case 2: .boolean(true)
        case 3: .integer(signed())
        case 4: .number(Double(signed()))
        case 5: .number(Double(bitPattern: word(UInt64.self)))
        case 6: .decimal(text())
        case 7: .text(text())
        case 8: .date(CalendarDate(daysSinceEpoch: Int(signed())))
        case 9: .datetime(LocalDateTime(microseconds: word(Int64.self)))
        case 10: .time(TimeOfDay(microseconds: signed()))
        case 11: .interval(Double(bitPattern: word(UInt64.self)))
        default: .null
        }
    }

    mutating func indices() -> [Int] { (0..<count()).map { _ in count() } }
}

/// What belongs to a row beside its values.
struct RowCompanions {
    /// Columns of cells that stand for a failed lookup.
    var problems: [Int] = []
    var failures: [Int] = []
    var links: [(column: Int, url: String)] = []
}

extension ByteBuffer {
    /// One byte where there are none.
    mutating func append(_ companions: RowCompanions?) {
        guard let companions else { return append(0) }
        append(1)
        append(companions.problems)
        append(companions.failures)
        append(count: companions.links.count)
        for (column, url) in companions.links {
            append(count: column)
            append(url)
        }
    }
}

extension ByteReader {
    mutating func companions() -> RowCompanions? {
        guard byte() == 1 else { return nil }
        var companions = RowCompanions(problems: indices(), failures: indices())
        for _ in 0..<count() { companions.links.append((count(), text())) }
        return companions
    }
}
