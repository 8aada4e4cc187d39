import QuireTesting
import Testing

@Suite("Lookups of a plugin") struct PluginLookupTests {
    @Test("A report is enriched by a Python program, several keys a call")
    func enriched() async throws {
        let project = PluginProject.lookup(rows: 25)
        let outcome = try await project.quire("run", "share", "-o", "out.csv", "--summary", "json")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let summary = try Summary(outcome.standardOutput)
        let counts = try #require(summary.enrichments["score"])
        #expect(counts.found == 24 && counts.missing == 1 && counts.calls == 3, "\(counts)")
        let lines = try project.lines("out.csv")
        #expect(lines.prefix(3) == ["Sn,Score,Since", "C1,0.5,2026-01-01", "C2,1,2026-01-02"])
        #expect(lines.last == "C25,,")
    }
}
