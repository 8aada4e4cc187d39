import QuireModel

/// A list of values as one text: `a,b`, or JSON where that would not give the same values back.
package enum ListText {
    package static func text(_ values: [String]) -> String {
        let isPlain =
            !values.isEmpty && values[0].first != "["
            && values.allSatisfy {
                !$0.isEmpty && !$0.contains(",") && $0 == trimmed($0) && !$0.contains(where: \.isNewline)
            }
        return isPlain ? values.joined(separator: ",") : JSON.array(values.map(JSON.string)).text
    }

    /// Values typed or pasted by a person: commas and line ends part them, white space around them does not count.
    package static func values(_ typed: String) -> [String] {
        let text = trimmed(typed)
        if text.hasPrefix("["), case .array(let items)? = try? JSON.parse(text) {
            return items.map { item in
                if case .string(let text) = item { text } else { item.text }
            }
        }
        return text.split { $0 == "," || $0.isNewline }.map { trimmed($0) }.filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
