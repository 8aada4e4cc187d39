import ArgumentParser
import QuireAccess
import QuireDefinition
import QuireModel

struct UserListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the users.",
        discussion: """
            Example:
              quire user list
            """)

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            let loader = try project.loader(&console)
            let zone = loader.project.zone
            let found = try await Users(try project.state(of: loader.folder)).list()
            if json {
                let items = found.map { user in
                    JSON.members([
                        "name": .string(user.name), "roles": .array(user.roles.names.map(JSON.string)),
                        "created_at": .string(zone.iso8601(ofUTC: user.createdAt)),
                    ])
                }
                return try Console.print(JSON.array(items).text)
            }
            if found.isEmpty { return console.say("no users yet") }
            let rows = found.map { [$0.name, $0.roles.description, zone.minute(ofUTC: $0.createdAt)] }
            try Console.show(PlainTable.text([["name", "roles", "created"]] + rows))
        }
    }
}
