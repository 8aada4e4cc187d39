import ArgumentParser

/// Measures whole runs of `quire` against what they must reach.
@main
struct Benchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quire-benchmark", abstract: "Measure whole runs of quire against what they must reach.",
        subcommands: [
            MeasureCommand.self, StandInCommand.self, BareLoopCommand.self, AnalystsCommand.self, DataCommand.self,
        ],
        defaultSubcommand: MeasureCommand.self)
}
