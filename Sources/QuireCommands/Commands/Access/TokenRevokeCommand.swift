import ArgumentParser
import QuireAccess

struct TokenRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take a token back.",
        discussion: """
            Example:
              quire token revoke ci
            """)

    @Argument(help: "The token's name.")
    var name: String

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let state = try project.accessState()
            try await Tokens(state).revoke(name, by: .commandLine)
            console.say("revoked \(name)")
            try await console.warnIfOpen(state)
        }
    }
}
