import ArgumentParser
import QuireAccess

struct UserRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a user, and end the sessions there are.",
        discussion: """
            Example:
              quire user remove ann
            """)

    @Argument(help: "The user's name.")
    var name: String

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let state = try project.accessState()
            try await Users(state).remove(name, by: .commandLine)
            console.say("removed \(name)")
            try await console.warnIfOpen(state)
        }
    }
}
