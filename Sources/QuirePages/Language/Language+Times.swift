import QuireModel

extension Language {
    /// A moment for a `<time>` element: `iso` as it came, `text` by the clock of its zone, `full` with the offset.
    ///
    /// - Parameter iso: ISO 8601 with offset; any other text is shown as it is.
    func time(_ iso: String) -> Fields {
        guard let (moment, offset) = LocalDateTime.parse(iso) else {
            return ["iso": nil, "text": iso, "full": iso]
        }
        let text = "\(day(moment.date)) \(moment.time.description.prefix(5))"
        return [
            "iso": iso, "text": text, "full": "\(moment.date) \(moment.time.description.prefix(8)) \(zone(offset))",
        ]
    }

    func time(_ iso: String?) -> Fields? { iso.map { time($0) as Fields } }

    /// `29 Nov 2026`, `2026年11月29日`.
    func day(_ date: CalendarDate) -> String {
        let (year, month, day) = date.components
        switch self {
        case .english: return "\(day) \(Self.months[month - 1]) \(year)"
        case .chinese: return "\(year)年\(month)月\(day)日"
        }
    }

    /// `07:00`; the text itself where it is no moment.
    func clock(_ iso: String) -> String {
        LocalDateTime.parse(iso).map { String($0.moment.time.description.prefix(5)) } ?? iso
    }

    private func zone(_ offset: Int?) -> String {
        guard let offset else { return "" }
        let minutes = abs(offset) / 60
        let clock = "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
        return offset == 0 ? "UTC" : "UTC\(offset < 0 ? "−" : "+")\(clock)"
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
