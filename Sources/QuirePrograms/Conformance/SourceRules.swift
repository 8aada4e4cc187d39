import QuireModel
import QuirePlugin

extension Conversation {
    private static let limit = 100
    private static let mostPages = 1_000

    func trySource(_ fields: [FieldShape]) async {
        let calls = SourceCalls(fields, redactor: check.program.redactor)
        var first: JSON?
        await tell("source.open gives a cursor, and source.next rows of the fields it names, up to its limit") {
            () throws(ProtocolViolation) in
            let cursor = try await open(calls)
            if cursor != .null { first = try await page(calls, cursor).0 }
        }
        guard let first else {
            return tell("the rows come to an end: the cursor becomes null", .untried("there was no first page"))
        }
        await tell("the rows come to an end: the cursor becomes null") { () throws(ProtocolViolation) in
            var cursor = try await open(calls)
            var pages = 0
            let start = ContinuousClock.now
            while cursor != .null, pages < Self.mostPages, ContinuousClock.now - start < check.limit {
                let (result, page) = try await page(calls, cursor)
                guard page.rowCount > 0 || page.cursor != cursor else {
                    throw ProtocolViolation("a page without rows has the cursor it was asked with: \(shown(result))")
                }
                cursor = page.cursor
                pages += 1
            }
        }
        await tell("source.open again begins from the first row") { () throws(ProtocolViolation) in
            let again = try await page(calls, try await open(calls)).0
            guard again["rows"] == first["rows"] else {
                throw ProtocolViolation(wanted: "the same rows as before", came: shown(again))
            }
        }
        await tell("a cursor that is asked again, as after a failure, gives the same rows") {
            () throws(ProtocolViolation) in
            let cursor = try await open(calls)
            let once = try await page(calls, cursor).0
            let twice = try await page(calls, cursor).0
            guard once["rows"] == twice["rows"] else {
                throw ProtocolViolation(wanted: shown(once), came: shown(twice))
            }
        }
    }

    private func open(_ calls: SourceCalls) async throws(ProtocolViolation) -> JSON {
        try calls.opened(try await result(SourceCalls.open, .members(["parameters": check.parameters])))
    }

    /// - Returns: also the result itself.
    private func page(
        _ calls: SourceCalls, _ cursor: JSON
    ) async throws(ProtocolViolation) -> (JSON, SourceCalls.Page) {
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
}
