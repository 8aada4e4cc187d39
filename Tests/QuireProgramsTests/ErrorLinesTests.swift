import QuireModel
import QuirePlugin
import QuireTesting
import Testing

@testable import QuirePrograms

@Suite struct ErrorLinesTests {
    private static func log(_ chunks: [String], secrets: [String] = []) -> (log: [String], last: String) {
        let plugin = PluginFolder("")
        let lines = ErrorLines(plugin.program(plugin.definition(environment: ["KEY": "hunter22"]), secrets: secrets))
        for chunk in chunks { Array(chunk.utf8).withUnsafeBytes { lines.take($0) } }
        lines.finish()
        return (plugin.log, lines.last)
    }

    @Test(
        "Lines are shown with the plugin's name, however they come",
        arguments: [
            (["a\nb\n"], ["scoring: a", "scoring: b"]), (["a", "b\r\nc"], ["scoring: ab", "scoring: c"]),
            (["\n \n"], []), (["10%\r20%\r"], ["scoring: 10%", "scoring: 20%"]),
            (["red \u{1B}[31m\u{7}"], ["scoring: red \u{FFFD}[31m\u{FFFD}"]),
            (["the key is hunter22, or aHVudGVyMjI="], ["scoring: the key is ***, or ***"]),
        ])
    func shown(_ chunks: [String], _ log: [String]) {
        #expect(Self.log(chunks).log == log)
    }

    @Test("A long line is cut")
    func long() {
        let (log, last) = Self.log([String(repeating: "x", count: 100_000), "\nend\n"])
        #expect(log.map(\.count) == ["scoring: ".count + 1_001, "scoring: end".count])
        #expect(last == "end")
    }

    @Test("Of a flood the first lines are shown, and how many were left out")
    func flood() {
        let (log, last) = Self.log([(1...5_000).map { "line \($0)\n" }.joined()])
        #expect(log.count >= 201 && log.count < 1_000, "\(log.count)")
        #expect(log.prefix(2) == ["scoring: line 1", "scoring: line 2"])
        #expect(log.last?.hasSuffix("lines left out") == true)
        #expect(last == "line 5000")
    }

    @Test("A program that floods its standard error is still answered")
    func floodingProgram() async throws {
        let plugin = PluginFolder(
            PluginScript.python(
                "def lookup(params):\n    say('x' * 100 + '\\n' + 'noise\\n' * 200000)\n    return {'results': [found(1)]}"
            ))
        try await plugin.pool { pool in
            let reply = try await pool.score("C1")
            #expect(reply == [.number(1), .null])
        }
        #expect(plugin.log.count < 2_000)
    }
}
