/// What holds of a mapping, so far as its keys and plain values tell.
public indirect enum Condition: Sendable {
    /// The key is there, with a value.
    case has(String)
    /// The key is there, be it without a value.
    case names(String)
    /// The key's value is one of these.
    case value(String, [String])
    /// The key's value is text that fits a regular expression (ECMA 262).
    case text(String, matches: String)
    /// It holds of each element of the list under the key.
    case each(String, Condition)
    case not(Condition)
    case all([Condition])
    case any([Condition])
    case exactlyOne([Condition])

    /// Where one holds the other has to.
    public static func when(_ condition: Condition, _ other: Condition) -> Condition {
        .any([.not(condition), other])
    }
}
