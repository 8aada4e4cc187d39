import QuireModel
import QuirePlugin

/// Which page a call is for, in the form of a key.
struct PageKey {
    var list: String
    /// From 1.
    var number: Int
    /// Of whoever asks: pages are not shared.
    var run: Int

    init(list: String, number: Int, run: Int) {
        self.list = list
        self.number = number
        self.run = run
    }

    init?(_ key: LookupKey) {
        guard key.values.count == 3, case .text(let list) = key.values[0],
            case .integer(let number) = key.values[1], case .integer(let run) = key.values[2]
        else { return nil }
        self.init(list: list, number: Int(number), run: Int(run))
    }

    var key: LookupKey { LookupKey([.text(list), .integer(Int64(number)), .integer(Int64(run))]) }
}

/// Pages that are asked for, or came and wait to be fetched; one at a time for each run.
struct PendingPages {
    private var requests: [Int: PageRequest] = [:]
    private var pages: [Int: ListPage] = [:]

    mutating func add(_ page: PageRequest, of list: String, run: Int) -> LookupKey {
        requests[run] = page
        return PageKey(list: list, number: page.number, run: run).key
    }

    func request(_ keys: [LookupKey]) -> PageRequest? { run(keys).flatMap { requests[$0] } }

    mutating func came(_ page: ListPage, for keys: [LookupKey]) {
        if let run = run(keys), requests[run] != nil { pages[run] = page }
    }

    mutating func take(run: Int) -> ListPage? {
        requests[run] = nil
        return pages.removeValue(forKey: run)
    }

    mutating func drop(run: Int) { _ = take(run: run) }

    private func run(_ keys: [LookupKey]) -> Int? { keys.first.flatMap(PageKey.init)?.run }
}
