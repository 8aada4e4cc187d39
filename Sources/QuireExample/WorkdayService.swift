import QuireModel
import QuirePlugin

/// Counts working days: Monday to Friday, but for the holidays that the service's file names.
struct WorkdayService: ServiceBlueprint {
    static let component = Component<any ServiceBlueprint>(
        "workdays", summary: "Counts the working days between two dates.", fields: [AnyField(holidays)],
        example: """
            kind: workdays
            holidays: [2026-01-01, 2026-05-01]
            """
    ) { values, reading in WorkdayService(values, &reading) }

    static let holidays = Field.defaulted("holidays", [String](), shown: "none", "Days off besides weekends.")

    private let daysOff: Set<CalendarDate>

    private init(_ values: FieldValues, _ reading: inout Reading) {
        let days = values[Self.holidays].map { (text: $0, day: CalendarDate($0)) }
        for (text, day) in days where day == nil {
            reading.error(
                "invalid-value", "'\(text)' is no day", at: values.valuePlace(of: Self.holidays),
                hint: "write it as 2026-05-01")
        }
        daysOff = Set(days.compactMap(\.day))
    }

    let lookups = [
        "between": LookupShape(
            inputs: [.init("first", .date), .init("last", .date)], fields: [FieldShape("days", .integer)],
            keysPerCall: 1000)
    ]

    func open(_ context: ServiceContext) async throws -> any LookupService {
        WorkdayCounter(lookups: lookups, daysOff: daysOff)
    }
}

/// The open service. It says of each key how many working days there are from its first day to its last, both
/// included; of days in the wrong order it knows nothing.
private struct WorkdayCounter: LookupService {
    let lookups: [String: LookupShape]
    let daysOff: Set<CalendarDate>

    func ask(_ keys: [LookupKey], of lookup: String) async throws(AttemptFailure) -> LookupReply {
        LookupReply(replies: keys.map(reply))
    }

    private func reply(_ key: LookupKey) -> LookupReply.KeyReply {
        guard case .date(let first) = key.values[0], case .date(let last) = key.values[1], first <= last else {
            return .missing
        }
        let days = (first.daysSinceEpoch...last.daysSinceEpoch).count { day in
            // 1970-01-01 was a Thursday.
            let weekday = ((day + 3) % 7 + 7) % 7
            return weekday < 5 && !daysOff.contains(CalendarDate(daysSinceEpoch: day))
        }
        return .found([.integer(Int64(days))])
    }

    func close() async {}
}
