import Foundation
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

/// Rows of lists that are recorded, and read again from what was recorded.
@Suite struct ListCassetteTests {
    private static let file = "tapes/crm.contracts.ndjson"

    private func project(_ parameters: String = "", source: String = "", request: String = "", list: String = "")
        -> Project
    {
        let project = Project.listing(
            "{ type: page, size: 10 }", request: request, source: source, list: list)
        if !parameters.isEmpty {
            let report = try? String(contentsOfFile: project.folder.file("reports/contracts.yaml"), encoding: .utf8)
            project.folder.write((report ?? "") + "\n" + parameters, to: "reports/contracts.yaml")
        }
        return project
    }

    private func record(
        _ project: Project, _ contracts: ListedContracts, _ arguments: String...,
        fault: @escaping @Sendable (Int) -> StandInAnswer? = { _ in nil }
    ) async throws -> Program.Outcome {
        try await project.quire(
            ["run", "contracts", "-o", "a.csv", "--record", "tapes"] + arguments, answering: contracts.pages(fault)
        ).0
    }

    /// Without the variables that the service needs.
    private func replay(_ project: Project, _ arguments: String...) async throws -> Program.Outcome {
        var alone = project
        alone.environment = [:]
        return try await alone.quire(["run", "contracts", "-o", "out.csv", "--replay", "tapes"] + arguments)
    }

    @Test("A run on cassettes has the same rows, without the service and its variables")
    func again() async throws {
        let project = project()
        let recorded = try await record(project, ListedContracts(25))
        #expect(recorded.exitCode == 0, "\(recorded.said)")
        #expect(recorded.standardError.contains("rows recorded in tapes: 25\n"))
        let lines = try project.lines(Self.file)
        #expect(lines.count == 26)
        #expect(
            lines.prefix(2) == [
                #"{"list":"contracts","input":{}}"#, #"{"row":{"sn":"C1","amount":100}}"#,
            ])
        let outcome = try await replay(project)
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(try project.lines("out.csv") == project.lines("a.csv"))
        #expect(try project.serialNumbers == Project.serialNumbers(25))
    }

    @Test("Each question has rows of its own, and a question that was not recorded fails")
    func questions() async throws {
        let project = project(
            "parameters: { state: { type: text } }", source: ", input: { state: ':state' }",
            request: ", query: { state: \"{state}\" }", list: "input: { state: text }")
        #expect(try await record(project, ListedContracts(25), "state=open").exitCode == 0)
        #expect(try await record(project, ListedContracts(3), "state=closed").exitCode == 0)
        #expect(try await record(project, ListedContracts(4), "state=open").exitCode == 0)
        #expect(
            try project.lines(Self.file).filter { $0.hasPrefix(#"{"list""#) } == [
                #"{"list":"contracts","input":{"state":"open"}}"#, #"{"list":"contracts","input":{"state":"closed"}}"#,
            ])
        #expect(try await replay(project, "state=open").exitCode == 0)
        #expect(try project.serialNumbers == Project.serialNumbers(4))
        #expect(try await replay(project, "state=closed").exitCode == 0)
        #expect(try project.serialNumbers == Project.serialNumbers(3))
        let other = try await replay(project, "state=lost")
        #expect(other.exitCode == 1)
        #expect(
            other.standardError.contains(
                #"'tapes/crm.contracts.ndjson' holds no rows of crm.contracts for {"state":"lost"}"#),
            "\(other.said)")
        try FileManager.default.removeItem(atPath: project.folder.file(Self.file))
        let none = try await replay(project, "state=open")
        #expect(none.exitCode == 1)
        #expect(
            none.standardError.contains(
                "there is no cassette 'tapes/crm.contracts.ndjson' of the rows of crm.contracts"), "\(none.said)")
    }

    @Test("Rows that were not read to their end are never taken for all of them")
    func part() async throws {
        let project = project()
        #expect(try await record(project, ListedContracts(25), "--limit", "7").exitCode == 0)
        #expect(try project.lines(Self.file).last == #"{"more":true}"#)
        #expect(try await replay(project, "--limit", "7").exitCode == 0)
        #expect(try project.serialNumbers == Project.serialNumbers(7))
        let whole = try await replay(project)
        #expect(whole.exitCode == 1)
        #expect(whole.standardError.contains("holds only the first rows of crm.contracts"), "\(whole.said)")

        let broken = try await record(project, ListedContracts(25)) { number in
            number < 1 ? nil : StandInAnswer("no", status: 404)
        }
        #expect(broken.exitCode == 1, "\(broken.said)")
        #expect(try project.lines(Self.file).last == #"{"more":true}"#)
        #expect(try await replay(project).exitCode == 1)
    }

    @Test("A secret is on no cassette, and a row that held one is no row any more")
    func masked() async throws {
        let project = project()
        let recorded = try await project.quire(
            ["run", "contracts", "-o", "a.csv", "--record", "tapes"],
            answering: { _ in
                StandInAnswer(.members(["results": [.members(["sn": .string(Project.token), "amount": 1])]]))
            }
        ).0
        #expect(recorded.exitCode == 0, "\(recorded.said)")
        #expect(try project.lines(Self.file).last == #"{"row":{"sn":"***","amount":1},"masked":true}"#)
        let outcome = try await replay(project)
        #expect(outcome.exitCode == 1)
        #expect(
            outcome.standardError.contains("tapes/crm.contracts.ndjson:2:1: the row held a secret"), "\(outcome.said)")
    }

    @Test(
        "What is no row is refused with its place",
        arguments: [
            ("hello", "the line is no JSON"), (#"{"sn":"C2"}"#, "a row is written"),
            (#"{"row":{"sn":"C2"}}"#, "'row' lacks 'amount', which the list has"),
            (#"{"row":{"sn":"C2","amount":"much"}}"#, "'amount' is a number, not \"much\""),
            (#"{"row":{"sn":"C2","amount":1,"x":1}}"#, "the list has no 'x', which stands under 'row'"),
        ])
    func broken(_ line: String, _ message: String) async throws {
        let project = project()
        project.folder.write(
            #"{"list":"contracts","input":{}}"# + "\n\n" + #"{"row":{"sn":"C1","amount":1}}"# + "\n\(line)\n",
            to: Self.file)
        let outcome = try await replay(project)
        #expect(outcome.exitCode == 2, "\(outcome.said)")
        #expect(outcome.standardError.contains("tapes/crm.contracts.ndjson:4:1: error: \(message)"))
    }
}
