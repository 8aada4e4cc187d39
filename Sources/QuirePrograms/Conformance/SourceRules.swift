import QuireModel
import QuirePlugin

extension ConformanceCheck {
    private static let mostPages = 1_000
    private static let noPage = "there was no first page"

    func sourceRules(_ fields: [FieldShape]) -> [Rule] {
        let calls = SourceCalls(fields, redactor: program.redactor)
        return [
            Rule("source.open gives a cursor, and source.next rows of the fields it names, up to its limit") {
                talk throws(ProtocolViolation) in
                let cursor = try await talk.open(calls)
                if cursor != .null { talk.findings.keep(firstPage: try await talk.page(calls, cursor).0) }
            },
            Rule(orUntried: "the rows come to an end: the cursor becomes null") { talk throws(ProtocolViolation) in
                guard talk.findings.firstPage != nil else { return Self.noPage }
                try await Self.readToItsEnd(calls, talk)
                return nil
            },
            Rule(orUntried: "source.open again begins from the first row") { talk throws(ProtocolViolation) in
                guard let first = talk.findings.firstPage else { return Self.noPage }
                let again = try await talk.page(calls, try await talk.open(calls)).0
                guard again["rows"] == first["rows"] else {
                    throw ProtocolViolation(wanted: "the same rows as before", came: talk.shown(again))
                }
                return nil
            },
            Rule(orUntried: "a cursor that is asked again, as after a failure, gives the same rows") {
                talk throws(ProtocolViolation) in
                guard talk.findings.firstPage != nil else { return Self.noPage }
                let cursor = try await talk.open(calls)
                let once = try await talk.page(calls, cursor).0
                let twice = try await talk.page(calls, cursor).0
                guard once["rows"] == twice["rows"] else {
                    throw ProtocolViolation(wanted: talk.shown(once), came: talk.shown(twice))
                }
                return nil
            },
        ]
    }

    private static func readToItsEnd(_ calls: SourceCalls, _ talk: Conversation) async throws(ProtocolViolation) {
        var cursor = try await talk.open(calls)
        var pages = 0
        let start = ContinuousClock.now
        while cursor != .null, pages < mostPages, ContinuousClock.now - start < talk.check.limit {
            let (result, page) = try await talk.page(calls, cursor)
            guard page.cursor != cursor else {
                throw ProtocolViolation("a page has the cursor it was asked with: \(talk.shown(result))")
            }
            cursor = page.cursor
            pages += 1
        }
    }
}

extension Conversation {
    private static let limit = 100

    func open(_ calls: SourceCalls) async throws(ProtocolViolation) -> JSON {
        try calls.opened(try await result(SourceCalls.open, .members(["parameters": check.parameters])))
    }

    /// - Returns: also the result itself.
    func page(_ calls: SourceCalls, _ cursor: JSON) async throws(ProtocolViolation) -> (JSON, SourceCalls.Page) {
        let result = try await result(SourceCalls.next, calls.nextParams(cursor, limit: Self.limit))
        let page = try calls.page(result, limit: Self.limit)
        for (place, value) in page.values.enumerated() {
            let field = calls.fields[place % calls.fields.count]
            guard (field.type ?? .text).convert(value) != nil else {
                throw ProtocolViolation(
                    wanted: "\((field.type ?? .text).phrase) as the field '\(field.name)'", came: shown(value))
            }
        }
        return (result, page)
    }

    /// In a process that has been asked nothing else: the second page where there is one, else the first.
    ///
    /// - Returns: its cursor, and the page.
    func cursorAndPage(_ calls: SourceCalls) async -> Result<(JSON, JSON), ProtocolViolation> {
        do throws(ProtocolViolation) {
            try await greet()
            let first = try await open(calls)
            let (page, read) = try await page(calls, first)
            guard read.cursor != .null else { return .success((first, page)) }
            return .success((read.cursor, try await self.page(calls, read.cursor).0))
        } catch {
            return .failure(error)
        }
    }

    /// What a process that was just started says to a cursor of another one.
    func page(_ calls: SourceCalls, afterStartAt cursor: JSON) async -> Result<JSON, ProtocolViolation> {
        do throws(ProtocolViolation) {
            try await greet()
            return .success(try await page(calls, cursor).0)
        } catch {
            return .failure(error)
        }
    }

    private func greet() async throws(ProtocolViolation) { _ = try await result("initialize", check.greeting) }
}
