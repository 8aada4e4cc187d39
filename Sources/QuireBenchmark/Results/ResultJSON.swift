import QuireModel

/// Outcomes for other programs.
enum ResultJSON {
    static func of(_ outcomes: [Outcome], on machine: Machine) -> JSON {
        .members(["machine": of(machine), "cases": .array(outcomes.map(of))])
    }

    private static func of(_ machine: Machine) -> JSON {
        .members([
            "processor": .string(machine.processor), "cores": .integer(Int64(machine.cores)),
            "memory": .integer(Int64(machine.memory)), "system": .string(machine.system),
            "swift": .string(machine.swift), "load": .number(machine.load),
        ])
    }

    private static func of(_ outcome: Outcome) -> JSON {
        .members([
            "name": .string(outcome.name), "title": .string(outcome.title), "unit": .string(outcome.unit.rawValue),
            "measured": .array(outcome.measured.map(JSON.number)), "limits": .array(outcome.limits.map(JSON.number)),
            "ratio": .number(outcome.ratio), "least_ratio": .number(outcome.leastRatio),
            "allowed": .number(outcome.allowed), "ok": .boolean(outcome.isReached),
        ])
    }
}
