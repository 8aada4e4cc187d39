import QuireAuthoring
import QuireModel
import Testing

@Suite struct StartingNameTests {
    @Test("a report is named by its file's path", arguments: ["orders", "finance/aging", "报表/月", "a-b_c.2"])
    func report(_ name: String) throws {
        #expect(try StartingName(ofReport: name).text == name)
        #expect(try StartingName(ofReport: name + ".yaml").text == name)
    }

    @Test(
        "what no file of the project could be called is refused",
        arguments: [
            "/etc/passwd", "../orders", "finance/../../x", "./x", "", "finance//aging", "finance/", ".hidden", "a/.b",
            "quire", "services/tether", "orders.test", "a b", "-x", "a\nb", "a\u{0}",
            String(repeating: "a", count: 300),
        ])
    func refused(_ name: String) throws {
        let error = #expect(throws: DiagnosticError.self) { try StartingName(ofReport: name) }
        #expect(error?.diagnostics.first?.code == "invalid-name")
        #expect(error?.diagnostics.first?.hint != nil)
    }

    @Test("a service's name holds no '.', which stands before its lookup")
    func service() throws {
        #expect(try StartingName(ofService: "services/fx.yaml").text == "fx")
        #expect(throws: DiagnosticError.self) { try StartingName(ofService: "fx.rates") }
    }
}
