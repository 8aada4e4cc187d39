package import QuireModel

extension Value {
    /// Whether SQL takes the value for true: a number other than zero, or text that begins with one.
    package var isTrue: Bool {
        switch self {
        case .null: false
        case .boolean(let value): value
        case .integer(let value): value != 0
        case .number(let value), .interval(let value): value != 0 && !value.isNaN
        case .decimal(let text), .text(let text): Self.beginsWithNonzero(text)
        case .date, .datetime, .time: text.map(Self.beginsWithNonzero) ?? false
        }
    }

    private static func beginsWithNonzero(_ text: String) -> Bool {
        var hasPoint = false
        var hasSign = false
        for byte in text.utf8.drop(while: { $0 == 32 || (9...13).contains($0) }) {
            switch byte {
            case UInt8(ascii: "0"): hasSign = true
            case UInt8(ascii: "1")...UInt8(ascii: "9"): return true
            case UInt8(ascii: ".") where !hasPoint: (hasPoint, hasSign) = (true, true)
            case UInt8(ascii: "+") where !hasSign, UInt8(ascii: "-") where !hasSign: hasSign = true
            default: return false
            }
        }
        return false
    }
}
