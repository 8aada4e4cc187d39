import ArgumentParser

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Say which programs may use the server.",
        discussion: """
            A program sends its token as 'Authorization: Bearer TOKEN'.

            Example:
              quire token create ci --role analyst --report 'finance/*' --expires 90d
            """,
        subcommands: [TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self])
}
