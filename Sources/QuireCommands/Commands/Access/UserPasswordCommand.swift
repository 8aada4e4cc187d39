import ArgumentParser
import QuireAccess

struct UserPasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Give a user another password, and end the sessions there are.",
        discussion: """
            Asks for it twice on a terminal, and takes the first line of standard input otherwise.

            Example:
              quire user password ann
            """)

    @Argument(help: "The user's name.")
    var name: String

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let users = Users(try project.accessState())
            try await users.require(name)
            let password = try await PasswordPrompt().read(for: name)
            try await users.setPassword(password, of: name, by: .commandLine)
            console.say("\(name) has another password")
        }
    }
}
