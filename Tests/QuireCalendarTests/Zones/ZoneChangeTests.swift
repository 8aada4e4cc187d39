import QuireCalendar
import QuireModel
import Testing

private let start = 1_577_836_800
private let end = 2_240_611_200

@Test("Every zone of the system's database is put forward and back when it should be, from 2020 to 2040")
func everyChangeIsKnown() throws {
    #expect(KnownZone.all.count > 400)
    #expect(KnownZone.all.reduce(0) { $0 + $1.changes.count } > 8000)
    for known in KnownZone.all {
        guard let zone = known.zone else { continue }
        var changes: [Zone.Change] = []
        while let change = zone.change(after: changes.last?.at ?? start, through: end) { changes.append(change) }
        #expect(zone.offset(at: start) == known.start, "\(known.name)")
        #expect(changes == known.changes, "\(known.name)")
    }
}

@Test("Around every change of every zone from 2020 to 2040, fires are those that a walk from minute to minute finds")
func everyChangeIsFollowed() throws {
    for known in KnownZone.all {
        guard let zone = known.zone else { continue }
        for change in known.changes {
            let walk = Walk(across: change)
            for rules in Walk.rules {
                let times = FireTimes(try walk.cron(rules), in: zone, gap: rules.gap, fold: rules.fold)
                let found = times.all(after: walk.start).prefix { $0 < walk.end }
                let expected = walk.fires(rules)
                if Array(found) != expected {
                    Issue.record("\(known.name) \(change) \(rules): \(Array(found)), not \(expected)")
                    return
                }
            }
        }
    }
}

/// The minutes before and after a change, one by one, from nothing but its two offsets.
private struct Walk {
    struct Rules {
        var gap: GapRule
        var fold: FoldRule
        var hours: Hours
    }

    enum Hours {
        case star
        case all
        /// That in which clocks are put forward or back: what is shifted is then not due anyway.
        case changed
    }

    static let rules =
        GapRule.allCases.flatMap { gap in FoldRule.allCases.map { Rules(gap: gap, fold: $0, hours: .changed) } }
        + [Rules(gap: .shift, fold: .both, hours: .all), Rules(gap: .shift, fold: .first, hours: .star)]

    private let change: Zone.Change
    let start: LocalDateTime
    let end: LocalDateTime
    /// Of the hour, at the ends of what is passed over or comes twice, beside them and within.
    private let wanted: Set<Int>
    /// Minutes of UTC that are wanted, in seconds, with what clocks show then.
    private let minutes: [(moment: Int, wall: Int)]
    /// What clocks would show in those that are wanted if all times were there.
    private let walls: Set<Int>

    init(across change: Zone.Change) {
        self.change = change
        let reach = abs(change.after - change.before) + 3600
        let (first, last) = (change.at - reach, change.at + reach)
        start = LocalDateTime(microseconds: Int64(first - 1) * 1_000_000)
        end = LocalDateTime(microseconds: Int64(last) * 1_000_000)
        let ends = [change.at + change.before, change.at + change.after]
        let wanted = Set(ends.flatMap { [$0 - 60, $0, $0 + 60, $0 + 17 * 60] }.map { $0 / 60 % 60 })
        self.wanted = wanted
        minutes = stride(from: first, to: last, by: 60).lazy
            .map { ($0, $0 + ($0 < change.at ? change.before : change.after)) }
            .filter { wanted.contains($0.1 / 60 % 60) }
        let all = stride(from: first + change.before, to: last + change.after, by: 60)
        walls = Set(all.filter { wanted.contains($0 / 60 % 60) }).union(minutes.map(\.wall))
    }

    func cron(_ rules: Rules) throws -> CronExpression {
        let list = wanted.sorted().map(String.init).joined(separator: ",")
        let hours =
            switch rules.hours {
            case .star: "*"
            case .all: "0-23"
            case .changed: String(changedHour)
            }
        return try CronExpression("\(list) \(hours) * * *")
    }

    func fires(_ rules: Rules) -> [LocalDateTime] {
        var fires: Set<Int> = []
        if rules.hours == .star {
            for minute in minutes where isWanted(minute.wall, rules) { fires.insert(minute.moment) }
        } else {
            var moments: [Int: [Int]] = [:]
            for minute in minutes where isWanted(minute.wall, rules) {
                moments[minute.wall, default: []].append(minute.moment)
            }
            for wall in walls where isWanted(wall, rules) {
                let found = moments[wall] ?? []
                if found.isEmpty, rules.gap == .shift { fires.insert(change.at) }
                switch rules.fold {
                case .first: fires.formUnion(found.prefix(1))
                case .last: fires.formUnion(found.suffix(1))
                case .both: fires.formUnion(found)
                }
            }
        }
        return fires.sorted().map { LocalDateTime(microseconds: Int64($0) * 1_000_000) }
    }

    /// Of the first time that is passed over or comes twice.
    private var changedHour: Int { (change.at + min(change.before, change.after)) / 3600 % 24 }

    private func isWanted(_ wall: Int, _ rules: Rules) -> Bool {
        rules.hours != .changed || wall / 3600 % 24 == changedHour
    }
}
