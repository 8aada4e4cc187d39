/// The parts of a code such as `# ?/?` or `# ?/16`.
struct FractionParts {
    private var before: ArraySlice<PatternSection.Token>
    private var numerator: [PatternSection.Placeholder]
    private var denominator: [PatternSection.Placeholder]
    /// Nil is the best of so many digits.
    private var fixed: Int?
    private var after: ArraySlice<PatternSection.Token>
    /// Whole numbers stand by themselves, before the fraction.
    private var hasWhole: Bool

    /// - Returns: nil where no digits stand on both sides of the slash.
    init?(_ tokens: [PatternSection.Token], slash: Int) {
        var start = slash
        numerator = []
        while start > 0, case .digit(let placeholder) = tokens[start - 1] {
            numerator.insert(placeholder, at: 0)
            start -= 1
        }
        before = tokens[..<start]
        var end = slash + 1
        denominator = []
        var digits = ""
        while end < tokens.count {
            if case .digit(let placeholder) = tokens[end] {
                denominator.append(placeholder)
                digits.append(placeholder.rawValue)
            } else if case .literal(let literal) = tokens[end], let first = literal.first, first.isNumber {
                digits += literal
            } else {
                break
            }
            end += 1
        }
        after = tokens[end...]
        fixed = Int(digits).flatMap { $0 > 0 ? $0 : nil }
        hasWhole = before.contains { if case .digit = $0 { true } else { false } }
        guard !numerator.isEmpty, fixed != nil || !denominator.isEmpty else { return nil }
    }

    func text(of size: Double, isMarked: Bool) -> String {
        guard size < 1e9 else { return (isMarked ? "-" : "") + GeneralText.of(size) }
        var whole = hasWhole ? size.rounded(.down) : 0
        var (over, under) = nearest(to: size - whole)
        if hasWhole, over == under {
            whole += 1
            over = 0
        }
        var text = isMarked && (whole > 0 || over > 0) ? "-" : ""
        // Without a fraction only the room that it would take is left.
        let isEmpty = hasWhole && over == 0 && numerator.allSatisfy { $0 != .zero }
        for (index, token) in zip(before.indices, before) {
            switch token {
            case .literal(let literal): text += literal
            case .gap: text += " "
            case .digit(let placeholder) where index == lastWhole:
                if whole > 0 || isEmpty || placeholder == .zero { text += GeneralText.of(whole) }
            default: break
            }
        }
        if isEmpty {
            text += String(repeating: " ", count: numerator.count + 1 + max(denominator.count, 1))
        } else {
            text += Self.padded(over, numerator, atEnd: false) + "/" + Self.padded(under, denominator, atEnd: true)
        }
        for case .literal(let literal) in after { text += literal }
        return text
    }

    private var lastWhole: Int? {
        before.lastIndex { if case .digit = $0 { true } else { false } }
    }

    /// The fraction with the least denominator among those that are nearest.
    private func nearest(to number: Double) -> (Int, Int) {
        if let fixed { return (Int((number * Double(fixed)).rounded()), fixed) }
        let limit = (0..<min(denominator.count, 4)).reduce(1) { power, _ in power * 10 } - 1
        var best = (Int(number.rounded()), 1)
        var error = abs(number - Double(best.0))
        for under in 1...max(1, limit) where error > 0 {
            let over = Int((number * Double(under)).rounded())
            let distance = abs(number - Double(over) / Double(under))
            if distance < error - 1e-12 { (best, error) = ((over, under), distance) }
        }
        return best
    }

    private static func padded(_ number: Int, _ places: [PatternSection.Placeholder], atEnd: Bool) -> String {
        let digits = String(number)
        let missing = places.prefix(max(0, places.count - digits.count))
        let padding = missing.map { $0 == .zero ? "0" : $0 == .space ? " " : "" }.joined()
        return atEnd && !padding.contains("0") ? digits + padding : padding + digits
    }
}
