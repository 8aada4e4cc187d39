extension Unicode.Scalar {
    /// Whether a terminal may obey it instead of showing it: control characters, and those that turn the direction of text.
    package var commandsTerminal: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

extension String {
    /// Fit to be shown in a terminal: what the terminal might obey is replaced by U+FFFD; line breaks and tabs stay.
    package var forTerminal: String {
        func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
            scalar.commandsTerminal && scalar != "\n" && scalar != "\t"
        }
        guard unicodeScalars.contains(where: isHarmful) else { return self }
        var shown = UnicodeScalarView()
        for scalar in unicodeScalars { shown.append(isHarmful(scalar) ? "\u{FFFD}" : scalar) }
        return String(shown)
    }
}
