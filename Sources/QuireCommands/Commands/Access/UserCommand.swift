import ArgumentParser

struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Say who may use the server.",
        discussion: """
            As soon as there is a user or a token, the server wants one of everybody. Roles: viewer sees reports and runs and \
            downloads; analyst also runs reports; editor also handles schedules and runs of others; admin also handles \
            users and tokens. Other names are groups that reports name under `access`.

            Example:
              quire user add ann --role analyst,finance
            """,
        subcommands: [
            UserAddCommand.self, UserListCommand.self, UserRemoveCommand.self, UserPasswordCommand.self,
            UserRoleCommand.self,
        ])
}
