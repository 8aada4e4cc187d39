import ServiceLifecycle

/// Has a service wait until the server listens: one that cannot listen begins nothing that it would have to leave at once.
struct WhenListening: Service {
    private let service: any Service
    private let waits: AsyncStream<Void>
    private let wait: AsyncStream<Void>.Continuation

    init(_ service: any Service) {
        self.service = service
        (waits, wait) = AsyncStream.makeStream()
    }

    func begin() { wait.finish() }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in waits {}
        }
        guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        try await service.run()
    }
}
