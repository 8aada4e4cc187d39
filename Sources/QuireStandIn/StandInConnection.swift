import NIOCore
import NIOHTTP1

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One connection: puts requests together and writes answers as bytes, a whole one in a single write.
final class StandInConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let tally: Tally
    private let handler: StandIn.Handler
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var isAnswering = false
    /// How a further request is met, where none is answered.
    private var ending: Ending?

    private enum Ending {
        case close, reset
    }

    init(tally: Tally, handler: @escaping StandIn.Handler) {
        self.tally = tally
        self.handler = handler
    }

    func channelActive(context: ChannelHandlerContext) {
        tally.connected()
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is HTTPParserError {
            let refusal = ByteBuffer(
                string: "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            context.writeAndFlush(wrapOutboundOut(refusal), promise: nil)
        }
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.removeAll(keepingCapacity: true)
        case .body(let buffer):
            body.append(contentsOf: buffer.readableBytesView)
        case .end:
            guard let head else { return }
            self.head = nil
            switch ending {
            case .close: return context.close(promise: nil)
            case .reset: return Self.reset(context)
            case nil: break
            }
            tally.began()
            isAnswering = true
            let request = StandInRequest(
                method: head.method.rawValue, uri: head.uri, headers: head.headers, body: body)
            let answer = handler(request)
            let turn = Turn(answer: answer, isHead: head.method == .HEAD, staysOpen: head.isKeepAlive)
            guard answer.delay > .zero else { return begin(turn, context) }
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(answer.delay)) {
                let (connection, context) = bound.value
                if context.channel.isActive { connection.begin(turn, context) }
            }
        }
    }

    private struct Turn: Sendable {
        var answer: StandInAnswer
        var isHead: Bool
        var staysOpen: Bool
    }

    private func end() {
        guard isAnswering else { return }
        isAnswering = false
        tally.ended()
    }

    private func begin(_ turn: Turn, _ context: ChannelHandlerContext) {
        let body = turn.isHead ? [] : turn.answer.body
        var buffer = context.channel.allocator.buffer(capacity: 256 + body.count)
        switch turn.answer.manner {
        case .hang: return
        case .reset: Self.reset(context)
        case .whole, .wholeThenClosed, .wholeThenReset:
            if turn.answer.manner == .wholeThenClosed { ending = .close }
            if turn.answer.manner == .wholeThenReset { ending = .reset }
            writeHead(turn, &buffer)
            buffer.writeBytes(body)
            finish(turn, buffer, context)
        case .chunked(let size):
            writeHead(turn, &buffer)
            for start in stride(from: 0, to: body.count, by: max(1, size)) {
                let chunk = body[start..<min(body.count, start + max(1, size))]
                buffer.writeString(String(chunk.count, radix: 16) + "\r\n")
                buffer.writeBytes(chunk)
                buffer.writeString("\r\n")
            }
            buffer.writeString("0\r\n\r\n")
            finish(turn, buffer, context)
        case .truncated(let count):
            writeHead(turn, &buffer)
            buffer.writeBytes(body.prefix(count))
            end()
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
            context.close(promise: nil)
        case .drip(let size, let interval):
            writeHead(turn, &buffer)
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
            drip(turn, from: 0, size: max(1, size), interval: TimeAmount(interval), context)
        }
    }

    private static func reset(_ context: ChannelHandlerContext) {
        let options = context.channel as? any SocketOptionProvider
        let lingered = options?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        let channel = context.channel
        lingered?.whenComplete { _ in channel.close(promise: nil) }
    }

    private func drip(
        _ turn: Turn, from start: Int, size: Int, interval: TimeAmount, _ context: ChannelHandlerContext
    ) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.assumeIsolated().scheduleTask(in: interval) {
            let (connection, context) = bound.value
            guard context.channel.isActive else { return }
            let body = turn.answer.body
            let next = min(body.count, start + size)
            let buffer = context.channel.allocator.buffer(bytes: body[start..<next])
            if next == body.count { return connection.finish(turn, buffer, context) }
            context.writeAndFlush(connection.wrapOutboundOut(buffer), promise: nil)
            connection.drip(turn, from: next, size: size, interval: interval, context)
        }
    }

    private func finish(_ turn: Turn, _ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        end()
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        if !turn.staysOpen { context.close(promise: nil) }
    }

    private func writeHead(_ turn: Turn, _ buffer: inout ByteBuffer) {
        let answer = turn.answer
        if answer.status == 200 {
            buffer.writeStaticString("HTTP/1.1 200 OK\r\n")
        } else {
            let status = HTTPResponseStatus(statusCode: answer.status)
            let digits = String(repeating: "0", count: max(0, 3 - String(answer.status).count)) + String(answer.status)
            buffer.writeString("HTTP/1.1 \(digits) \(status.reasonPhrase)\r\n")
        }
        var hasType = false
        for (name, value) in answer.headers {
            hasType = hasType || name.lowercased() == "content-type"
            buffer.writeString("\(name): \(value)\r\n")
        }
        if !hasType { buffer.writeStaticString("Content-Type: application/json\r\n") }
        if !turn.staysOpen { buffer.writeStaticString("Connection: close\r\n") }
        if case .chunked = answer.manner {
            buffer.writeStaticString("Transfer-Encoding: chunked\r\n\r\n")
        } else {
            buffer.writeStaticString("Content-Length: ")
            buffer.writeString(String(answer.body.count))
            buffer.writeStaticString("\r\n\r\n")
        }
    }
}
