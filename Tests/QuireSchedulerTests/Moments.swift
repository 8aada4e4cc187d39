import QuireModel

/// A moment of UTC as `2026-01-31 07:00`.
func moment(_ text: String) -> LocalDateTime {
    guard let (wall, offset) = LocalDateTime.parse(text) else { preconditionFailure("\(text) is no moment") }
    return LocalDateTime(microseconds: wall.microseconds - Int64(offset ?? 0) * 1_000_000)
}

extension LocalDateTime {
    /// `07:00`
    var clock: String { String(time.description.prefix(5)) }
}
