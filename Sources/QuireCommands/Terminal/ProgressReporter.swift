import ArgumentParser
import QuireModel
import Synchronization

/// How a run shows how far it is.
enum ProgressMode: String, ExpressibleByArgument, CaseIterable {
    case auto, bar, plain, json, none
}

/// Shows how far a run is, a few times a second at most.
final class ProgressReporter: Sendable {
    private let mode: ProgressMode
    private let interval: Duration
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    private struct State {
        var lastShown: ContinuousClock.Instant?
        var width = 0
    }

    init(_ mode: ProgressMode, isTerminal: Bool, isQuiet: Bool) {
        self.mode = isQuiet ? .none : mode == .auto ? (isTerminal ? .bar : .none) : mode
        interval = self.mode == .bar ? .milliseconds(100) : .seconds(1)
        state = Mutex(State())
    }

    func observe(_ progress: EnrichmentProgress) {
        guard mode != .none else { return }
        let now = ContinuousClock.now
        let elapsed = (now - start).inSeconds
        state.withLock { state in
            if let last = state.lastShown, now - last < interval { return }
            state.lastShown = now
            let line = Self.line(progress, elapsed: elapsed)
            switch mode {
            case .bar:
                let padding = String(repeating: " ", count: max(0, state.width - line.count))
                Console.write("\r" + line + padding, to: 2)
                state.width = line.count
            case .json: Console.printError(progress.json(elapsed: elapsed).text)
            case .plain: Console.printError(line)
            case .auto, .none: break
            }
        }
    }

    /// Does something else with the terminal; the line that moves is put there again below that.
    func making(way body: () -> Void) {
        guard mode == .bar else { return body() }
        state.withLock { state in
            if state.width > 0 { Console.write("\r" + String(repeating: " ", count: state.width) + "\r", to: 2) }
            state.width = 0
            body()
        }
    }

    /// Clears the line that moves.
    func end() {
        guard mode == .bar else { return }
        state.withLock { state in
            if state.width > 0 { Console.write("\r" + String(repeating: " ", count: state.width) + "\r", to: 2) }
        }
    }

    private static func line(_ progress: EnrichmentProgress, elapsed: Double) -> String {
        var parts = ["\(progress.rowsRead) rows read"]
        if progress.keysKnown > 0 { parts.append("\(progress.keysDone) of \(progress.keysKnown) lookups done") }
        parts.append("\(progress.rowsDone) rows written")
        if let left = progress.secondsLeft(elapsed: elapsed) { parts.append("about \(Int(left.rounded(.up))) s left") }
        return parts.joined(separator: ", ")
    }
}
