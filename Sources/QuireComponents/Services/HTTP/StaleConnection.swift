import NIOCore
import NIOHTTP1
import NIOSSL

/// A kept connection that ended before anything came in answer to a request on it: as a rule the other side had closed
/// it while nothing went over it, and the request crossed with that.
struct StaleConnection: Error {
    /// Also said of a connection that was found closed before the request was sent.
    static func isReason(for error: any Error) -> Bool {
        switch error {
        case is StaleConnection, ChannelError.ioOnClosedChannel: true
        default: false
        }
    }
}

/// Tells the end of a kept connection from one in the middle of an exchange, which AsyncHTTPClient does not.
final class StaleConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private var hasAnswered = false
    private var isAsked = false
    private var isStale: Bool { hasAnswered && isAsked }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .head = unwrapOutboundIn(data) { isAsked = true }
        guard isStale, let promise else { return context.write(data, promise: promise) }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { result in
            if case .failure = result, self.isStale {
                promise.fail(StaleConnection())
            } else {
                promise.completeWith(result)
            }
        }
        context.write(data, promise: written)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: isAsked = false
        case .body: break
        case .end: hasAnswered = true
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let isStale = isStale
        // Whatever it is, the exchange ends with it.
        isAsked = false
        switch error {
        case is IOError where isStale, NIOSSLError.uncleanShutdown where isStale:
            context.fireErrorCaught(StaleConnection())
        default: context.fireErrorCaught(error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isStale { context.fireErrorCaught(StaleConnection()) }
        context.fireChannelInactive()
    }
}
