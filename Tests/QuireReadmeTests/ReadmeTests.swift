import Foundation
import QuireComponents
import QuireDefinition
import QuireTesting
import Testing

/// Everything that the README shows works as it is shown.
@Suite struct ReadmeTests {
    private let readme: Readme

    init() throws { readme = try Readme() }

    @Test("the table of keys is what the fields say")
    func keysAreCurrent() throws {
        let keys = ReferencePage.markdown(Builtins.registry)
        if ProcessInfo.processInfo.environment["QUIRE_RENEW"] == "1" {
            try readme.replacingPart("keys", with: keys).write(to: Readme.file, atomically: true, encoding: .utf8)
        }
        let part = try Readme().part("keys")
        #expect(part == keys, "renew it: QUIRE_RENEW=1 swift test --filter keysAreCurrent")
    }

    @Test("the first report is made by doing what the README says, block by block")
    func firstReport() async throws {
        let folder = TemporaryFolder()
        let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
        var script = "set -euo pipefail\ntrap 'kill $(jobs -p)' EXIT\nPATH=\(products):$PATH\n"
        for block in readme.blocks where block.comment == nil && block.name != "benchmark" {
            switch (block.language, block.name) {
            case ("sh", nil): script += block.text
            case (_, let name?): script += "cat > \(name) <<'END OF FILE'\n\(block.text)END OF FILE\n"
            default: break
            }
        }
        _ = try ToolOutput.of("/bin/bash", ["-c", "cd \(folder.path)\n" + script])
        let project = ["--project", folder.path + "/reports"]
        _ = try ToolOutput.of(products + "/quire", ["check", "contacts", "services/crm", "--strict"] + project)
        let sheet = try #require(try Spreadsheet.read(folder.path + "/orders.xlsx").sheets.first)
        #expect(sheet.rows.first?.map(\.text) == ["Order", "Customer", "Placed", "Total", "Rate", "In CNY"])
        // 120.50 USD at 7.12, 88 EUR at 8.35, 430 CNY, 59.90 USD at 7.14, 310 EUR at 8.35.
        let converted = sheet.rows.dropFirst().map { $0[5].number }
        #expect(converted == [857.96, 734.8, 430, 427.69, 2588.5, 5038.95])
        let customers = try Spreadsheet.read(folder.path + "/customers.xlsx").sheets
        #expect(customers.map(\.name) == ["Orders", "Summary"])
        #expect(customers.last?.rows.dropFirst().map { $0[2].number } == [3446.46, 734.8, 430, 427.69, 5038.95])
        let east = try Spreadsheet.read(folder.path + "/east.xlsx").sheets.first
        #expect(east?.rows.dropFirst().dropLast().allSatisfy { $0[2].text == "east" } == true)
        let events = try String(contentsOfFile: folder.path + "/events.txt", encoding: .utf8)
        #expect(events.contains("event: end\ndata: {") && events.contains("\"status\":\"succeeded\""))
        let served = try Spreadsheet.read(folder.path + "/contracts.xlsx").sheets.first
        #expect(served?.rows.dropFirst().dropLast().allSatisfy { $0[2].text == "east" } == true)
        let best = try String(contentsOfFile: folder.path + "/best.csv", encoding: .utf8)
        #expect(best.hasPrefix("Contract,Customer,Our discount\r\n"))
    }

    @Test("the command that installs and demonstrates installs what the tests' command builds with")
    func commands() throws {
        let commands = readme.blocks.filter { $0.comment != nil }.map(\.text)
        try #require(commands.count == 2)
        let packages = commands.map { command in
            Set(command.split(whereSeparator: \.isWhitespace).map(String.init).filter { $0.hasSuffix("-dev") })
        }
        #expect(packages[0] == packages[1])
        #expect(commands[0].hasSuffix("swift run -c release quire demo\n"))
        #expect(commands.allSatisfy { $0.split(separator: "\n").count == 1 })
    }

    @Test(
        "every command of the table is there and has help with an example",
        arguments: [
            "demo", "init", "run", "preview", "plan", "list", "show", "check", "test", "runs", "resume",
            "new report", "new service", "new plugin", "plugin check", "schema", "serve", "schedule next", "user add",
            "token create", "audit",
        ])
    func help(_ command: String) throws {
        #expect(readme.text.contains("`quire \(command)"))
        let quire = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "quire").path
        let help = String(
            decoding: try ToolOutput.of(quire, command.split(separator: " ").map(String.init) + ["--help"]),
            as: UTF8.self)
        #expect(help.contains("Example:\n  quire \(command)"))
    }

    @Test("the benchmark's table shows every case there is")
    func benchmark() throws {
        let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let list = try ToolOutput.of(products.appending(path: "quire-benchmark").path, ["--list"])
        let titles = String(decoding: list, as: UTF8.self).split(separator: "\n").map { line in
            line.drop { $0 != " " }.drop { $0 == " " }
        }
        #expect(titles.count == 14)
        for title in titles { #expect(readme.text.contains("| \(title)"), "\(title)") }
    }
}
