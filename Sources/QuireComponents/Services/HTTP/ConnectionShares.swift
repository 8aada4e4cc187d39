import AsyncHTTPClient
import Dispatch
import NIOPosix
import Synchronization

/// The connections to one service, shared out among several clients: a client looks through all the connections it
/// has for each one that it opens.
final class ConnectionShares: Sendable {
    private static let mostOfOne = 32

    /// Opens a connection for each request.
    let fresh: HTTPClient
    private let clients: [HTTPClient]
    /// For each connection not in use the place of its client; the last is taken first, so that few are opened.
    private let free: Mutex<[Int]>

    init(_ settings: HTTPClient.Configuration, connections: Int) {
        var clients: [HTTPClient] = []
        var places: [Int] = []
        while places.count < connections {
            let share = min(Self.mostOfOne, connections - places.count)
            var settings = settings
            settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = share
            places += Array(repeating: clients.count, count: share)
            clients.append(
                HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: settings))
        }
        var settings = settings
        settings.maximumUsesPerConnection = 1
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = min(Self.mostOfOne, connections)
        fresh = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: settings)
        self.clients = clients
        free = Mutex(places.reversed())
    }

    /// Hands the client of a free connection to `body`.
    func withClient<Result>(_ body: (HTTPClient) async throws -> Result) async rethrows -> Result {
        // Where more is asked at once than there are connections, the client has it wait.
        let taken = free.withLock { $0.popLast() }
        defer { if let taken { free.withLock { $0.append(taken) } } }
        return try await body(clients[taken ?? 0])
    }

    /// Closes all connections. They are not waited for: with a thousand of them that takes as long as a call.
    func close() {
        for client in clients + [fresh] { client.shutdown(queue: .global()) { _ in } }
    }
}
