import ArgumentParser
import QuireDefinition
import QuireModel
import QuireRun

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a report.",
        discussion: """
            Example:
              quire run contracts signed_from=2026-01-01 region=east -o east.xlsx
            """)

    @OptionGroup var arguments: ReportArguments

    @Option(name: .shortAndLong, help: "A file, a folder, or - for standard output with csv, ndjson and html.")
    var output: String?

    @Option(help: "xlsx, csv, ndjson or html; wins over the ending of --output.")
    var format: String?

    @OptionGroup var selection: SelectionOptions

    @Option(help: "The sheet wanted.")
    var sheet: String?

    @Flag(help: "Ask even for what the cache knows.")
    var refresh = false

    @Flag(help: "Send the file where the report's 'deliver' says.")
    var deliver = false

    @OptionGroup var showing: RunShowing
    @OptionGroup var cassettes: CassetteOptions
    @OptionGroup var project: ProjectOptions
    @OptionGroup var log: LogOptions

    func run() async throws {
        try await log.console.running { console in
            var loader = try project.loader(&console)
            let instructions = try instructions
            // What is replayed is neither looked for in the cache nor asked for when the run is resumed.
            let (folder, unchanged) = (loader.folder, console)
            async let opened = cassettes.replay == nil ? project.stateIfPossible(of: folder, unchanged) : nil
            let request = try await RunRequest.prepare(instructions, &loader, &console)
            let state = try await opened
            try await cassettes.running(request, console) { [console] request in
                try await RunAtConsole(showing: showing, state: state)
                    .execute(request, instructions, console)
            }
        }
    }

    private var instructions: RunInstructions {
        get throws {
            var instructions = try arguments.instructions
            instructions.output = output
            instructions.format = format
            selection.add(to: &instructions)
            instructions.sheet = sheet
            instructions.asksAnew = refresh
            instructions.delivers = deliver
            return instructions
        }
    }
}
