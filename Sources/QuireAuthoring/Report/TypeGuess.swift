import QuireModel

/// What type a field has, told from some of its values.
enum TypeGuess {
    /// - Parameter values: as they come; nulls tell nothing.
    /// - Returns: nil where they may be anything.
    static func type(of values: [Value], named name: String) -> FieldType? {
        let known = values.filter { !$0.isNull }
        guard let first = known.first else { return nil }
        let texts = known.compactMap { if case .text(let text) = $0 { text } else { nil } }
        if texts.count == known.count { return type(ofTexts: texts, named: name) }
        if known.allSatisfy({ if case .integer = $0 { true } else { false } }) { return .integer }
        if known.allSatisfy({ FieldType.number.convert($0) != nil }), texts.isEmpty { return .number }
        if case .boolean = first { return .boolean }
        return nil
    }

    private static func type(ofTexts texts: [String], named name: String) -> FieldType? {
        if texts.allSatisfy({ $0 == "true" || $0 == "false" }) { return .boolean }
        if texts.allSatisfy({ CalendarDate($0) != nil }) { return .date }
        if texts.allSatisfy({ FieldType.datetime.read($0) != nil }) { return .datetime }
        // Digits that are counted with, not a telephone's or an order's.
        guard !FieldNames.isIdentifier(name), texts.allSatisfy({ !hasLeadingZero($0) }) else { return nil }
        if texts.allSatisfy({ $0.utf8.count < 16 && $0.wholeMatch(of: /-?[0-9]+/) != nil }) { return .integer }
        let isNumber = texts.allSatisfy { text in
            if case .number? = FieldType.number.read(text) { true } else { false }
        }
        return isNumber ? .number : nil
    }

    private static func hasLeadingZero(_ text: String) -> Bool {
        text.wholeMatch(of: /[-+]?0[0-9]+.*/) != nil
    }
}
