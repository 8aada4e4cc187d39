import QuireModel

/// What is wrong with a cron, where in its text, and what to write.
package struct CronProblem: Error, Sendable, Hashable {
    package var message: String
    package var hint: String
    /// Bytes of the UTF-8 text before it.
    package var offset: Int
}

extension CronProblem {
    private static let example = "such as '0 7 1 * *', at 07:00 on the 1st of each month"
    private static let fieldNames = "minute, hour, day of the month, month and day of the week"

    static var empty: CronProblem {
        CronProblem(message: "a cron has five fields: \(fieldNames)", hint: example, offset: 0)
    }

    static func fieldCount(_ fields: [CronText.Part]) -> CronProblem {
        let message = "a cron has five fields (\(fieldNames)), not \(fields.count)"
        if let split = fields.first(where: { $0.text.hasSuffix(",") }) {
            return CronProblem(
                message: message, hint: "leave out the space behind '\(split.text)'", offset: split.offset)
        }
        guard fields.count > 5 else {
            let missing = CronField.all.dropFirst(fields.count).map(\.name)
            return CronProblem(
                message: message,
                hint: "add \(missing.joined(separator: ", ")); '*' stands for any", offset: 0)
        }
        return CronProblem(
            message: message, hint: "leave out seconds and years; lists are written without spaces",
            offset: fields[5].offset)
    }

    static func unknownShorthand(_ part: CronText.Part, among known: [String]) -> CronProblem {
        if part.text == "@reboot" || part.text == "@every" {
            return CronProblem(
                message: "'\(part.text)' is no time of the calendar", hint: "write five fields, \(example)",
                offset: part.offset)
        }
        return CronProblem(
            message: "there is no '\(part.text)'",
            hint: NearestName.hint(String(part.text), among: known) ?? "it is one of " + known.joined(separator: ", "),
            offset: part.offset)
    }

    static func missingValue(_ part: CronText.Part, of field: CronField) -> CronProblem {
        CronProblem(
            message: "a \(field.name) is missing", hint: "write values with single commas between them, as in 1,2",
            offset: part.offset)
    }

    static func unknownValue(_ part: CronText.Part, of field: CronField) -> CronProblem {
        let text = part.text.lowercased()
        var hint = NearestName.hint(text, among: field.names) ?? field.extent
        if text == "?" { hint = "write * for any" }
        if text == "24", field.range == 0...23 { hint = "hours are from 0 to 23: midnight is 0" }
        if text == "60", field.range == 0...59 { hint = "minutes are from 0 to 59: the full hour is 0" }
        if text.contains("#") {
            hint =
                "'#' is not known: one cron cannot say which \(field.name) of the month is meant, but for L, the last"
        }
        if text.hasSuffix("w") { hint = "'W' is not known: name the days, as in 1 or 1-3" }
        if text.hasPrefix("l-") { hint = "L is the last day of the month, and no days before it can be counted" }
        return CronProblem(message: "'\(part.text)' is no \(field.name)", hint: hint, offset: part.offset)
    }

    static func lastOfWeek(_ part: CronText.Part) -> CronProblem {
        CronProblem(
            message: "'\(part.text)' does not say of which day of the week the last is meant",
            hint: "write friL or 5L for the month's last Friday", offset: part.offset)
    }

    static func lastInRange(_ part: CronText.Part) -> CronProblem {
        CronProblem(
            message: "'\(part.text)' mixes L with a range or a step", hint: "write L by itself, as in 1-5,L",
            offset: part.offset)
    }

    static func step(_ part: CronText.Part, of field: CronField) -> CronProblem {
        CronProblem(
            message: "'\(part.text)' is no step", hint: "a step is a number from 1 on, as in */5", offset: part.offset)
    }

    /// - Parameter remedy: the numbers of the range as ranges that do not wrap.
    static func backwards(_ part: CronText.Part, remedy: String) -> CronProblem {
        CronProblem(
            message: "the range '\(part.text)' runs backwards", hint: "write \(remedy)", offset: part.offset)
    }

    static func tooLong(step: CronText.Part, of field: CronField, first: Int) -> CronProblem {
        CronProblem(
            message: "a step of \(step.text) passes over all other \(field.plural)",
            hint: "that leaves \(first) alone: write \(first) if it is meant", offset: step.offset)
    }

    static func neverFires(_ days: CronText.Part) -> CronProblem {
        CronProblem(
            message: "this cron never fires: no such month has a day of the month '\(days.text)'",
            hint: "L is the last day of each month", offset: days.offset)
    }
}
