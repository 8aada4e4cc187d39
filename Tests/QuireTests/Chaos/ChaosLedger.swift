import Foundation
import QuireModel
import QuireTesting
import Synchronization
import Testing

/// What those have who asked something of a server that is killed again and again.
final class ChaosLedger: Sendable {
    private struct State {
        var batches = 0
        var started: Set<String> = []
        var fired: Set<String> = []
        var files = 0
    }

    private let state = Mutex(State())
    private let folder = TemporaryFolder()

    /// How many runs were asked for, each with a key of its own.
    var batches: Int { state.withLock { $0.batches } }
    /// Those that the server took on.
    var started: Set<String> { state.withLock { $0.started } }
    var fired: Set<String> { state.withLock { $0.fired } }

    func start(_ served: Served) async throws {
        let batch = state.withLock { state in
            state.batches += 1
            return state.batches
        }
        try await start(batch, served)
    }

    private func start(_ batch: Int, _ served: Served) async throws {
        let answer = try await served.post(
            "/api/v1/reports/share/runs", "{\"parameters\":{\"batch\":\(batch)}}", ["Idempotency-Key": "batch \(batch)"]
        )
        #expect(answer.status == 202, "\(answer.text)")
        let run = try #require(answer.json["run"]?.string)
        state.withLock { _ = $0.started.insert(run) }
    }

    /// Asks once more for all runs, as who had no answer would.
    func sendAgain(to served: Served) async throws {
        for batch in 1...max(1, batches) { try await start(batch, served) }
    }

    func fire(_ served: Served, _ schedule: String) async throws {
        let answer = try await served.post("/api/v1/schedules/told%2F\(schedule)/run")
        #expect(answer.status == 202, "\(answer.text)")
        let run = try #require(answer.json["run"]?.string)
        state.withLock { _ = $0.fired.insert(run) }
    }

    /// Gets the files of some run.
    func download(_ served: Served, _ dice: inout Dice) async throws {
        let runs = try await served.get("/api/v1/runs?limit=50").json["items"]?.items ?? []
        guard let name = runs.randomElement(using: &dice)?["run"]?.string else { return }
        try await download(served, try await served.run(name))
    }

    /// Gets the files of a run; one that has not ended has none.
    func download(_ served: Served, _ run: JSON) async throws {
        let name = run["run"]?.string ?? ""
        let files = run["files"]?.items.compactMap(\.string) ?? []
        if ["queued", "running"].contains(run["status"]?.string) { #expect(files.isEmpty, "\(run.text)") }
        for file in files {
            let answer = try await served.get("/api/v1/runs/\(name)/files/\(file)")
            #expect(answer.status == 200, "\(run.text)")
            let number = state.withLock { state in
                state.files += 1
                return state.files
            }
            folder.write(answer.body, to: "\(number).xlsx")
        }
    }

    /// Every file that was ever served is a whole workbook.
    func expectWholeFiles() throws {
        let script = """
            import sys, zipfile, openpyxl
            for number in range(1, int(sys.argv[2]) + 1):
                path = f"{sys.argv[1]}/{number}.xlsx"
                assert zipfile.ZipFile(path).testzip() is None, path
                assert openpyxl.load_workbook(path).worksheets[0].max_row == 41, path
            print("whole")
            """
        let said = try ToolOutput.of("/usr/bin/python3", ["-c", script, folder.path, "\(state.withLock(\.files))"])
        #expect(String(decoding: said, as: UTF8.self) == "whole\n")
    }
}
