public import QuireModel

/// A service that says something about a key: one attempt at a time, without retries or limits, which are the
/// engine's.
public protocol LookupService: Sendable {
    /// Its lookups by name, their fields known.
    var lookups: [String: LookupShape] { get }

    /// Asks once. Must end soon after the task is cancelled.
    ///
    /// - Parameter keys: at least one, at most the lookup's `keysPerCall`, all distinct, none with a null in it, each
    ///   value of the type of its input.
    /// - Returns: one reply for each key, in the order of the keys.
    /// - Throws: where the call as a whole has no answer.
    func ask(_ keys: [LookupKey], of lookup: String) async throws(AttemptFailure) -> LookupReply

    /// The first page of one of its lists.
    ///
    /// - Throws: `RunFailure` where the list cannot be asked for with that input.
    func firstPage(of list: String, _ question: ListQuestion) throws(RunFailure) -> PageRequest

    /// Lets go of connections and files.
    func close() async
}

extension LookupService {
    public func firstPage(of list: String, _ question: ListQuestion) throws(RunFailure) -> PageRequest {
        throw RunFailure("there is no list '\(list)'")
    }
}

/// What a lookup wants and gives.
public struct LookupShape: Sendable, Hashable {
    /// One input.
    public struct Field: Sendable, Hashable {
        public var name: String
        public var type: FieldType

        public init(_ name: String, _ type: FieldType) {
            self.name = name
            self.type = type
        }
    }

    public var inputs: [Field]
    /// Nil where only the opened service knows them.
    public var fields: [FieldShape]?
    /// The most keys one call takes; 1 where the lookup has no bulk call.
    public var keysPerCall: Int

    public init(inputs: [Field], fields: [FieldShape]?, keysPerCall: Int) {
        self.inputs = inputs
        self.fields = fields
        self.keysPerCall = keysPerCall
    }
}

/// What a service's list wants and gives.
public struct ListShape: Sendable, Hashable {
    public var inputs: [LookupShape.Field]
    public var fields: [FieldShape]

    public init(inputs: [LookupShape.Field], fields: [FieldShape]) {
        self.inputs = inputs
        self.fields = fields
    }
}

/// What came back for the keys of one call.
public struct LookupReply: Sendable {
    public enum KeyReply: Sendable, Hashable {
        /// One value for each field of the lookup, in its order.
        case found([Value])
        case missing
        /// This key alone has no answer.
        case failed(message: String, mayRetry: Bool)
    }

    public var replies: [KeyReply]
    /// Oddities in the answer that lose nothing that was asked for, such as items nobody asked for.
    public var warnings: [LookupWarning]

    public init(replies: [KeyReply], warnings: [LookupWarning] = []) {
        self.replies = replies
        self.warnings = warnings
    }
}

/// An oddity of an answer. Those with the same text are added up over a run: '12 items that were not asked for'.
public struct LookupWarning: Sendable, Hashable {
    public var text: String
    public var count: Int

    public init(_ text: String, count: Int) {
        self.text = text
        self.count = count
    }
}

/// One attempt that gave no answer. The message is fit to be shown: it has no secrets in it.
public struct AttemptFailure: Error, Sendable, Hashable {
    public var message: String
    /// The service may answer when it is asked again.
    public var mayRetry: Bool
    /// How long the service asks every caller to stay away.
    public var retryAfter: Duration?
    /// No call of the service will ever have an answer: runs that use it fail.
    public var endsRuns: Bool

    public init(_ message: String, mayRetry: Bool, retryAfter: Duration? = nil, endsRuns: Bool = false) {
        self.message = message
        self.mayRetry = mayRetry
        self.retryAfter = retryAfter
        self.endsRuns = endsRuns
    }
}
