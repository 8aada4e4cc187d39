package import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// HTTP/1.1 on connections that a guard watches.
struct GuardedChannel: ServerChildChannel {
    private let http: HTTP1Channel
    private let limits: RequestLimits

    init(responder: @escaping HTTPChannelHandler.Responder, limits: RequestLimits) {
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: RequestLimits.headerLimit, maxHeaderListSize: RequestLimits.headerLimit,
            maxHeaderFieldCount: 100)
        http = HTTP1Channel(responder: responder, configuration: .init(httpDecoderConfiguration: decoder))
        self.limits = limits
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        http.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let guardian = RequestGuard(limits)
            try pipeline.addHandler(Doorbell(guardian), position: .before(decoder))
            try pipeline.addHandler(guardian, position: .after(decoder))
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await http.handle(value: value, logger: logger)
    }
}

extension HTTPServerBuilder {
    /// For `Application(router:server:)`.
    package static func guarded(_ limits: RequestLimits = RequestLimits()) -> HTTPServerBuilder {
        HTTPServerBuilder { GuardedChannel(responder: $0, limits: limits) }
    }
}
