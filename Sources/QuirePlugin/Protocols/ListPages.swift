public import QuireModel

/// What a run asks a list for.
public struct ListQuestion: Sendable {
    /// One value for each of the list's inputs, of its type or null.
    public var input: [Value]
    /// What becomes of each row: the list's fields in their order, with the types that the report wants.
    public var fields: [FieldShape]
    public var invalidValues: InvalidValues

    public init(input: [Value], fields: [FieldShape], invalidValues: InvalidValues = .fail) {
        self.input = input
        self.fields = fields
        self.invalidValues = invalidValues
    }
}

/// A page of a list that can be asked for.
public struct PageRequest: Sendable {
    /// From 1.
    public var number: Int
    /// Asks once, without retries or limits, which are the engine's. Ends soon after the task is cancelled.
    public var ask: @Sendable () async throws(AttemptFailure) -> ListPage

    public init(number: Int, ask: @escaping @Sendable () async throws(AttemptFailure) -> ListPage) {
        self.number = number
        self.ask = ask
    }
}

/// One page of a list.
public struct ListPage: Sendable {
    /// One value for each field, row after row.
    public var values: [Value]
    public var rowCount: Int
    /// Nil where this page is the last.
    public var next: PageRequest?

    public init(values: [Value], rowCount: Int, next: PageRequest? = nil) {
        self.values = values
        self.rowCount = rowCount
        self.next = next
    }
}
