import QuireModel

/// A moment of UTC as `2026-01-31 07:00`, or of some zone with its offset.
func moment(_ text: String) -> LocalDateTime {
    guard let (wall, offset) = LocalDateTime.parse(text) else { preconditionFailure("\(text) is no moment") }
    return LocalDateTime(microseconds: wall.microseconds - Int64(offset ?? 0) * 1_000_000)
}

/// `2026-01-31T07:00+08:00`, to the minute.
func shown(_ moment: LocalDateTime, in zone: Zone) -> String {
    let text = zone.iso8601(ofUTC: moment)
    return String(text.prefix(16)) + text.dropFirst(19)
}
