import QuireModel
import QuireTesting
import Testing

@Suite("A server whose environment lacks a variable") struct MissingVariableTests {
    @Test("It says so at once, in its log and on the page of problems, and serves what can do without")
    func told() async throws {
        var project = ServedProject.make()
        project.environment = [:]
        let missing = "the environment has no 'TETHER_URL'"
        _ = try await project.serving { served in
            #expect(served.running.standardError.contains("warning"))
            #expect(served.running.standardError.contains(missing))
            #expect(try await served.get("/problems").text.contains("TETHER_URL"))
            #expect(try await served.get("/metrics").text.contains("quire_definition_errors 0\n"))
            let run = try await served.end(of: try await served.start("plain"))
            #expect(run["status"] == "succeeded")
        }
    }
}
