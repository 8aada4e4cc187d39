import ArgumentParser

/// Makes the database in a process of its own: the peak memory of a child counts from that of its parent.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Write a database with the contracts of the reports.")

    @Argument var rows: Int
    @Argument var file: String

    func run() throws { try ContractData.write(rows: rows, to: file) }
}
