import QuireModel

extension Language {
    /// `1,234,567`.
    func number(_ number: Int) -> String { Self.grouped(String(number)) }

    private static func grouped(_ digits: String) -> String {
        let sign = digits.hasPrefix("-") ? "-" : ""
        let magnitude = digits.dropFirst(sign.count)
        var grouped = ""
        for (index, digit) in magnitude.enumerated() {
            if index > 0, (magnitude.count - index).isMultiple(of: 3) { grouped += "," }
            grouped.append(digit)
        }
        return sign + grouped
    }

    /// `380 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`.
    func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0 else { return "–" }
        if seconds < 0.9995 { return text(.milliseconds, ["n": String(Int((seconds * 1000).rounded()))]) }
        if seconds < 9.95 { return text(.seconds, ["n": NumberText.shortest((seconds * 10).rounded() / 10)]) }
        let whole = Int(min(seconds, 1e12).rounded())
        if whole < 60 { return text(.seconds, ["n": String(whole)]) }
        if whole < 3600 {
            return whole % 60 == 0
                ? text(.minutes, ["n": String(whole / 60)])
                : text(.minutesAndSeconds, ["n": String(whole / 60), "s": String(whole % 60)])
        }
        let minutes = whole / 60
        return minutes % 60 == 0
            ? text(.hours, ["n": number(minutes / 60)])
            : text(.hoursAndMinutes, ["n": number(minutes / 60), "m": String(minutes % 60)])
    }

    func duration(_ duration: Duration) -> String { self.duration(duration.inSeconds) }

    /// `812 bytes`, `24.5 KB`, `3.1 MB`; a KB is 1,000 bytes.
    func size(_ bytes: Int) -> String {
        if bytes < 1000 { return text(.bytes, ["n": String(bytes)]) }
        var size = Double(bytes)
        for unit in ["KB", "MB", "GB", "TB"] {
            size /= 1000
            if size < 999.5 || unit == "TB" {
                return NumberText.fixed(size, decimals: size < 99.95 ? 1 : 0) + " " + unit
            }
        }
        return ""
    }

    /// `25%`.
    func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "0%" }
        let percent = Double(part) / Double(whole) * 100
        if part > 0, percent < 0.1 { return "<0.1%" }
        return NumberText.shortest((percent * 10).rounded() / 10) + "%"
    }

    /// Names after each other, as the language writes lists.
    func list(_ names: [String]) -> String { names.joined(separator: self == .chinese ? "、" : ", ") }

    /// Details after each other.
    func details(_ texts: [String]) -> String { texts.joined(separator: self == .chinese ? "，" : ", ") }
}

extension String {
    /// As a sentence begins: with a capital letter, where the script has them.
    var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
