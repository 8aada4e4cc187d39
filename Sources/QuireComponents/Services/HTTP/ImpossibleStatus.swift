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
