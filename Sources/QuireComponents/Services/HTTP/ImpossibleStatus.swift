import NIOCore
import NIOHTTP1

/// An answer with a status below 100, which no server may send.
struct ImpossibleStatus: Error, CustomStringConvertible {
    var code: UInt

    var description: String { "an answer with the status \(code), which HTTP does not have" }
}

/// Ends the connection on such an answer: AsyncHTTPClient passes over its head as over that of a 103, and then stops the
/// process at its end.
final class ImpossibleStatusHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private var isBroken = false

    /// Adds one behind the decoder of HTTP/1 connections.
    static func add(to channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPResponseDecoder>.self).handler
            try pipeline.addHandler(ImpossibleStatusHandler(), position: .after(decoder))
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isBroken { return }
        if case .head(let head) = unwrapInboundIn(data), head.status.code < 100 {
            isBroken = true
            context.fireErrorCaught(ImpossibleStatus(code: head.status.code))
            context.close(promise: nil)
            return
        }
        context.fireChannelRead(data)
    }
}
