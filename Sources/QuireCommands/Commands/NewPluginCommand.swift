import ArgumentParser
import QuireDefinition
import QuireModel
import QuireSamples

struct NewPluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Write a plugin in Python that works and needs nothing else.",
        discussion: """
            Example:
              quire new plugin scoring
            """)

    @Argument(help: "Its name in quire.yaml, and its file's: plugins/NAME.py in the project.")
    var name: String

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let folder = try project.loader(&console).folder
            let path = try PluginSample.write(name, to: folder.path, shown: folder.shown)
            console.say("wrote \(folder.shown)/\(path); its first part is for you to replace")
            try Console.print(
                """
                # \(folder.shown)/quire.yaml
                plugins:
                  \(name): { command: [python3, \(path)] }

                # \(folder.shown)/services/\(name).yaml, for its lookups
                kind: plugin
                plugin: \(name)
                """)
            console.say("then `quire plugin check \(name)` tests it")
        }
    }
}
