import Foundation
import QuireTesting
import Testing

@Suite("Previews that compute much") struct HeavyPreviewTests {
    /// Keeps a processor busy for a second and more, for each row.
    private static let filter =
        Array(repeating: "length(hex(zeroblob(490000 + length(sn))))", count: 60).joined(separator: " + ") + " < 0"

    @Test("They hold up no other request, and no stop")
    func beside() async throws {
        let project = ServedProject.make(rows: 5_000)
        let (_, outcome) = try await project.serving("--grace", "1s", answering: Project.known) { served in
            let previews = Task {
                await withTaskGroup { group in
                    for _ in 0..<4 {
                        group.addTask {
                            _ = try? await served.post(
                                "/api/v1/reports/share/preview", "{\"where\":\"\(Self.filter)\"}")
                        }
                    }
                }
            }
            try await Task.sleep(for: .seconds(2))
            for path in ["/health/live", "/", "/api/v1/reports"] {
                let start = ContinuousClock.now
                #expect(try await served.get(path).status == 200)
                #expect(ContinuousClock.now - start < .seconds(15), "\(path)")
            }
            served.stop.ask()
            await previews.value
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
    }
}
