import QuireEngine
import QuireModel
import QuirePlugin
import Synchronization
import Testing

@Suite("Reading a list") struct ListReaderTests {
    /// A service of lists of pages of ten rows, which notes the order in which pages are asked for.
    private final class Lists: LookupService {
        let lookups: [String: LookupShape] = [:]
        private let pageCount: Int
        private let fault: @Sendable (_ page: String, _ attempt: Int) -> AttemptFailure?
        private let pages = Mutex<[String]>([])

        init(
            pageCount: Int,
            fault: @escaping @Sendable (_ page: String, _ attempt: Int) -> AttemptFailure? = { _, _ in nil }
        ) {
            self.pageCount = pageCount
            self.fault = fault
        }

        var asked: [String] { pages.withLock { $0 } }

        func ask(_ keys: [LookupKey], of lookup: String) async throws(AttemptFailure) -> LookupReply {
            throw AttemptFailure("it has no lookups", mayRetry: false)
        }

        func firstPage(of list: String, _ question: ListQuestion) throws(RunFailure) -> PageRequest {
            guard list != "none" else { throw RunFailure("the service has no such list") }
            return page(1, of: list)
        }

        private func page(_ number: Int, of list: String) -> PageRequest {
            PageRequest(number: number) { () async throws(AttemptFailure) -> ListPage in
                let name = "\(list)\(number)"
                let attempt = self.pages.withLock { pages in
                    pages.append(name)
                    return pages.count { $0 == name }
                }
                if let failure = self.fault(name, attempt) { throw failure }
                return ListPage(
                    values: (0..<10).map { .integer(Int64((number - 1) * 10 + $0)) }, rowCount: 10,
                    next: number < self.pageCount ? self.page(number + 1, of: list) : nil)
            }
        }

        func close() async {}
    }

    private let question = ListQuestion(input: [], fields: [FieldShape("n", .integer)])

    private func withDesk(
        _ lists: Lists, _ body: (ServiceDesk) async throws -> Void
    ) async throws {
        var limits = ServiceLimits()
        limits.maxConcurrency = 1
        limits.retry.initialInterval = .milliseconds(1)
        limits.retry.maxInterval = .milliseconds(1)
        try await ServiceDesk.open { [limits] desk in
            await desk.add("s", limits: limits) { lists }
            try await body(desk)
        }
    }

    private func reference(_ list: String) -> ListReference { ListReference(service: "s", list: list) }

    @Test(
        "A page is asked for once the rows that are there make no further batch, and no sooner",
        arguments: [
            (1, 5, ["a1", "b1"]), (2, 5, ["a1", "a2", "b1"]), (1, 6, ["a1", "a2", "b1"]),
            (1, 10, ["a1", "a2", "b1"]), (1, 15, ["a1", "a2", "a3", "b1"]), (1, 20, ["a1", "a2", "a3", "b1"]),
        ])
    func ahead(_ batches: Int, _ count: Int, _ asked: [String]) async throws {
        let lists = Lists(pageCount: 5)
        try await withDesk(lists) { desk in
            try await desk.withRows(of: reference("a"), question) { reader in
                var rows = 0
                for _ in 0..<batches {
                    let batch = try #require(try await reader.next(count))
                    #expect(batch.firstRow == rows)
                    #expect(batch.values == (rows..<rows + count).map { .integer(Int64($0)) })
                    rows += batch.rowCount
                }
                // One call goes at a time, in the order in which they are asked for.
                try await desk.withRows(of: reference("b"), question) { _ = try await $0.next(1) }
            }
        }
        #expect(lists.asked == asked)
    }

    @Test("Batches are full up to the last, whatever the pages", arguments: [1, 3, 10, 25, 49, 50, 51, 1_000])
    func batches(_ count: Int) async throws {
        let lists = Lists(pageCount: 5)
        try await withDesk(lists) { desk in
            try await desk.withRows(of: reference("a"), question) { reader in
                var values: [Value] = []
                while let batch = try await reader.next(count) {
                    #expect(batch.firstRow == values.count)
                    values += batch.values
                    #expect(batch.rowCount == count || values.count == 50)
                }
                #expect(values == (0..<50).map { .integer($0) })
            }
        }
        #expect(lists.asked == ["a1", "a2", "a3", "a4", "a5"])
    }

    @Test("A page that fails is asked for again, and what fails for good says which it was")
    func failing() async throws {
        let lists = Lists(pageCount: 5) { page, attempt in
            if page == "a2", attempt < 3 { return AttemptFailure("later", mayRetry: true) }
            return page == "a3" ? AttemptFailure("no", mayRetry: false) : nil
        }
        try await withDesk(lists) { desk in
            let failure = await #expect(throws: RunFailure.self) {
                try await desk.withRows(of: reference("a"), question) { reader in
                    while try await reader.next(7) != nil {}
                }
            }
            #expect(failure?.message == "page 3 of s.a: no")
        }
        #expect(lists.asked == ["a1", "a2", "a2", "a2", "a3"])
    }

    @Test("What is then said of the service does not hold what the reader was to hide")
    func hiding() async throws {
        let lists = Lists(pageCount: 1) { _, _ in AttemptFailure("no p1n-of-mine, page 1", mayRetry: false) }
        try await withDesk(lists) { desk in
            await #expect(throws: RunFailure.self) {
                try await desk.withRows(of: reference("a"), question, hiding: Redactor(["p1n-of-mine"])) {
                    _ = try await $0.next(1)
                }
            }
            #expect(desk.inspect().first?.lastError == "no ***, page 1")
        }
    }

    @Test("A list that is not there is told before anything is asked")
    func unknown() async throws {
        let lists = Lists(pageCount: 1)
        try await withDesk(lists) { desk in
            let failure = await #expect(throws: RunFailure.self) {
                try await desk.withRows(of: reference("none"), question) { _ in }
            }
            #expect(failure?.message == "s.none: the service has no such list")
        }
        #expect(lists.asked.isEmpty)
    }

    @Test("Two readers of one list at a time get its pages each for itself")
    func apart() async throws {
        let lists = Lists(pageCount: 3)
        try await withDesk(lists) { desk in
            let sums = try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        try await desk.withRows(of: ListReference(service: "s", list: "a"), question) { reader in
                            var sum: Int64 = 0
                            while let batch = try await reader.next(4) {
                                for case .integer(let value) in batch.values { sum += value }
                            }
                            return sum
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(sums == [435, 435])
        }
        #expect(lists.asked.sorted() == ["a1", "a1", "a2", "a2", "a3", "a3"])
    }
}
