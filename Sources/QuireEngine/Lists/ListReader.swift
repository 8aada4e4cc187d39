package import QuireModel
package import QuirePlugin

extension ServiceDesk {
    /// Hands the rows of a list to `body`, within the limits of its service, which is known to the desk.
    ///
    /// What is still being asked when `body` ends is dropped.
    ///
    /// - Parameter redactor: takes out of what is said of the service what only the run may know.
    /// - Throws: `RunFailure` where the list cannot be asked for, and what `body` throws.
    package func withRows<Result: Sendable>(
        of list: ListReference, _ question: ListQuestion, hiding redactor: Redactor = Redactor([]),
        _ body: (any RowReader) async throws -> Result
    ) async throws -> Result {
        guard let line = line(list.service) else { throw RunFailure("there is no list \(list)") }
        let first: PageRequest
        do throws(RunFailure) {
            first = try line.service.firstPage(of: list.list, question)
        } catch {
            throw RunFailure("\(list): \(error.message)", hint: error.hint)
        }
        let run = newRun()
        let inbox = RunInbox()
        line.join(run: run, inbox: inbox, hiding: redactor)
        defer { line.leave(run: run) }
        return try await body(ListReader(list, question.fields, first: first, line: line, run: run, inbox: inbox))
    }
}

/// Reads the rows of a list page by page. The next page is asked for as soon as what is there no longer makes a
/// further batch, so it comes while the rows before it are worked on; no more than two pages are held.
actor ListReader: RowReader {
    nonisolated let fields: [FieldShape]
    private let list: ListReference
    private let line: ServiceLine
    private let run: Int
    private let inbox: RunInbox
    private var page = ListPage(values: [], rowCount: 0)
    /// Rows of `page` that were handed out.
    private var taken = 0
    private var isAsking = false
    private var rowCount = 0

    init(
        _ list: ListReference, _ fields: [FieldShape], first: PageRequest, line: ServiceLine, run: Int,
        inbox: RunInbox
    ) {
        self.list = list
        self.fields = fields
        self.line = line
        self.run = run
        self.inbox = inbox
        page.next = first
    }

    private var left: Int { page.rowCount - taken }

    func next(_ count: Int) async throws -> RowBatch? {
        var values: [Value] = []
        var rows = 0
        while rows < count {
            if left == 0 {
                askAhead()
                guard isAsking else { break }
                page = try await awaitPage()
                taken = 0
                continue
            }
            let more = min(count - rows, left)
            let width = fields.count
            if rows == 0 { values.reserveCapacity(count * width) }
            values += page.values[taken * width..<(taken + more) * width]
            taken += more
            rows += more
        }
        if left < count { askAhead() }
        guard rows > 0 else { return nil }
        rowCount += rows
        return RowBatch(fields: fields, firstRow: rowCount - rows, values: values, rowCount: rows)
    }

    private func askAhead() {
        guard !isAsking, let next = page.next else { return }
        page.next = nil
        isAsking = true
        line.ask(for: next, of: list.list, waiter: Waiter(run: run, ticket: next.number, enrichment: 0))
    }

    private func awaitPage() async throws -> ListPage {
        while true {
            guard let reply = try await inbox.receive().replies.first else { continue }
            isAsking = false
            if case .failed(let failure) = reply.answer {
                let attempts = failure.attempts > 1 ? " (\(failure.attempts) attempts)" : ""
                throw RunFailure(failure.message + attempts)
            }
            guard let page = line.takePage(run: run) else { throw RunFailure("a page of \(list) got lost") }
            return page
        }
    }
}
