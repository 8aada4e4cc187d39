import ArgumentParser
import Foundation
import QuireAuthoring
import QuireDefinition
import QuireModel

struct NewReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write a starting file for a report.",
        discussion: """
            Example:
              quire new report finance/aging
            """)

    @Argument(help: "The report's name: its file is NAME.yaml.")
    var name: String

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let name = try StartingName(ofReport: name)
            let folder = try project.folder(ProcessInfo.processInfo.environment)
            let draft = ReportDraft.example(name)
            try draft.file.write(
                in: folder, console, next: "say where its rows come from, then: quire check \(name.text)")
        }
    }
}
