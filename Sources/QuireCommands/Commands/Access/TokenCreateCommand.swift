import ArgumentParser
import QuireAccess
import QuireModel
import QuirePlugin

struct TokenCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a token, and print it this once.",
        discussion: """
            Example:
              quire token create ci --role analyst --report 'finance/*' --expires 90d
            """)

    @Argument(help: "A name to know it by.")
    var name: String

    @Option(help: "admin, editor, analyst or viewer, and groups: analyst,finance.")
    var role: String

    @Option(help: "The reports it is for; * stands for anything but /, ** for anything. All, otherwise.")
    var report: String?

    @Option(help: "For how long it is: 90d. Until it is revoked, otherwise.")
    var expires: String?

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let roles = try Roles(role)
            let reports = try report.map { try ReportPattern($0) }
            let lifetime = try expires.map(Self.lifetime)
            let secret = try await Tokens(try project.accessState()).create(
                name, roles: roles, reports: reports, lifetime: lifetime, by: .commandLine)
            try Console.print(secret.text)
            console.say("this is token \(name), shown only now: keep it like a password")
        }
    }

    private static func lifetime(_ text: String) throws(DiagnosticError) -> Duration {
        if let duration = Duration(definitionText: text), duration > .zero { return duration }
        throw DiagnosticError(
            Diagnostic(
                .error, "invalid-option", "'--expires \(text)' is no length of time", at: nil,
                hint: "write it as 90d or 12h"))
    }
}
