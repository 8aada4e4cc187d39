import QuireModel
import QuireStandIn
import QuireTesting
import Synchronization

/// The stand-in for tether in a bad way: it behaves differently every second, as a seed has it.
final class ChaoticTether: Sendable {
    private enum Mood: CaseIterable {
        case slow, failing, busy, pausing, resetting, hanging, malformed, breakingOff, mistyped, limited, telling
    }

    private struct State {
        var began: ContinuousClock.Instant?
        var requests = 0
        var resets = 0
        var second = 0
        var inSecond = 0
        var asked: [String: Int] = [:]
        var troubled: Set<Int> = []
    }

    private let seed: Int
    private let state = Mutex(State())

    init(seed: Int) { self.seed = seed }

    /// How often each serial number has been asked for, resets left out.
    var asked: [String: Int] { state.withLock { $0.asked } }
    /// Requests whose connection was reset. A kept connection may have ended before the request came, so that it is sent
    /// again as part of the same attempt.
    var resets: Int { state.withLock { $0.resets } }
    /// In how many seconds some request was not answered as it should.
    var troubledSeconds: Int { state.withLock { $0.troubled.count } }

    func answer(_ request: StandInRequest) -> StandInAnswer {
        let sns = Self.sns(request)
        let (second, number, inSecond) = count(sns)
        var answer = Project.known(request)
        var luck = Dice(seed, 1, number)
        answer.delay = .milliseconds(Int.random(in: 5...100, using: &luck))
        var dice = Dice(seed, 0, second)
        guard dice.roll(0.6), let mood = Mood.allCases.randomElement(using: &dice) else { return answer }
        let share = dice.roll(0.3) ? 1 : Double.random(in: 0.05...0.6, using: &dice)
        let bearable = [3, 20].randomElement(using: &dice) ?? 3
        guard mood == .limited ? inSecond > bearable : luck.roll(share) else { return answer }
        state.withLock { _ = $0.troubled.insert(second) }
        switch mood {
        case .slow: answer.delay = .milliseconds(Int.random(in: 300...1_500, using: &luck))
        case .failing: return StandInAnswer("oops", status: [500, 502, 503, 504].randomElement(using: &luck) ?? 500)
        case .busy: return StandInAnswer("slower", status: 429)
        case .pausing: return StandInAnswer("later", status: 503, headers: [("Retry-After", "1")])
        case .limited: return StandInAnswer("too much", status: 429, headers: [("Retry-After", "0")])
        case .resetting:
            answer.manner = .reset
            state.withLock { state in
                state.resets += 1
                for sn in sns { state.asked[sn, default: 0] -= 1 }
            }
        case .hanging: answer.manner = .hang
        case .malformed: answer.body.removeLast(5)
        case .breakingOff: answer.manner = .truncated(after: 10)
        case .mistyped:
            let text = String(decoding: answer.body, as: UTF8.self)
            answer.body = Array(text.replacing(#""ours":"#, with: #""ours":"much","were":"#).utf8)
        case .telling:
            let forms = Secret.forms(of: Project.token).joined(separator: " ")
            return StandInAnswer("\(request.header("Authorization") ?? "") \(forms)", status: 500)
        }
        return answer
    }

    /// - Returns: the second since the first request, and the request's number, overall and in that second.
    private func count(_ sns: [String]) -> (second: Int, number: Int, inSecond: Int) {
        state.withLock { state in
            let began = state.began ?? .now
            state.began = began
            let second = Int(began.duration(to: .now).inSeconds)
            state.inSecond = second == state.second ? state.inSecond + 1 : 1
            state.second = second
            state.requests += 1
            for sn in sns { state.asked[sn, default: 0] += 1 }
            return (second, state.requests, state.inSecond)
        }
    }

    private static func sns(_ request: StandInRequest) -> [String] {
        if let sn = request.query("sn") { return [sn] }
        guard case .array(let sns)? = (try? JSON.parse(request.body))?["sns"] else { return [] }
        return sns.compactMap { if case .string(let sn) = $0 { sn } else { nil } }
    }
}
