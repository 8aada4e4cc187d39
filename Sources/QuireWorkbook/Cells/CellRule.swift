package import QuireModel

/// What the cells of one column hold: from values to cells, and nothing else.
package struct CellRule: Sendable {
    package enum Treatment: Sendable, Hashable {
        case general, text, number, date, datetime, time
    }

    package let treatment: Treatment
    private let empty: DecidedCell
    private let localTime: @Sendable (LocalDateTime) -> LocalDateTime

    package init(
        format: CellFormat, empty: String? = nil,
        localTime: @escaping @Sendable (LocalDateTime) -> LocalDateTime = { $0 }
    ) {
        treatment =
            switch format {
            case .general: .general
            case .text: .text
            case .integer, .number, .money, .percent: .number
            case .date: .date
            case .datetime: .datetime
            case .time: .time
            case .code(let code):
                switch NumberPattern(code).meaning {
                case .general: .general
                case .text: .text
                case .number: .number
                case .date: .date
                case .datetime: .datetime
                case .time: .time
                }
            }
        self.empty = empty.map { CellText.decide($0, .plain) } ?? DecidedCell(.blank, .plain)
        self.localTime = localTime
    }

    package func decide(_ value: Value) -> DecidedCell {
        switch value {
        case .null: empty
        case .text(let text):
            switch treatment {
            case .general, .number: CellText.decide(text, .plain)
            case .text: CellText.decide(text, .text)
            case .date, .datetime, .time: decideMoment(text)
            }
        case .integer(let integer):
            if integer.magnitude <= 1 << 53 {
                decide(number: Double(integer), treatment, of: value)
            } else {
                DecidedCell(.text(String(integer)), .text)
            }
        case .number(let number):
            decide(number: number, treatment, of: value)
        default: decideRare(value)
        }
    }

    @inline(__always)
    private func decide(number: Double, _ treatment: Treatment, of value: Value) -> DecidedCell {
        guard number.isFinite else { return DecidedCell(.blank, .plain, .notFinite) }
        switch treatment {
        case .number: return DecidedCell(.number(number), .number)
        case .general, .date, .datetime: return DecidedCell(.number(number), .plain)
        case .text: return DecidedCell(.text(value.text ?? ""), .text)
        case .time: return DecidedCell(.number(number), number >= 0 ? .time : .plain)
        }
    }

    private func decideRare(_ value: Value) -> DecidedCell {
        if case .interval(let days) = value, !days.isFinite { return DecidedCell(.blank, .plain, .notFinite) }
        if treatment == .text { return DecidedCell(.text(value.text ?? ""), .text) }
        switch value {
        case .boolean(let boolean): return DecidedCell(.boolean(boolean), .plain)
        case .decimal(let digits):
            guard NumberText.significantDigits(digits) <= 15, let number = Double(digits), number.isFinite else {
                return DecidedCell(.text(digits), .text)
            }
            return decide(number: number, treatment, of: value)
        case .date(let date):
            let moment = LocalDateTime(date: date, time: TimeOfDay(microseconds: 0))
            return decide(moment, isDate: true, or: date.description)
        case .datetime(let moment): return decide(moment, isDate: false, or: moment.description)
        case .time(let time):
            return DecidedCell(.number(Double(time.microseconds) / Double(TimeOfDay.perDay)), .time)
        case .interval(let days):
            switch treatment {
            case .number: return DecidedCell(.number(days), .number)
            case .time where days >= 0: return DecidedCell(.number(days), .time)
            // Excel shows a negative time as a row of '#'.
            case _ where days < 0: return DecidedCell(.number(days), .plain)
            default: return DecidedCell(.number(days), .interval)
            }
        case .null, .text, .integer, .number: return empty
        }
    }

    private func decide(_ moment: LocalDateTime, isDate: Bool, or text: @autoclosure () -> String) -> DecidedCell {
        if treatment == .time { return DecidedCell(.number(moment.fractionOfDay), .time) }
        guard let serial = moment.excelSerial else { return DecidedCell(.text(text()), .text) }
        switch treatment {
        case .date: return DecidedCell(.number(serial.rounded(.down)), .date)
        case .datetime: return DecidedCell(.number(serial), .datetime)
        case .general, .number, .text, .time: return DecidedCell(.number(serial), isDate ? .date : .datetime)
        }
    }

    /// ISO text under a date format is a real date; any other text stays what it is.
    private func decideMoment(_ text: String) -> DecidedCell {
        // The longest: 2026-01-31T12:30:00.123456789+08:00
        if text.utf8.count <= 40, let first = text.utf8.first, first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") {
            if treatment == .time, let time = TimeOfDay(text) {
                return DecidedCell(.number(Double(time.microseconds) / Double(TimeOfDay.perDay)), .time)
            }
            if let (read, offset) = LocalDateTime.parse(text) {
                let moment =
                    offset.map { localTime(LocalDateTime(microseconds: read.microseconds - Int64($0) * 1_000_000)) }
                    ?? read
                return decide(moment, isDate: treatment == .date, or: text)
            }
        }
        return CellText.decide(text, .plain)
    }
}

extension LocalDateTime {
    /// Days since 1899-12-30, as Excel counts them; nil outside 1900-03-01 to 9999-12-31, where its calendar ends or
    /// has a day that never was.
    package var excelSerial: Double? {
        let days = excelDays
        return days >= 61 && days < 2_958_466 ? days : nil
    }

    /// Days since 1899-12-30, also where Excel's calendar has none.
    var excelDays: Double { Double(microseconds + 25_569 * TimeOfDay.perDay) / Double(TimeOfDay.perDay) }

    var fractionOfDay: Double { Double(time.microseconds) / Double(TimeOfDay.perDay) }
}
