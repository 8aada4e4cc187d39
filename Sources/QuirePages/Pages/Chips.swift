import QuireModel

extension Language {
    /// A word in a coloured pill, with an icon.
    func chip(_ phrase: Phrase, _ tone: Tone, _ icon: Icon, isLive: Bool = false) -> Fields {
        ["tone": tone.rawValue, "drawing": icon.markup, "text": text(phrase), "isLive": isLive]
    }

    enum Tone: String {
        case good, warn, bad, live, quiet
    }

    func chip(_ status: RunSummary.Status, isLive: Bool = false) -> Fields {
        switch status {
        case .queued: chip(.queued, .quiet, .clock, isLive: isLive)
        case .running: chip(.running, .live, .play, isLive: isLive)
        case .succeeded: chip(.succeeded, .good, .check)
        case .partial: chip(.partial, .warn, .partial)
        case .failed: chip(.failed, .bad, .cross)
        case .cancelled: chip(.cancelled, .quiet, .stop)
        }
    }

    func chip(_ status: DeliveryItem.Status) -> Fields {
        switch status {
        case .pending: chip(.deliveryPending, .live, .clock)
        case .delivered: chip(.delivered, .good, .check)
        case .failed: chip(.failed, .bad, .cross)
        case .skipped: chip(.deliverySkipped, .quiet, .stop)
        }
    }

    func chip(_ status: FireItem.Status) -> Fields {
        switch status {
        case .run: chip(.fireRun, .good, .check)
        case .missed: chip(.fireMissed, .warn, .clock)
        case .skipped: chip(.fireSkipped, .quiet, .arrow)
        }
    }

    func chip(_ breaker: ServiceItem.Breaker) -> Fields {
        switch breaker {
        case .closed: chip(.breakerClosed, .good, .check)
        case .open: chip(.breakerOpen, .bad, .cross)
        case .halfOpen: chip(.breakerHalfOpen, .warn, .partial)
        }
    }

    /// Paused or switched off; nothing otherwise.
    func chip(_ schedule: ScheduleItem) -> Fields? {
        if !schedule.isEnabled { return chip(.disabled, .quiet, .stop) }
        return schedule.isPaused ? chip(.paused, .warn, .pause) : nil
    }

    func diagnostics(_ diagnostics: [Diagnostic]) -> Fields? {
        guard !diagnostics.isEmpty else { return nil }
        return [
            "diagnostics": diagnostics.map { problem -> Fields in
                [
                    "severity": problem.severity == .error
                        ? chip(.error, .bad, .cross) : chip(.warning, .warn, .warning),
                    "message": problem.message, "code": problem.code, "hint": problem.hint,
                    "place": problem.position?.description,
                ]
            }
        ]
    }
}
