package import QuireModel

/// One run, under way or ended.
package struct RunPage: Sendable {
    package var run: RunItem
    /// ISO 8601 with offset: the fire that started it.
    package var scheduledAt: String?
    /// As far as it is known, while the run is under way.
    package var progress: EnrichmentProgress?
    package var secondsLeft: Double?
    /// Why it failed.
    package var error: String?
    package var files: [RunFile] = []
    package var enrichments: [EnrichmentCounts] = []
    package var stages: StageTimes?
    /// The first of them.
    package var problems: [Problem] = []
    package var warnings: [String] = []
    package var deliveries: [DeliveryItem] = []
    package var parameters: [ShownParameter] = []
    /// What was asked for otherwise than the report says.
    package var options: [Option] = []
    /// The form that makes the same run again; nil where it cannot be known, as with a secret parameter.
    package var again: FormFields?

    package var mayCancel = false
    package var mayResume = false
    package var mayRun = false
    package var mayRetryDeliveries = false

    package init(run: RunItem) { self.run = run }

    package enum OptionKind: Sendable, CaseIterable {
        case columns, filter, sort, limit, format
    }

    package struct Option: Sendable {
        package var kind: OptionKind
        package var text: String

        package init(kind: OptionKind, text: String) {
            self.kind = kind
            self.text = text
        }
    }
}

/// A file that a run made and that is still there.
package struct RunFile: Sendable {
    package var name: String
    /// Bytes.
    package var size: Int?
    package var listsProblems: Bool

    package init(name: String, size: Int? = nil, listsProblems: Bool = false) {
        self.name = name
        self.size = size
        self.listsProblems = listsProblems
    }
}

/// What became of one file that was to be sent somewhere.
package struct DeliveryItem: Sendable {
    package enum Status: String, Sendable, CaseIterable {
        case pending, delivered, failed, skipped
    }

    /// From 1.
    package var n: Int
    package var to: String
    package var status: Status
    package var attempts: Int
    package var location: String?
    package var error: String?

    package init(n: Int, to: String, status: Status, attempts: Int = 1) {
        self.n = n
        self.to = to
        self.status = status
        self.attempts = attempts
    }
}

/// A parameter of a run as it is shown.
package struct ShownParameter: Sendable {
    package var label: String
    package var text: String

    package init(label: String, text: String) {
        self.label = label
        self.text = text
    }
}
