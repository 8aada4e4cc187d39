package import QuireCalendar
package import QuireModel
package import QuirePlugin

/// When a report runs by itself.
package struct ScheduleDefinition: DefinitionObject {
    /// As written; one that stands alone needs none.
    package var name: String?
    package var cron: CronExpression
    /// The project's otherwise.
    package var zone: Zone?
    package var parameters: Named<GivenParameter>
    package var overlap: OverlapPolicy
    /// How late a missed fire is made up.
    package var catchUpWindow: Duration
    /// At most.
    package var jitter: Duration
    package var clockChanges: ClockChangeRules
    /// So many further attempts at a run that failed.
    package var retries: Int
    /// Nil: never.
    package var pauseAfterFailures: Int?
    package var isEnabled: Bool
    package var position: FilePosition
    /// Where the name stands.
    var namePosition: FilePosition

    static let nameField = Field<String?>.optional(
        "name", "Tells it from the report's other schedules; needed where there are several, `default` otherwise."
    ).shaped(.formatted(name: "a name", pattern: "^[a-z][a-z0-9_-]*$", examples: ["monthly"]))
    static let cronField = Field<CronExpression>.required(
        "cron",
        "Minute, hour, day of the month, month and day of the week: numbers, names, ranges, steps, lists; L is the last day, friL the last Friday; or @daily and its kin."
    )
    static let timezoneField = Field<Zone?>.optional("timezone", "An IANA zone; the project's otherwise.")
    static let parametersField = Field.defaulted(
        "parameters", Named<GivenParameter>(), shown: "the report's defaults", "Values of parameters, by name.")
    static let overlapField = Field.defaulted(
        "overlap", OverlapPolicy.skip, shown: "skip",
        "What a fire does while a run of the schedule is under way: skip, buffer_one and buffer_all wait, cancel_other ends that run, allow_all runs beside it."
    )
    static let catchUpWindowField = Field.defaulted(
        "catchup_window", Duration.seconds(3600), shown: "1h",
        "A fire missed by at most this much is made up, once; older ones are recorded as missed.")
    static let jitterField = Field.defaulted(
        "jitter", Duration.zero, shown: "0s",
        "Begins later by up to this much, always by the same, and never past the next fire.")
    static let dstField = Field.defaulted(
        "dst", ClockChangeRules(), shown: "gap shift, fold first", "What happens where clocks are put forward or back.")
    static let retriesField = Field.defaulted(
        "retries", 0, shown: "0",
        "Further attempts at a run that failed, the first a minute later, each of the others after twice the time."
    ).shaped(.integer(in: 0...ScheduleDefinition.mostRetries))
    static let pauseAfterFailuresField = Field<Int?>.optional(
        "pause_after_failures", "Pauses the schedule once so many fires in a row have failed; otherwise never."
    ).shaped(.integer(in: 1 ... .max))
    static let enabledField = Field.defaulted("enabled", true, shown: "true", "A disabled one does not fire.")

    static let mostRetries = 10

    package static let subject = "a schedule"
    package static let fields = FieldTable([
        AnyField(nameField), AnyField(cronField), AnyField(timezoneField), AnyField(parametersField),
        AnyField(overlapField), AnyField(catchUpWindowField), AnyField(jitterField), AnyField(dstField),
        AnyField(retriesField), AnyField(pauseAfterFailuresField), AnyField(enabledField),
    ])

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        name = values[Self.nameField]
        cron = values[Self.cronField]
        zone = values[Self.timezoneField]
        parameters = values[Self.parametersField]
        overlap = values[Self.overlapField]
        catchUpWindow = values[Self.catchUpWindowField]
        jitter = values[Self.jitterField]
        clockChanges = values[Self.dstField]
        retries = values[Self.retriesField]
        pauseAfterFailures = values[Self.pauseAfterFailuresField]
        isEnabled = values[Self.enabledField]
        position = values.position
        namePosition = values.valuePlace(of: Self.nameField)
        if let name, name.wholeMatch(of: /[a-z][a-z0-9_-]*/) == nil {
            reading.error(
                "invalid-name", "'\(name)' cannot be the name of a schedule", at: namePosition,
                hint: "names are lower-case letters, digits, - and _, and begin with a letter")
        }
        if !(0...Self.mostRetries).contains(retries) {
            reading.error(
                "invalid-value", "'retries' is from 0 to \(Self.mostRetries), not \(retries)",
                at: values.valuePlace(of: Self.retriesField))
        }
        if let pauseAfterFailures, pauseAfterFailures < 1 {
            reading.error(
                "invalid-value", "'pause_after_failures' is at least 1, not \(pauseAfterFailures)",
                at: values.valuePlace(of: Self.pauseAfterFailuresField), hint: "leave it out for never")
        }
    }
}

/// What a fire does while a run of its schedule is under way.
package enum OverlapPolicy: String, DefinitionChoice {
    case skip
    /// One fire waits, and others are skipped.
    case bufferOne = "buffer_one"
    case bufferAll = "buffer_all"
    /// The run under way is cancelled.
    case cancelOther = "cancel_other"
    case allowAll = "allow_all"
}

/// What happens where clocks are put forward or back.
package struct ClockChangeRules: DefinitionObject, Hashable {
    package var gap = GapRule.shift
    package var fold = FoldRule.first

    static let gapField = Field.defaulted(
        "gap", GapRule.shift, shown: "shift",
        "A time that clocks put forward pass over: shift to the first moment after it, or skip.")
    static let foldField = Field.defaulted(
        "fold", FoldRule.first, shown: "first", "A time that clocks put back show twice: first, last or both.")

    package static let subject = "'dst'"
    package static let fields = FieldTable([AnyField(gapField), AnyField(foldField)])

    init() {}

    package init?(_ values: FieldValues, _ reading: inout Reading) {
        gap = values[Self.gapField]
        fold = values[Self.foldField]
    }
}

extension GapRule: DefinitionChoice {}
extension FoldRule: DefinitionChoice {}

extension CronExpression: DefinitionValue {
    package static var shape: Shape {
        .formatted(
            name: "a cron", pattern: "^\\s*(@[a-zA-Z]+|\\S+(\\s+\\S+){4})\\s*$", examples: ["0 7 1 * *", "@daily"])
    }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> CronExpression? {
        guard !node.isNull, let text = ExpressionText(node) else {
            reading.reportMismatch(node, named: name, wanted: shape.wanted)
            return nil
        }
        do throws(CronProblem) {
            let cron = try CronExpression(text.text)
            reading.report(cron.doubts.map { Diagnostic(.warning, $0, in: text) })
            return cron
        } catch {
            reading.report([Diagnostic(.error, error, in: text)])
            return nil
        }
    }
}

extension Diagnostic {
    fileprivate init(_ severity: Severity, _ problem: CronProblem, in text: ExpressionText) {
        self.init(
            severity, "invalid-cron", problem.message, at: text.place(ofByte: problem.offset), hint: problem.hint)
    }
}

extension Zone: DefinitionValue {
    package static var shape: Shape { .text }
    package static var keepsUnresolvedText: Bool { false }

    package static func read(_ node: Node, named name: String, _ reading: inout Reading) -> Zone? {
        guard let identifier = reading.read(String.self, from: node, named: name) else { return nil }
        if let zone = Zone(identifier: identifier) { return zone }
        reading.error(
            "invalid-value", "there is no time zone '\(identifier)'", at: node.position,
            hint: NearestName.hint(identifier, among: Zone.identifiers) ?? "it is an IANA name, such as Asia/Shanghai")
        return nil
    }
}
