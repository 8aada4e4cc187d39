import NIOCore
import NIOPosix
import Synchronization

/// A proxy on loopback that makes tunnels, whatever host it is asked for to one port of this machine.
final class TunnelProxy: Sendable {
    enum Manner: Sendable {
        case connect(port: Int)
        /// `403 Forbidden`
        case refuse(String)
    }

    private let channel: any Channel
    private let log: Log

    var port: Int { channel.localAddress?.port ?? 0 }
    /// The heads of the requests that came.
    var heads: [String] { log.heads }

    private init(channel: any Channel, log: Log) {
        self.channel = channel
        self.log = log
    }

    static func with<Result: Sendable>(
        _ manner: Manner, _ body: (TunnelProxy) async throws -> Result
    ) async throws -> Result {
        let log = Log()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Entrance(manner: manner, log: log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let result = try await body(TunnelProxy(channel: channel, log: log))
            try await channel.close()
            return result
        } catch {
            try await channel.close()
            throw error
        }
    }
}

private final class Log: Sendable {
    private let state = Mutex<[String]>([])

    var heads: [String] { state.withLock { $0 } }

    func add(_ head: String) { state.withLock { $0.append(head) } }
}

/// Reads the request, then hands all bytes to the other side.
private final class Entrance: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let manner: TunnelProxy.Manner
    private let log: Log
    private var head = ""
    private var exit: (any Channel)?

    init(manner: TunnelProxy.Manner, log: Log) {
        self.manner = manner
        self.log = log
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if let exit { return exit.writeAndFlush(bytes, promise: nil) }
        head += String(buffer: bytes)
        guard head.hasSuffix("\r\n\r\n") else { return }
        log.add(head)
        switch manner {
        case .refuse(let status): answer(status + "\r\nContent-Length: 0", context)
        case .connect(let port): connect(port, context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { exit?.close(promise: nil) }

    private func connect(_ port: Int, _ context: ChannelHandlerContext) {
        let entrance = context.channel
        ClientBootstrap(group: context.eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Exit(entrance: entrance))
                }
            }
            .connect(host: "127.0.0.1", port: port).assumeIsolated().whenComplete { result in
                guard case .success(let exit) = result else { return self.answer("502 Bad Gateway", context) }
                self.exit = exit
                self.answer("200 Connection established", context)
            }
    }

    private func answer(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 \(text)\r\n\r\n")), promise: nil)
    }
}

private final class Exit: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let entrance: any Channel

    init(entrance: any Channel) { self.entrance = entrance }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        entrance.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { entrance.close(promise: nil) }
}
