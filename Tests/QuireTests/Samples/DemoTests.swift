import Foundation
import QuireModel
import QuireStandIn
import QuireTesting
import Testing

@Suite struct DemoTests {
    @Test("The demo writes a workbook here with the right share in each of 300 rows, and says what it saved")
    func demo() async throws {
        let project = Project()
        let outcome = try await project.quire("demo")
        #expect(outcome.exitCode == 0)
        #expect(outcome.standardOutput.contains("300 contracts"))
        #expect(outcome.standardOutput.contains("300 × 0.5 s = 150 s"))
        #expect(outcome.standardOutput.contains(project.folder.file("contracts-demo.xlsx")))
        #expect(try project.files == ["contracts-demo.xlsx"])

        let sheet = try project.workbook("contracts-demo.xlsx").sheets[0]
        #expect(sheet.name == "Contracts")
        #expect(sheet.rows.count == 302)
        var amounts = 0.0
        var discounts = 0.0
        for row in sheet.rows[1...300] {
            let sn = try #require(row[0].text)
            let amount = try #require(row[5].number)
            let ours = Double(ContractStandIns.ours(sn)) / 100
            let discount = try #require(row[7].number)
            #expect(row[6].number == ours, "\(sn)")
            #expect(abs(discount - amount * ours) <= 0.0051, "\(sn)")
            amounts += amount
            discounts += discount
        }
        #expect(Set(sheet.rows[1...300].map(\.[0].text)).count == 300)
        let totals = sheet.rows[301]
        #expect(totals[0].text == "Total")
        #expect(totals[5].formula == "=SUM(F2:F301)")
        #expect(abs(try #require(totals[5].number) - amounts) < 0.001)
        #expect(totals[7].formula == "=SUM(H2:H301)")
        #expect(abs(try #require(totals[7].number) - discounts) < 0.001)
    }

    @Test(
        "The demo's workbook goes where it is asked to",
        arguments: [("mine.xlsx", "mine.xlsx"), ("into", "into/contracts-demo.xlsx")])
    func output(asked: String, path: String) async throws {
        let project = Project()
        project.folder.write("", to: "into/other")
        let outcome = try await project.quire("demo", "-o", asked)
        #expect(outcome.exitCode == 0)
        #expect(FileManager.default.fileExists(atPath: project.folder.file(path)))
        #expect(outcome.standardOutput.contains(path))
    }
}

@Suite struct SampleProjectTests {
    private static func project() async throws -> Project {
        let project = Project()
        let outcome = try await project.quire("init")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        return project
    }

    @Test("A new project's reports can be listed, shown and checked before anything is set")
    func commands() async throws {
        let project = try await Self.project()
        let list = try await project.quire("list", environment: ["TETHER_TOKEN": ""])
        #expect(list.exitCode == 0)
        #expect(
            list.lines == [
                "contracts    Contracts", "portfolio    Portfolio", "ratings      Ratings", "settlements  Settlements",
            ])
        let shown = try await project.quire("show", "settlements")
        #expect(shown.exitCode == 0)
        for part in ["regions: [text]", "fx: fx.rate, after tether", "our_part_in_cny: Our part in CNY"] {
            #expect(shown.standardOutput.contains(part))
        }
        let check = try await project.quire("check")
        #expect(check.exitCode == 0)
        #expect(check.standardOutput.contains("services/tether.yaml:4:"))
        #expect(check.standardOutput.contains("'TETHER_URL' [missing-variable]"))
        #expect(check.standardError.contains("0 errors, 2 warnings"))
        let strict = try await project.quire("check", "--strict")
        #expect(strict.exitCode == 1)
    }

    @Test("A folder that is not empty is left alone")
    func folderInUse() async throws {
        let project = try await Self.project()
        let again = try await project.quire("init")
        #expect(again.exitCode == 2)
        #expect(again.standardError.contains("the folder 'reports' is not empty"))
        let other = try await project.quire("init", "other/place")
        #expect(other.exitCode == 0)
        #expect(try await project.quire("list", "--project", "other/place").lines.count == 4)
    }

    @Test("The sample reports run as they are")
    func contracts() async throws {
        let project = try await Self.project()
        let (outcome, counts) = try await project.quire("run", "contracts", answering: Project.known)
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(counts.requests == 3)
        let sheet = try project.workbook("contracts-2026-01-01-2026-12-31.xlsx").sheets[0]
        #expect(sheet.rows.count == 302)
        #expect(sheet.rows[1][3].kind == "datetime")
        #expect(sheet.rows[1][3].text == "2026-01-02 00:00:00")
        #expect(sheet.rows[1][6].numberFormat.contains("%"))
    }

    @Test(
        "The portfolio has its summaries, all contracts and a sheet for each region, and a spreadsheet program prints it"
    )
    func portfolio() async throws {
        let project = try await Self.project()
        let (outcome, _) = try await project.quire("run", "portfolio", "major=100000", answering: Project.known)
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let book = try project.workbook("portfolio-2026.xlsx")
        #expect(
            book.sheets.map(\.name) == [
                "Summary", "Months", "All contracts", "Region west", "Region east", "Region south", "Region north",
            ])
        #expect(book.sheets[0].rows[0][0].text == "Contracts of 2026")
        #expect(book.sheets[0].rows.last?[1].number == 300)
        #expect(book.sheets[1].rows.count == 14)
        #expect(book.sheets[2].rows.count == 302)
        let discounts = book.sheets[2].rows.dropFirst().dropLast().compactMap { $0[7].number }
        #expect(discounts == discounts.sorted(by: >))
        #expect(book.sheets[3...6].reduce(0) { $0 + $1.rows.count - 3 } == discounts.count { $0 > 0 })
        #expect(try LibreOffice.convertToPDF(project.folder.file("portfolio-2026.xlsx"), into: project.folder) > 5)
    }

    @Test("Ratings come from a program of the project, which keeps every rule")
    func ratings() async throws {
        let project = try await Self.project()
        let outcome = try await project.quire("run", "ratings", "-o", "out.csv")
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        #expect(outcome.standardError.contains("rating: 12 found, 18 missing, 0 failed in 1 calls"), "\(outcome.said)")
        let check = try await project.quire("plugin", "check", "rating")
        #expect(check.exitCode == 0, "\(check.said)")
        #expect(check.lines.last == "18 kept, 0 broken, 1 not tried")
    }

    @Test("A settlement waits for its currency and then takes the rate of its day")
    func settlements() async throws {
        let project = try await Self.project()
        let rates = Asked()
        let handler: StandIn.Handler = { request in
            _ = rates.count((request.query("currency") ?? "") + (request.query("day") ?? ""))
            return ContractStandIns.fx()(request)
        }
        let outcome = try await StandIn.with(handler: handler) { fx in
            try await project.quire(
                "run", "settlements", "signed_to=2026-12-31", "-o", "out.xlsx", environmentOf: fx)
        }
        #expect(outcome.exitCode == 0, "\(outcome.said)")
        let rows = try project.workbook("out.xlsx").sheets[0].rows
        #expect(rows.count == 302)
        var asked: Set<String> = []
        for row in rows[1...300] {
            let sn = try #require(row[0].text)
            let day = try #require(row[2].text.flatMap { CalendarDate(String($0.prefix(10))) })
            let currency = ContractStandIns.currency(sn)
            let rate = try #require(ContractStandIns.rate(currency, day).flatMap(Double.init))
            #expect(row[4].text == currency)
            #expect(row[5].number == (currency == "CNY" ? 1 : rate), "\(sn)")
            let part = try #require(row[3].number) * Double(ContractStandIns.ours(sn)) / 100 * (row[5].number ?? 0)
            #expect(abs(try #require(row[6].number) - part) <= 0.0051, "\(sn)")
            if currency != "CNY" { asked.insert(currency + "\(day)") }
        }
        #expect(Set(rates.all.keys) == asked)
        #expect(rates.all.values.allSatisfy { $0 == 1 })
    }
}

extension Project {
    /// Runs `quire` with the contracts' service and that of the rates.
    fileprivate func quire(_ arguments: String..., environmentOf fx: StandIn) async throws -> Program.Outcome {
        try await StandIn.with(handler: Project.known) { tether in
            try await quire(arguments, environment: ["TETHER_URL": tether.url, "FX_URL": fx.url])
        }
    }
}
