extension Node {
    /// The same as JSON: numbers keep their digits, infinity and NaN are text.
    public var json: JSON {
        switch content {
        case .mapping(let entries): .object(entries.map { JSON.Member($0.key.scalar?.text ?? "", $0.value.json) })
        case .sequence(let items): .array(items.map(\.json))
        case .scalar(let scalar):
            switch scalar.meaning {
            case .null: .null
            case .boolean(let flag): .boolean(flag)
            case .integer(let integer): .integer(integer)
            case .number(let number):
                number.isFinite
                    ? NumberText.significantDigits(scalar.text) > 15 ? .decimal(scalar.text) : .number(number)
                    : .string(scalar.text)
            case .text: .string(scalar.text)
            }
        }
    }
}
