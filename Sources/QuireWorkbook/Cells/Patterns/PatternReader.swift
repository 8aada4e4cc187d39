import QuireModel

/// Reads number format codes, as Excel understands them.
struct PatternReader {
    private var rest: ArraySlice<Character>
    private var section = PatternSection()
    private var isAfterPoint = false
    /// Commas that follow a digit: they set thousands apart if more digits come, and divide by a thousand if not.
    private var commas = 0

    private init(_ code: ArraySlice<Character>) { rest = code }

    /// - Returns: one at least.
    static func sections(of code: String) -> [PatternSection] {
        if code.isEmpty { return [PatternSection(tokens: [.general])] }
        var sections: [PatternSection] = []
        var rest = Array(code)[...]
        while true {
            var reader = PatternReader(rest)
            reader.read()
            sections.append(reader.section)
            guard let end = reader.rest.first, end == ";" else { return sections }
            rest = reader.rest.dropFirst()
        }
    }

    private mutating func read() {
        while let character = rest.first, character != ";" {
            rest.removeFirst()
            read(character)
        }
        section.shift -= 3 * commas
        tellMinutesFromMonths()
        if section.isMoment { forgetDigits() }
    }

    private mutating func read(_ character: Character) {
        switch character {
        case "\"":
            append(literal: String(rest.prefix { $0 != "\"" }))
            rest = rest.drop { $0 != "\"" }.dropFirst()
        case "\\", "!": if let next = rest.popFirst() { append(literal: String(next)) }
        case "_":
            rest = rest.dropFirst()
            section.tokens.append(.gap)
        // What a cell is filled up with shows only in a cell of some width.
        case "*": rest = rest.dropFirst()
        case "[":
            readBracket(String(rest.prefix { $0 != "]" }))
            rest = rest.drop { $0 != "]" }.dropFirst()
        case "0", "#", "?":
            if commas > 0, !isAfterPoint { section.isGrouped = true }
            commas = 0
            section.tokens.append(.digit(PatternSection.Placeholder(rawValue: character) ?? .zero))
        case "," where section.hasDigits && !section.isMoment: commas += 1
        case ".":
            if let last = section.tokens.last, isSecond(last), rest.first == "0" {
                section.tokens.append(.fraction(takeRun(of: "0")))
            } else {
                isAfterPoint = true
                section.shift -= 3 * commas
                commas = 0
                section.tokens.append(.point)
            }
        case "%":
            section.shift += 2
            section.tokens.append(.percent)
        case "/": section.tokens.append(.slash)
        case "@": section.tokens.append(.text)
        default: readLetter(character)
        }
    }

    private mutating func readLetter(_ character: Character) {
        switch character {
        case "E" where section.hasDigits && rest.first == "+", "e" where section.hasDigits && rest.first == "+":
            rest.removeFirst()
            section.tokens.append(.exponent(showsPlus: true))
        case "E" where section.hasDigits && rest.first == "-", "e" where section.hasDigits && rest.first == "-":
            rest.removeFirst()
            section.tokens.append(.exponent(showsPlus: false))
        case "y", "Y": section.tokens.append(.year(run(of: character)))
        case "e", "E": section.tokens.append(.year(max(3, run(of: character))))
        case "m", "M": section.tokens.append(.month(run(of: character)))
        case "d", "D": section.tokens.append(.day(run(of: character)))
        case "h", "H": section.tokens.append(.hour(run(of: character)))
        case "s", "S": section.tokens.append(.second(run(of: character)))
        case "a", "A", "g", "G", "上": readWord(character)
        default: append(literal: String(character))
        }
    }

    private mutating func readWord(_ first: Character) {
        let words: [(word: String, token: PatternSection.Token)] = [
            ("am/pm", .meridiem("AM", "PM")), ("a/p", .meridiem("A", "P")), ("上午/下午", .meridiem("上午", "下午")),
            ("general", .general), ("aaaa", .day(4)), ("aaa", .day(3)),
        ]
        let ahead = (String(first) + String(rest.prefix(6))).lowercased()
        guard let (word, token) = words.first(where: { ahead.hasPrefix($0.word) }) else {
            return append(literal: String(first))
        }
        rest = rest.dropFirst(word.count - 1)
        section.tokens.append(token)
    }

    private mutating func readBracket(_ inside: String) {
        let lower = inside.lowercased()
        if let first = lower.first, "hms".contains(first), lower.allSatisfy({ $0 == first }) {
            let unit: PatternSection.Unit = first == "h" ? .hours : first == "m" ? .minutes : .seconds
            section.tokens.append(.elapsed(unit, inside.count))
        } else if inside.hasPrefix("$") {
            let symbol = inside.dropFirst().prefix { $0 != "-" }
            if !symbol.isEmpty { append(literal: String(symbol)) }
        } else if let color = Self.colors[lower] {
            section.color = Color(rgb: color)
        } else if let sign = inside.firstIndex(where: { !"<>=".contains($0) }),
            let comparison = Highlight.Comparison(rawValue: String(inside[..<sign])),
            let limit = Double(inside[sign...])
        {
            section.condition = PatternSection.Condition(comparison: comparison, limit: limit)
        }
    }

    private static let colors: [String: UInt32] = [
        "black": 0x000000, "blue": 0x0000FF, "cyan": 0x00FFFF, "green": 0x008000, "magenta": 0xFF00FF,
        "red": 0xFF0000, "white": 0xFFFFFF, "yellow": 0xFFFF00,
    ]

    private mutating func append(literal: String) {
        if case .literal(let before)? = section.tokens.last {
            section.tokens[section.tokens.count - 1] = .literal(before + literal)
        } else {
            section.tokens.append(.literal(literal))
        }
    }

    /// Letters like the one that was just read, and it.
    private mutating func run(of character: Character) -> Int {
        let count = rest.prefix { $0.lowercased() == character.lowercased() }.count
        rest = rest.dropFirst(count)
        return count + 1
    }

    private mutating func takeRun(of character: Character) -> Int {
        let count = rest.prefix { $0 == character }.count
        rest = rest.dropFirst(count)
        return count
    }

    private func isSecond(_ token: PatternSection.Token) -> Bool {
        switch token {
        case .second, .elapsed(.seconds, _): true
        default: false
        }
    }

    /// `m` is minutes after hours and before seconds.
    private mutating func tellMinutesFromMonths() {
        let moments = section.tokens.indices.filter { section.tokens[$0].isDate || section.tokens[$0].isTime }
        for (place, index) in moments.enumerated() {
            guard case .month(let count) = section.tokens[index], count <= 2 else { continue }
            let followsHour = place > 0 && isHour(section.tokens[moments[place - 1]])
            let precedesSecond = place + 1 < moments.count && isSecond(section.tokens[moments[place + 1]])
            if followsHour || precedesSecond { section.tokens[index] = .minute(count) }
        }
    }

    private func isHour(_ token: PatternSection.Token) -> Bool {
        switch token {
        case .hour, .elapsed(.hours, _): true
        default: false
        }
    }

    /// In a date they are what they look like.
    private mutating func forgetDigits() {
        section.shift = 0
        section.tokens = section.tokens.map { token in
            switch token {
            case .digit(let placeholder): .literal(String(placeholder.rawValue))
            case .point: .literal(".")
            case .percent: .literal("%")
            case .slash: .literal("/")
            case .exponent, .general, .text: .literal("")
            default: token
            }
        }
    }
}
