package import QuireModel

/// What a stand-in answers, when, and in which manner.
package struct StandInAnswer: Sendable {
    /// How the answer goes over the wire, or fails to.
    package enum Manner: Sendable, Hashable {
        case whole
        /// Whole; the next request on the connection finds it closed, as where a server ended it without a word.
        case wholeThenClosed
        /// Whole; the next request on the connection has it reset.
        case wholeThenReset
        /// In chunks of that many bytes, without a content length.
        case chunked(size: Int)
        /// In pieces of that many bytes, with a wait before each.
        case drip(size: Int, interval: Duration)
        /// The head promises the whole body, the connection ends after that many bytes of it.
        case truncated(after: Int)
        /// The connection is reset instead of an answer.
        case reset
        /// Nothing is ever answered.
        case hang
    }

    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// From the end of the request to the start of the answer.
    package var delay: Duration
    package var manner: Manner

    package init(
        status: Int = 200, headers: [(name: String, value: String)] = [], body: [UInt8] = [], delay: Duration = .zero,
        manner: Manner = .whole
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.delay = delay
        self.manner = manner
    }

    /// JSON text as the body.
    package init(
        _ text: String, status: Int = 200, headers: [(name: String, value: String)] = [], delay: Duration = .zero,
        manner: Manner = .whole
    ) {
        self.init(status: status, headers: headers, body: Array(text.utf8), delay: delay, manner: manner)
    }

    package init(_ json: JSON, status: Int = 200, delay: Duration = .zero) {
        var body: [UInt8] = []
        json.write(into: &body)
        self.init(status: status, body: body, delay: delay)
    }
}
