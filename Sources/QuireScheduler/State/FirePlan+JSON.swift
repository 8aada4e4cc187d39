import QuireCalendar
import QuireModel

/// A plan as the state keeps it.
extension FirePlan {
    var json: JSON {
        .members([
            "cron": .string(times.cron.text), "timezone": .string(times.zone.identifier),
            "gap": .string(times.gap.rawValue), "fold": .string(times.fold.rawValue),
            "jitter": .seconds(jitter), "catchup_window": .seconds(catchUpWindow), "enabled": .boolean(isEnabled),
        ])
    }

    /// - Returns: nil where it cannot be read, such as one of a zone that the system has no longer.
    init?(_ json: JSON) {
        guard case .string(let cronText)? = json["cron"], let cron = try? CronExpression(cronText),
            case .string(let identifier)? = json["timezone"], let zone = Zone(identifier: identifier),
            case .string(let gap)? = json["gap"], case .string(let fold)? = json["fold"],
            let gap = GapRule(rawValue: gap), let fold = FoldRule(rawValue: fold),
            case .boolean(let isEnabled)? = json["enabled"]
        else { return nil }
        self.init(
            FireTimes(cron, in: zone, gap: gap, fold: fold), jitter: json["jitter"]?.duration ?? .zero,
            catchUpWindow: json["catchup_window"]?.duration ?? .zero, isEnabled: isEnabled)
    }
}

extension JSON {
    fileprivate static func seconds(_ duration: Duration) -> JSON {
        let (seconds, attoseconds) = duration.components
        return .seconds(Double(seconds) + Double(attoseconds) / 1e18)
    }

    fileprivate var duration: Duration? {
        switch self {
        case .integer(let seconds): .seconds(seconds)
        case .number(let seconds): .seconds(seconds)
        default: nil
        }
    }
}
