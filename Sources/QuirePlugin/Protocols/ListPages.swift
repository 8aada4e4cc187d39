package import QuireModel

/// What a run asks a list for.
package struct ListQuestion: Sendable {
    /// One value for each of the list's inputs, of its type or null.
    package var input: [Value]
    /// What becomes of each row: the list's fields in their order, with the types that the report wants.
    package var fields: [FieldShape]
    package var invalidValues: InvalidValues

    package init(input: [Value], fields: [FieldShape], invalidValues: InvalidValues = .fail) {
        self.input = input
        self.fields = fields
        self.invalidValues = invalidValues
    }
}

/// A page of a list that can be asked for.
package struct PageRequest: Sendable {
    /// From 1.
    package var number: Int
    /// Asks once, without retries or limits, which are the engine's. Ends soon after the task is cancelled.
    package var ask: @Sendable () async throws(AttemptFailure) -> ListPage

    package init(number: Int, ask: @escaping @Sendable () async throws(AttemptFailure) -> ListPage) {
        self.number = number
        self.ask = ask
    }
}

/// One page of a list.
package struct ListPage: Sendable {
    /// One value for each field, row after row.
    package var values: [Value]
    package var rowCount: Int
    /// Nil where this page is the last.
    package var next: PageRequest?

    package init(values: [Value], rowCount: Int, next: PageRequest? = nil) {
        self.values = values
        self.rowCount = rowCount
        self.next = next
    }
}
