package import QuireModel

/// An Excel number format code, and what numbers and text look like under it.
package struct NumberPattern: Sendable, Hashable {
    package enum Meaning: Sendable, Hashable {
        case general, text, number, date, datetime, time
    }

    /// What the first section is for.
    package let meaning: Meaning
    /// Of numbers, at least one.
    let sections: [PatternSection]
    /// Nil shows text as it is.
    let textSection: PatternSection?

    package static let general = NumberPattern("General")

    package init(_ code: String) {
        var sections = PatternReader.sections(of: code)
        meaning = sections[0].meaning
        if sections.count > 3 || sections.last?.tokens.contains(.text) == true {
            textSection = sections.removeLast()
        } else {
            textSection = nil
        }
        if sections.isEmpty { sections.append(PatternSection(tokens: [.general])) }
        self.sections = sections
    }

    /// What a number looks like.
    package func text(_ number: Double) -> FormattedText {
        let place = place(of: number)
        let section = sections[place]
        // A section for negative numbers alone says itself how they are marked.
        let isMarked = number < 0 && !isForNegatives(place)
        let shown = section.text(of: number, isMarked: isMarked)
        return FormattedText(text: shown, color: section.color)
    }

    /// What text looks like.
    package func text(_ text: String) -> FormattedText {
        guard let textSection else { return FormattedText(text: text) }
        return FormattedText(text: textSection.text(of: text), color: textSection.color)
    }

    private func place(of number: Double) -> Int {
        if sections.contains(where: { $0.condition != nil }) {
            // Where nobody says otherwise, the second is for what is below zero, and the last for the rest.
            let found = sections.indices.first { index in
                if let condition = sections[index].condition { return condition.holds(number) }
                return index == sections.count - 1 || index == 1 && number < 0 || index == 0 && number > 0
            }
            return found ?? sections.count - 1
        }
        if number < 0, sections.count > 1 { return 1 }
        return number == 0 && sections.count > 2 ? 2 : 0
    }

    private func isForNegatives(_ place: Int) -> Bool {
        if let condition = sections[place].condition { return condition.isNegative }
        if place != 1 { return false }
        return sections[0].condition?.coversZero ?? true
    }

    /// Characters that a number takes; a date the most that any date takes.
    package func width(of number: Double) -> Int {
        switch meaning {
        case .date, .datetime, .time:
            DisplayWidth.of(text(sections[0].hasElapsed ? Self.longInterval : Self.longDate).text)
        case .general, .text, .number: DisplayWidth.of(text(number).text)
        }
    }

    /// Wednesday, 30 September 2026, just before noon.
    private static let longDate = 46_295.499_98
    private static let longInterval = 45.999_98
}

/// Text as a cell shows it.
package struct FormattedText: Sendable, Hashable {
    package var text: String
    /// Where the format code gives one.
    package var color: Color?

    package init(text: String, color: Color? = nil) {
        self.text = text
        self.color = color
    }
}
