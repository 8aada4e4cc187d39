import NIOCore
import NIOHTTP1
import NIOSSL

/// Watches over one connection for what AsyncHTTPClient does not see.
///
/// It tells the end of a kept connection from one in the middle of an exchange. And it ends the connection on an
/// impossible status: AsyncHTTPClient passes over its head as over that of a 103, and then stops the process at its end.
final class ConnectionWatch: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private var hasAnswered = false
    private var isAsked = false
    private var isBroken = false
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
        if isBroken { return }
        switch unwrapInboundIn(data) {
        case .head(let head) where head.status.code < 100:
            isBroken = true
            errorCaught(context: context, error: ImpossibleStatus(code: head.status.code))
            context.close(promise: nil)
            return
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
