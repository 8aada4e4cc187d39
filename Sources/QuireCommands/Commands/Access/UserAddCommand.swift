import ArgumentParser
import QuireAccess

struct UserAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a user.",
        discussion: """
            Asks for the password twice on a terminal, and takes the first line of standard input otherwise.

            Example:
              quire user add ann --role analyst,finance
            """)

    @Argument(help: "The name to sign in with.")
    var name: String

    @Option(help: "admin, editor, analyst or viewer, and groups: analyst,finance.")
    var role: String

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let roles = try Roles(role)
            let users = Users(try project.accessState())
            try await users.checkFree(name)
            let password = try await PasswordPrompt().read(for: name)
            try await users.add(name, password: password, roles: roles, by: .commandLine)
            console.say("added \(name) as \(roles)")
        }
    }
}
