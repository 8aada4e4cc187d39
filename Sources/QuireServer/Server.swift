import Hummingbird
package import Logging
import NIOCore
import QuireAccess
import QuireDefinition
import QuireModel
package import QuireRun
import QuireScheduler
import ServiceLifecycle
import Synchronization

/// What a server is told when it is started.
package struct ServerOptions: Sendable {
    package var address = ListeningAddress.standard
    /// Other names by which it is reached.
    package var hostNames: [String] = []
    package var publicURL: PublicURL?
    /// Anyone may use it from other machines.
    package var isOpenAskedFor = false
    /// Runs at once.
    package var mostRuns = 2
    /// How long runs may go on once it is to stop.
    package var grace = Duration.seconds(30)
    /// How long runs are remembered.
    package var keep = Duration.seconds(90 * 86_400)
    /// How long their files are kept.
    package var keepFiles = Duration.seconds(30 * 86_400)

    package init() {}
}

/// Web pages, API, scheduler and runs in one process.
package struct Server: Sendable {
    /// Longer than this after the runs have ended nothing is waited for.
    private static let slack = Duration.seconds(5)

    private let options: ServerOptions
    private let state: StateDatabase
    private let definitions: DefinitionWatch
    private let logger: Logger

    package init(
        _ options: ServerOptions, state: StateDatabase, definitions: DefinitionWatch, logger: Logger
    ) {
        self.options = options
        self.state = state
        self.definitions = definitions
        self.logger = logger
    }

    /// Serves until the task is cancelled, and then ends in order: no new fires and runs, runs under way to their end or to
    /// that of the grace, no more requests.
    ///
    /// - Parameter whenListening: told the address, once it is listened to.
    package func run(whenListening: @escaping @Sendable (ListeningAddress) -> Void) async throws {
        let access = try ServerAccess(
            state, at: options.address, hostNames: options.hostNames, publicURL: options.publicURL,
            isOpenAskedFor: options.isOpenAskedFor)
        if let notice = try await access.check() { logger.warning("\(notice)") }
        await definitions.refresh()
        let group = try await serviceGroup(access, whenListening)
        let (stops, stop) = AsyncStream<Void>.makeStream()
        // A cancelled task would end its services at once: they run in one that is not.
        let serving = Task {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                tasks.addTask {
                    for await _ in stops {}
                    await group.triggerGracefulShutdown()
                }
                try await tasks.next()
                stop.finish()
                try await tasks.waitForAll()
            }
        }
        do {
            try await withTaskCancellationHandler {
                try await serving.value
            } onCancel: {
                stop.finish()
            }
        } catch {
            guard let problem = Diagnostic.cannotListen(on: options.address, error) else { throw error }
            throw DiagnosticError(problem)
        }
    }

    private func serviceGroup(
        _ access: ServerAccess, _ whenListening: @escaping @Sendable (ListeningAddress) -> Void
    ) async throws -> ServiceGroup {
        let desks = Desks()
        let events = RunEvents()
        let queue = RunQueue(
            state, definitions: definitions, desks: desks, events: events, mostAtOnce: options.mostRuns,
            grace: options.grace, publicURL: options.publicURL?.description, logger: logger)
        let scheduler = Scheduler(state, launcher: queue) { [logger] in logger.info("\($0)") }
        await queue.whenEnded { scheduler.wake() }
        // Before anyone can ask for them.
        let first = await definitions.current
        await scheduler.follow(first.reports, broken: first.broken)
        let history = ServiceHistory(state)
        let monitor = ServiceMonitor(desks, history, logger: logger)
        let runs = RunService(
            state, definitions: definitions, desks: desks, queue: queue, events: events, audit: access.audit,
            publicURL: options.publicURL?.description)
        let routes = Routes(
            access: access, runs: runs, schedules: ScheduleService(runs: runs, scheduler: scheduler),
            services: ServiceReports(definitions: definitions, monitor: monitor, history: history), queue: queue)
        var configuration = ApplicationConfiguration(
            address: .hostname(options.address.host, port: options.address.port))
        configuration.serverName = "quire"
        let address = options.address
        let keeping = WhenListening(Keeper(state, scheduler: scheduler, options, logger: logger))
        let running = WhenListening(queue)
        let firing = WhenListening(SchedulerService(scheduler, definitions))
        let application = Application(
            router: routes.router, server: .guarded(), configuration: configuration,
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? address.port
                whenListening(ListeningAddress(host: address.host, port: port))
                for service in [keeping, running, firing] { service.begin() }
            }, logger: Self.quiet(logger))
        // They are stopped in the order opposite to this, each once the one before has stopped: no new fires, then no new
        // runs and the end of those under way, which can be watched meanwhile, and then no more requests.
        let services: [any Service] = [desks, monitor, definitions, keeping, application, running, firing]
        var group = ServiceGroupConfiguration(
            services: services.map { .init(service: $0, successTerminationBehavior: .ignore) },
            logger: Self.quiet(logger))
        group.maximumGracefulShutdownDuration = options.grace + Self.slack
        return ServiceGroup(configuration: group)
    }

    /// The frameworks' own news are of no use to who runs the server.
    private static func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }
}

/// Follows the schedules of the definitions as they come.
struct SchedulerService: Service {
    private let scheduler: Scheduler
    private let definitions: DefinitionWatch

    init(_ scheduler: Scheduler, _ definitions: DefinitionWatch) {
        self.scheduler = scheduler
        self.definitions = definitions
    }

    func run() async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await scheduler.run() }
                for await version in await definitions.versions() {
                    await scheduler.follow(version.reports, broken: version.broken)
                }
            }
        }
    }
}

extension RunQueue: RunLauncher {}
