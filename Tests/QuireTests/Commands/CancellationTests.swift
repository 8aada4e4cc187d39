import Glibc
import QuireModel
import QuireStandIn
import QuireTesting
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
    for _ in 0..<4_000 where !condition() {
        do { try await Task.sleep(for: .milliseconds(5)) } catch { return }
    }
}
