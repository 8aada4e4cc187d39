import ArgumentParser
import QuireDefinition
import QuireModel
import QuireRun

struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the tests of reports, which ask no service and open no source.",
        discussion: """
            The tests of a report stand beside it: those of contracts.yaml in contracts.test.yaml.

            Example:
              quire test contracts
            """)

    @Argument(help: "The report's name; all that have tests if none is named.")
    var report: String?

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let folder = try project.loader(&console).folder
            let names = report.map { [$0] } ?? folder.testedReports
            var outcomes: [TestOutcome] = []
            var isBroken = false
            for name in names {
                do {
                    try await test(name, &outcomes, &console)
                } catch let error as DiagnosticError {
                    console.report(error.diagnostics)
                    isBroken = true
                }
            }
            let failed = outcomes.count { !$0.isPassed }
            if json {
                try Console.print(console.redactor.redact(JSON.members(["tests": .array(outcomes.map(\.json))])).text)
            } else if names.isEmpty {
                console.say("no tests in \(folder.shown)")
            } else if !outcomes.isEmpty {
                try Console.show("\(outcomes.count - failed) passed, \(failed) failed")
            }
            if isBroken { throw ExitCode(ExitStatus.usage) }
            if failed > 0 { throw ExitCode(ExitStatus.failed) }
        }
    }

    /// - Throws: every error in the report, its tests, and what they use; what is broken elsewhere does not matter.
    private func test(
        _ name: String, _ outcomes: inout [TestOutcome], _ console: inout Console
    ) async throws {
        var loader = try project.loader(&console)
        try await loader.discover([name], console)
        let tested = try loader.tests(of: name)
        console.redactor = Redactor(loader.secrets)
        let errors = loader.diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty, let tested else { throw DiagnosticError(errors.sortedByPlace()) }
        for warning in loader.diagnostics.sortedByPlace() { console.detail(warning.description) }
        for test in tested.tests {
            let run = TestRun(test, of: tested.report, project: loader.project, folder: loader.folder.path)
            let outcome = try await run.execute(at: LocalDateTime.now)
            if !json { try Console.show(console.redactor.redact(outcome.lines.joined(separator: "\n"))) }
            outcomes.append(outcome)
        }
    }
}

extension TestOutcome {
    fileprivate var lines: [String] {
        let title = "\(isPassed ? "ok  " : "FAIL") \(report): \(name)"
        return [title]
            + differences.map { difference in
                let place = "\(difference.position.file):\(difference.position.line)"
                let hint = difference.hint.map { "\n  hint: \($0)" } ?? ""
                return "     " + "\(place): \(difference.message)\(hint)".replacing("\n", with: "\n     ")
            }
    }
}
