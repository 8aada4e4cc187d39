import NIOCore
import NIOHTTP1

/// Asks a proxy for a whole URL (RFC 9112, 3.2.2) where AsyncHTTPClient would ask for a path.
final class WholeURLHandler: ChannelOutboundHandler {
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private let origin: String

    /// - Parameter origin: of the service.
    init(origin: String) { self.origin = origin }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        head.uri = origin + head.uri
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }
}
