public import QuireModel

/// A place where finished files are sent.
public protocol DestinationBlueprint: Sendable {
    /// Texts of its definition in which `{name}` stands for a parameter, or for `{report}`, `{today}`, `{now}` or
    /// `{run}`: they are checked with the report. `DeliveredFile.fill` fills them.
    var templates: [ExpressionText] { get }

    /// Sends once. What is worth another try is tried again by whoever asks, for up to ten minutes.
    ///
    /// - Returns: where the file is now, in words fit to be shown; nil where that cannot be said.
    /// - Throws: `AttemptFailure` that may be tried again where the file may arrive then; that or `RunFailure` where it
    ///   will not.
    func deliver(_ file: DeliveredFile, _ context: DestinationContext) async throws -> String?

    /// Whether it is told of runs that failed too, and have no file.
    var takesFailures: Bool { get }

    /// Tells of a run that failed, once; as `deliver` sends a file.
    func tell(of run: FailedRun, _ context: DestinationContext) async throws

    /// Finds out, with nothing sent, what only the destination itself tells of whether it takes files.
    ///
    /// - Throws: `DiagnosticError` where it takes none; `RunFailure` where it could not be asked.
    func verify(_ context: DestinationContext) async throws
}

extension DestinationBlueprint {
    public var templates: [ExpressionText] { [] }
    public var takesFailures: Bool { false }

    public func tell(of run: FailedRun, _ context: DestinationContext) async throws {
        throw RunFailure("it takes files alone")
    }

    public func verify(_ context: DestinationContext) async throws {}
}

/// A finished file of a run, and what whoever receives it may want to know.
public struct DeliveredFile: Sendable {
    /// Absolute.
    public var path: String
    /// Its name, without folders.
    public var name: String
    public var mediaType: String
    public var report: String
    public var run: String
    /// In bytes.
    public var size: Int
    /// In hexadecimal digits.
    public var sha256: String
    /// Where a server has it for whoever may see the report; nil where none does.
    public var url: String?
    /// The run as `quire run --summary json` shows it, without secrets and without its deliveries.
    public var summary: JSON
    /// What `{name}` stands for, by name.
    public var placeholders: [String: String]

    public init(
        path: String, name: String, mediaType: String, report: String, run: String, size: Int = 0, sha256: String = "",
        url: String? = nil, summary: JSON = .object([]), placeholders: [String: String] = [:]
    ) {
        self.path = path
        self.name = name
        self.mediaType = mediaType
        self.report = report
        self.run = run
        self.size = size
        self.sha256 = sha256
        self.url = url
        self.summary = summary
        self.placeholders = placeholders
    }

    /// A text with each `{name}` filled in. One that is not known stays as it is.
    public func fill(_ template: String) -> String {
        var filled = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            filled += rest[..<open]
            filled += placeholders[String(rest[rest.index(after: open)..<close])] ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }
}

/// A run that failed, and what whoever hears of it may want to know.
public struct FailedRun: Sendable {
    public var report: String
    public var run: String
    /// The run as `quire run --summary json` shows it, without secrets and without its deliveries.
    public var summary: JSON

    public init(report: String, run: String, summary: JSON) {
        self.report = report
        self.run = run
        self.summary = summary
    }
}

/// What every destination is told.
public struct DestinationContext: Sendable {
    /// The project folder.
    public var folder: String
    /// Texts that must never be shown.
    public var secrets: [String]
    /// The process's.
    public var environment: [String: String]
    public var log: ComponentLog

    public init(
        folder: String, secrets: [String], environment: [String: String],
        log: @escaping ComponentLog = StandardErrorLog.write
    ) {
        self.folder = folder
        self.secrets = secrets
        self.environment = environment
        self.log = log
    }

    /// A path of a definition as an absolute one.
    public func resolve(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }
}
