import QuireDefinition
import QuireModel

extension GivenValue {
    /// Whether a cell holds what the test wants: numbers by value but for what floating point loses, dates and times by
    /// what their text says, text byte by byte.
    func isMet(by got: Value, zone: LocalZone = { $0 }) -> Bool {
        guard let wanted = plain else { return false }
        switch (wanted, got) {
        case (.text, .date): return FieldType.date.convert(wanted, zone: zone) == got
        case (.text, .datetime): return FieldType.datetime.convert(wanted, zone: zone) == got
        case (.text, .time): return FieldType.time.convert(wanted, zone: zone) == got
        case (.integer, .integer), (.decimal, .decimal): return wanted == got
        default: break
        }
        guard let left = wanted.number, let right = got.number else { return wanted == got }
        return left == right || abs(left - right) <= max(1e-12, 1e-9 * max(abs(left), abs(right)))
            || left.isNaN && right.isNaN
    }
}

extension Value {
    /// As an analyst would write it in a test; text in quotes, so that it is no number.
    var asWritten: String {
        guard case .text(let text) = self else { return self.text ?? "null" }
        return "'" + text.replacing("'", with: "''") + "'"
    }
}
