import ArgumentParser
import QuireAuthoring
import QuireDefinition
import QuireModel

struct NewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write a commented file to start from.",
        discussion: """
            Example:
              quire new report orders --connection crm --query "SELECT * FROM orders WHERE day = :day"
            """,
        subcommands: [NewReportCommand.self, NewServiceCommand.self, NewPluginCommand.self])
}

extension StartingFile {
    /// Puts the file into the project and says what to do next.
    func write(in folder: ProjectFolder, _ console: Console, next: String) throws {
        console.say("wrote \(try write(in: folder))\n\(next)")
    }
}
