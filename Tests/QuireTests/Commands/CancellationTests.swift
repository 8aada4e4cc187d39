import Glibc
import QuireModel
import QuireStandIn
import QuireTesting
import Synchronization
import Testing

@Suite struct CancellationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var signal: Int32
        var exitCode: Int32
        var output: String
        var testDescription: String { "\(exitCode), \(output)" }

        static let all = ["out.xlsx", "out.csv"].flatMap { output in
            [
                Case(signal: SIGINT, exitCode: 130, output: output),
                Case(signal: SIGTERM, exitCode: 143, output: output),
                Case(signal: SIGHUP, exitCode: 129, output: output),
            ]
        }
    }

    private static let service = Project.tether("limits: { max_concurrency: 8 }")

    /// C1 to C200 are answered, the rest hangs.
    private static let handler: StandIn.Handler = { request in
        let number = request.query("sn").flatMap { Int($0.dropFirst()) } ?? 0
        return number <= 200 ? Project.known(request) : StandInAnswer("", manner: .hang)
    }

    @Test("Ctrl-C, SIGTERM and a closed terminal in the middle drop the calls and leave no file", arguments: Case.all)
    func cancelled(_ cancelled: Case) async throws {
        let project = Project(service: Self.service, rows: Project.rows(3_000))
        project.folder.write("defaults: { batch_size: 100 }", to: "reports/quire.yaml")
        let outcome = try await StandIn.with(handler: Self.handler) { standIn in
            let environment = ["TETHER_URL": standIn.url]
            let outcome = try await project.quire("run", "share", "-o", cancelled.output, environment: environment) {
                await eventually { standIn.counts.openRequests == 8 && standIn.counts.requests >= 208 }
                $0.send(cancelled.signal)
            }
            await eventually { standIn.counts.openRequests == 0 }
            #expect(standIn.counts.openRequests == 0)
            return outcome
        }
        #expect(outcome.exitCode == cancelled.exitCode, "\(outcome.said)")
        #expect(try project.files == [])
    }

    /// Where a run is when it is cancelled.
    struct Wait: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var settings: String
        var answer: StandInAnswer
        var command = "run"
        /// Calls that have come by then.
        var requests = 1

        static let all = [
            Wait(
                testDescription: "for Retry-After", settings: "timeout: 5s",
                answer: StandInAnswer("", status: 503, headers: [("Retry-After", "30")])),
            Wait(
                testDescription: "for the rate", settings: "limits: { rate: 1/m, burst: 1 }",
                answer: StandInAnswer(#"{"discount":{}}"#)),
            Wait(
                testDescription: "to try again",
                settings: "retry: { initial_interval: 30s, max_interval: 30s, jitter: none }",
                answer: StandInAnswer("", status: 500)),
            Wait(
                testDescription: "for the preview's answers", settings: "timeout: 30s",
                answer: StandInAnswer("", manner: .hang),
                command: "preview"),
            Wait(
                testDescription: "for the rest of an answer", settings: "timeout: 30s",
                answer: StandInAnswer(#"{"discount":{}}"#, manner: .drip(size: 1, interval: .seconds(10)))),
        ]
    }

    @Test("Ctrl-C ends a run at once wherever it waits", arguments: Wait.all)
    func waiting(_ wait: Wait) async throws {
        let project = Project(service: Project.tether(wait.settings), rows: Project.rows(10))
        let clock = ContinuousClock()
        let sent = Sent()
        let handler: StandIn.Handler = { _ in wait.answer }
        let (outcome, _) = try await project.quire(wait.command, "share", answering: handler) {
            running, standIn in
            await eventually { standIn.counts.requests >= wait.requests }
            running.send(SIGINT)
            sent.at(clock.now)
        }
        #expect(outcome.exitCode == 130, "\(outcome.said)")
        #expect(outcome.standardOutput == "")
        #expect(try project.files == [])
        #expect(try #require(sent.moment).duration(to: clock.now) < .seconds(5))
    }

    private final class Sent: Sendable {
        private let state = Mutex<ContinuousClock.Instant?>(nil)

        var moment: ContinuousClock.Instant? { state.withLock { $0 } }

        func at(_ moment: ContinuousClock.Instant) { state.withLock { $0 = moment } }
    }

    @Test("kill -9 leaves nothing under the file's name", arguments: ["out.xlsx", "out.csv"])
    func killed(_ output: String) async throws {
        let project = Project(service: Self.service, rows: Project.rows(3_000))
        let (outcome, _) = try await project.quire("run", "share", "-o", output, answering: Self.handler) {
            running, standIn in
            await eventually { standIn.counts.requests >= 208 }
            running.send(SIGKILL)
        }
        #expect(outcome.exitCode == 128 + SIGKILL)
        #expect(try !project.files.contains(output))
    }
}

/// Waits until something holds that another process brings about; twenty seconds at most.
func eventually(_ condition: @Sendable () -> Bool) async {
    for _ in 0..<4_000 {
        if condition() { return }
        do { try await Task.sleep(for: .milliseconds(5)) } catch { return }
    }
}
