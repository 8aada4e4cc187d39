import ArgumentParser
import QuireAccess

struct UserRoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role", abstract: "Give a user other roles.",
        discussion: """
            Example:
              quire user role ann --role editor,finance
            """)

    @Argument(help: "The user's name.")
    var name: String

    @Option(help: "All the roles that the user is to have: admin, editor, analyst or viewer, and groups.")
    var role: String

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let roles = try Roles(role)
            try await Users(try project.accessState()).setRoles(roles, of: name, by: .commandLine)
            console.say("\(name) is \(roles) now")
        }
    }
}
