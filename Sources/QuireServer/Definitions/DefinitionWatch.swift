package import Logging
import QuireAccess
package import QuireDefinition
package import QuireModel
import QuirePlugin
package import QuireRun
import ServiceLifecycle
import Synchronization

/// Holds the definitions in use, and reads them again when their files change.
package actor DefinitionWatch {
    private let folder: ProjectFolder
    private let environment: [String: String]
    private let knownAccess: KnownAccessRecords
    private let makeLoader: @Sendable () throws -> ProjectLoader
    private let logger: Logger
    private var files: [String: FileVersion] = [:]
    private var sharedFiles: [String: FileVersion] = [:]
    package private(set) var current = ServedDefinitions()
    private nonisolated let secrets = Mutex<Set<String>>([])
    private var followers: [AsyncStream<ServedDefinitions>.Continuation] = []

    /// - Parameter makeLoader: reads `quire.yaml` anew.
    package init(
        _ folder: ProjectFolder, state: StateDatabase, environment: [String: String], logger: Logger,
        makeLoader: @escaping @Sendable () throws -> ProjectLoader
    ) {
        self.folder = folder
        knownAccess = KnownAccessRecords(state)
        self.environment = environment
        self.logger = logger
        self.makeLoader = makeLoader
    }

    /// Takes out the secrets of the definitions in use.
    package nonisolated var redactor: Redactor { Redactor(Array(secrets.withLock { $0 })) }

    /// The definitions in use and each version after them, the newest where several came meanwhile.
    package func versions() -> AsyncStream<ServedDefinitions> {
        let (versions, continuation) = AsyncStream.makeStream(
            of: ServedDefinitions.self, bufferingPolicy: .bufferingNewest(1))
        continuation.yield(current)
        followers.append(continuation)
        return versions
    }

    /// Reads the files if they have changed since they were last read.
    package func refresh() async {
        let found = folder.fingerprint(includesReports: true)
        guard found != files else { return }
        let shared = folder.fingerprint(includesReports: false)
        do {
            let isFirst = files.isEmpty
            if isFirst { current.access = try await knownAccess.all() }
            let log: ComponentLog = { [logger] in logger.info("\($0)") }
            var definitions = await ServedDefinitions.read(
                try makeLoader(), environment: environment, after: current, log: log)
            definitions.generation = current.generation + (shared == sharedFiles ? 0 : 1)
            let access = current.access
            try await knownAccess.keep(definitions.access.filter { access[$0.key] != $0.value })
            (files, sharedFiles) = (found, shared)
            current = definitions
            secrets.withLock { $0 = definitions.secrets }
            if !isFirst { logger.info("read \(definitions.reports.count) reports again") }
            for problem in definitions.diagnostics {
                logger.log(level: problem.severity == .error ? .error : .warning, "\(problem)")
            }
            for follower in followers { follower.yield(definitions) }
        } catch {
            logger.error("the definitions cannot be read: \(error)")
        }
    }
}

extension DefinitionWatch: Service {
    private static let interval = Duration.seconds(1)

    package func run() async {
        await cancelWhenGracefulShutdown {
            while await self.pause() { await self.refresh() }
        }
    }

    /// - Returns: false once the server stops.
    private func pause() async -> Bool { (try? await Task.sleep(for: Self.interval)) != nil }
}
