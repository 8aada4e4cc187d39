import ArgumentParser
import Foundation
import QuireAuthoring
import QuireDefinition
import QuireModel

struct NewServiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service", abstract: "Write a starting file for a service.",
        discussion: """
            Example:
              quire new service rates --url https://rates.example.com
            """)

    @Argument(help: "The service's name: its file is services/NAME.yaml.")
    var name: String

    @Option(help: "Where the service is.")
    var url: String?

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let name = try StartingName(ofService: name)
            let folder = try project.folder(ProcessInfo.processInfo.environment)
            var draft = ServiceDraft(name: name)
            if let url { draft.url = url }
            try draft.file.write(
                in: folder, console,
                next: "fill in what it is asked and what it gives, then: quire check services/\(name.text)")
        }
    }
}
