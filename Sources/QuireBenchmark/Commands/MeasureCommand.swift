import ArgumentParser
import QuireModel

struct MeasureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Run the cases and print the table.",
        discussion: """
            Example:
              swift run -c release quire-benchmark --case rendering --rounds 3
            """)

    @Option(name: .customLong("case"), help: "The name of a case; may be given several times.")
    var names: [String] = []

    @Option(help: "How often each case is run; otherwise as it says itself.")
    var rounds: Int?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Name the cases.")
    var list = false

    @Flag(help: "Measure the programs as they are, without building them first.")
    var skipBuild = false

    func validate() throws {
        let known = BenchmarkCase.all.map(\.name)
        for name in names where !known.contains(name) {
            let hint = NearestName.hint(name, among: known) ?? "they are " + known.joined(separator: ", ")
            throw ValidationError("there is no case '\(name)': \(hint)")
        }
        if let rounds, rounds < 1 { throw ValidationError("--rounds is at least 1, not \(rounds)") }
    }

    func run() throws {
        let cases = BenchmarkCase.all.filter { names.isEmpty || names.contains($0.name) }
        if list {
            for item in cases { Output.print(ResultTable.padded(item.name, to: 16) + item.title) }
            return
        }
        let programs = try Programs.beside(self: skipBuild ? .asBuilt : .build)
        let before = Machine.current
        let outcomes = try WorkFolder.with { folder in
            let bench = Bench(
                programs: programs, folder: folder, rowCount: cases.map(\.rowCount).max() ?? 0)
            try bench.prepare()
            return try cases.flatMap { item in
                Output.say("\(item.name): \(item.title)")
                return try item.measure(bench, rounds ?? item.rounds)
            }
        }
        if json {
            Output.print(ResultJSON.of(outcomes, on: before).text)
        } else {
            Output.print(before.description + "\n\n" + ResultTable.text(outcomes))
        }
    }
}
