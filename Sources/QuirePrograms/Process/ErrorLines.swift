import QuireModel
import Synchronization

/// What a plugin says on standard error, a line at a time with the plugin's name: secrets taken out, cut where a line is
/// long, and left out where there are too many.
final class ErrorLines: Sendable {
    /// Characters of a line that are shown.
    private static let shownLength = 1_000
    /// Bytes of a line that are looked at.
    private static let keptLength = 16 << 10
    /// Lines shown in a row, and how many more each second.
    private static let burst = 200.0
    private static let perSecond = 50.0

    private struct State {
        var line: [UInt8] = []
        var last = ""
        var allowance = burst
        var lastShown = ContinuousClock.now
        var leftOut = 0
    }

    private let program: PluginProgram
    private let state = Mutex(State())

    init(_ program: PluginProgram) { self.program = program }

    /// The last that was said.
    var last: String { state.withLock { $0.last } }

    func take(_ bytes: UnsafeRawBufferPointer) {
        state.withLock { state in
            for piece in bytes.split(omittingEmptySubsequences: false, whereSeparator: { $0 == 10 || $0 == 13 })
                .enumerated()
            {
                if piece.offset > 0 { end(&state) }
                let room = max(0, Self.keptLength - state.line.count)
                state.line.append(contentsOf: piece.element.prefix(room))
            }
        }
    }

    /// Nothing more comes.
    func finish() {
        state.withLock { state in
            end(&state)
            tellOmission(&state)
        }
    }

    private func end(_ state: inout State) {
        defer { state.line.removeAll(keepingCapacity: true) }
        let text = program.redactor.redact(String(decoding: state.line, as: UTF8.self))
        guard !text.allSatisfy(\.isWhitespace) else { return }
        let shown = (text.count > Self.shownLength ? text.prefix(Self.shownLength) + "…" : text[...]).description
        state.last = String(shown.prefix(200))
        let now = ContinuousClock.now
        state.allowance = min(
            Self.burst, state.allowance + (now - state.lastShown).inSeconds * Self.perSecond)
        state.lastShown = now
        guard state.allowance >= 1 else {
            state.leftOut += 1
            return
        }
        state.allowance -= 1
        tellOmission(&state)
        program.log("\(program.name): \(shown)".forTerminal)
    }

    private func tellOmission(_ state: inout State) {
        guard state.leftOut > 0 else { return }
        program.log("\(program.name): … \(state.leftOut) lines left out")
        state.leftOut = 0
    }
}
