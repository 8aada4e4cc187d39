import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import QuireModel
import Synchronization

/// A small HTTP server on loopback that stands in for a service in the demo, the tests and the benchmark.
package final class StandIn: Sendable {
    package typealias Handler = @Sendable (StandInRequest) -> StandInAnswer

    /// What has been counted so far.
    package struct Counts: Sendable, Hashable {
        package var requests = 0
        package var connections = 0
        /// The most requests that were being answered at the same time.
        package var peakRequests = 0
        package var openRequests = 0
    }

    /// Files in PEM with which it speaks https.
    package struct TLS: Sendable, Hashable {
        package var certificate: String
        package var key: String
        /// Clients must show a certificate that this file signs.
        package var clientAuthority: String?

        package init(certificate: String, key: String, clientAuthority: String? = nil) {
            self.certificate = certificate
            self.key = key
            self.clientAuthority = clientAuthority
        }
    }

    private let channel: any Channel
    private let tally: Tally
    private let scheme: String

    /// On 127.0.0.1.
    package let port: Int

    package var url: String { "\(scheme)://127.0.0.1:\(port)" }
    package var counts: Counts { tally.counts }

    private init(channel: any Channel, tally: Tally, scheme: String) {
        self.scheme = scheme
        self.channel = channel
        self.tally = tally
        port = channel.localAddress?.port ?? 0
    }

    /// Serves while `body` runs.
    ///
    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - threads: event loops; one answers tens of thousands of requests a second.
    ///   - handler: answers one request; runs on an event loop, so it must not block.
    nonisolated(nonsending) package static func with<Result: Sendable>(
        port: Int = 0, threads: Int = 1, tls: TLS? = nil, handler: @escaping Handler,
        _ body: (StandIn) async throws -> Result
    ) async throws -> Result {
        OpenFileLimit.raise()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        do {
            let tally = Tally()
            let channel = try await bootstrap(group, tally, tls.map(context), handler).bind(
                host: "127.0.0.1", port: port
            ).get()
            let result = try await body(StandIn(channel: channel, tally: tally, scheme: tls == nil ? "http" : "https"))
            try await group.shutdownGracefully()
            return result
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// Serves the same answer to every request while `body` runs.
    nonisolated(nonsending) package static func with<Result: Sendable>(
        answer: StandInAnswer, _ body: (StandIn) async throws -> Result
    ) async throws -> Result {
        try await with(handler: { _ in answer }, body)
    }

    private static func context(_ tls: TLS) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(tls.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: tls.key, format: .pem)))
        if let authority = tls.clientAuthority {
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(authority))
            configuration.certificateVerification = .noHostnameVerification
        }
        return try NIOSSLContext(configuration: configuration)
    }

    private static func bootstrap(
        _ group: MultiThreadedEventLoopGroup, _ tally: Tally, _ context: NIOSSLContext?, _ handler: @escaping Handler
    ) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.maxMessagesPerRead, value: 256)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
                    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    try pipeline.addHandler(StandInConnection(tally: tally, handler: handler))
                }
            }
    }
}

/// Counts over all connections.
final class Tally: Sendable {
    private let state = Mutex(StandIn.Counts())

    var counts: StandIn.Counts { state.withLock { $0 } }

    func connected() { state.withLock { $0.connections += 1 } }

    func began() {
        state.withLock {
            $0.requests += 1
            $0.openRequests += 1
            $0.peakRequests = max($0.peakRequests, $0.openRequests)
        }
    }

    func ended() { state.withLock { $0.openRequests -= 1 } }
}
